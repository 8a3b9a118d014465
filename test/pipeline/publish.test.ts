import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, auditLog, networkActions } from '../../src/db/schema/index.ts'
import { LATE_LIMIT } from '../../src/domain/draft.ts'
import { MAXIMUM_ATTEMPTS, retryDelay } from '../../src/domain/network-action.ts'
import { MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  actionOf,
  approved,
  away,
  lost,
  performNext,
  publicTexts,
  stateOf,
  unauthorised,
  unavailable,
} from '../support/publishing.ts'
import { rejected } from '../support/scripted-network.ts'
import {
  draftOf,
  hear,
  mentionOf,
  performDue,
  pressOnDraft,
  setAccountState,
  writePost,
  writeReply,
} from '../support/team.ts'
import { createWorld } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

describe('an approved draft', () => {
  test('goes out once, with the exact text, and ends with its link', async () => {
    const { world, id } = await approved(shared, [])
    const action = await actionOf(world, id)
    expect(world.jobs.sent).toContainEqual(
      expect.objectContaining({ name: 'perform-action', payload: { actionId: action.id }, at: action.dueAt }),
    )
    await performDue(world, id)
    await world.publish.perform(action.id)
    expect(publicTexts(world)).toEqual(['We open on Monday'])
    expect(world.network.posts[0]).toMatchObject({ key: action.id, createdAt: action.createdAt, replyTo: null })
    const { remoteId, url } = world.network.posts[0]!
    expect(await actionOf(world, id)).toMatchObject({ state: 'succeeded', remoteId, url, attempts: 1 })
    expect(await stateOf(world, id)).toBe('published')
  })

  test('that answers a mention goes out under it, and the mention is dealt with', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme, when do you open?')
    const id = await writeReply(world, 'camille', mention, 'On Monday!')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    world.clock.advance(5 * MINUTE)
    await performDue(world, id)
    expect(world.network.posts).toMatchObject([{ text: 'On Monday!', replyTo: { remoteId: expect.any(String) } }])
    expect(await mentionOf(world, mention.id)).toMatchObject({
      state: 'replied',
      repliedAt: world.clock.now(),
      assigneeId: world.members.camille.id,
    })
  })

  test('goes out once however many processes perform it', async () => {
    const { world, id } = await approved(shared, [])
    await using replica = await world.replica()
    const action = await actionOf(world, id)
    const performers = [world, replica, world, replica]
    await Promise.all(performers.map(one => one.publish.perform(action.id)))
    expect(world.network.attempts).toHaveLength(1)
  })

  test('does not go out before its time', async () => {
    const { world, id } = await approved(shared, [])
    await shared.database.connection
      .update(networkActions)
      .set({ dueAt: new Date(world.clock.now().getTime() + 1) })
      .where(eq(networkActions.draftId, id))
    await world.publish.perform((await actionOf(world, id)).id)
    expect(world.network.attempts).toEqual([])
  })
})

describe('an attempt', () => {
  test('that is rejected is over, with the reason', async () => {
    const { world, id } = await approved(shared, [rejected('duplicate')])
    await performDue(world, id)
    expect(await actionOf(world, id)).toMatchObject({
      state: 'failed',
      failure: { kind: 'rejected', reason: 'duplicate' },
    })
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'failed', partlyPublished: false })
    await pressOnDraft(world, 'camille', 'draft.retry', id)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('that cannot reach the network is made again, ever more rarely', async () => {
    const { world, id } = await approved(shared, [unavailable, unavailable])
    await performDue(world, id)
    expect(world.network.attempts).toHaveLength(1)
    const { dueAt } = await actionOf(world, id)
    expect(dueAt.getTime() - world.clock.now().getTime()).toBe(retryDelay(1))
    expect(world.jobs.sent.at(-1)).toMatchObject({ name: 'deliver-cards' })
    expect(world.jobs.sent).toContainEqual(expect.objectContaining({ name: 'perform-action', at: dueAt }))
    await performNext(world, id)
    expect((await actionOf(world, id)).dueAt.getTime() - world.clock.now().getTime()).toBe(retryDelay(2))
    await performNext(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect(new Set(world.network.attempts.map(one => `${one.key} ${one.createdAt.toISOString()}`)).size).toBe(1)
  })

  test('that cannot reach it for hours is given up, until a person tries again', async () => {
    const { world, id } = await approved(
      shared,
      Array.from({ length: MAXIMUM_ATTEMPTS }, () => unavailable),
    )
    for (let attempt = 1; attempt < MAXIMUM_ATTEMPTS; attempt++) {
      await performNext(world, id)
      expect(await actionOf(world, id)).toMatchObject({ state: 'waiting', attempts: attempt })
    }
    await performNext(world, id)
    expect(await actionOf(world, id)).toMatchObject({ state: 'failed', failure: { kind: 'gave-up' } })
    expect(await stateOf(world, id)).toBe('failed')
    expect(publicTexts(world)).toEqual([])
    await pressOnDraft(world, 'camille', 'draft.retry', id)
    await performNext(world, id)
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('that is rate-limited waits as long as the network says', async () => {
    const { world, id } = await approved(shared, [])
    const retryAt = new Date(world.clock.now().getTime() + 7 * MINUTE)
    world.network.onPublish({ kind: 'fails', fault: { kind: 'rate-limited', retryAt } })
    await performDue(world, id)
    expect(await actionOf(world, id)).toMatchObject({ state: 'waiting', dueAt: retryAt })
    world.clock.advance(7 * MINUTE - 1)
    await performDue(world, id)
    expect(world.network.attempts).toHaveLength(1)
    world.clock.advance(1)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('with refused credentials waits for the account, marks it once, and goes on by itself', async () => {
    const { world, id } = await approved(shared, [unauthorised, unauthorised])
    const other = await writePost(world, 'camille', 'And on Tuesday')
    await pressOnDraft(world, 'noor', 'draft.approve', other)
    await performDue(world, id)
    await setAccountState(world, world.account.id, 'active')
    await performDue(world, other)
    const { connection } = shared.database
    const state = async () =>
      (await connection.select().from(accounts).where(eq(accounts.id, world.account.id)))[0]?.state
    expect(await state()).toBe('needs-sign-in')
    world.clock.advance(10 * MINUTE)
    for (const one of [id, other]) await performNext(world, one)
    expect(world.network.attempts).toHaveLength(2)
    await setAccountState(world, world.account.id, 'active')
    for (const one of [id, other]) await performDue(world, one)
    expect(publicTexts(world)).toEqual(['We open on Monday', 'And on Tuesday'])
    const entries = await connection.select().from(auditLog).where(eq(auditLog.subjectId, world.account.id))
    expect(entries.map(entry => entry.act)).toEqual(['account.refused', 'account.refused'])
  })

  test.each([
    ['lost its answer', lost(true)],
    ['ended in a fault of ours', { kind: 'throws', published: true } as const],
  ])('that %s is looked up, and found', async (_, step) => {
    const { world, id } = await approved(shared, [step])
    await performDue(world, id)
    const action = await actionOf(world, id)
    expect(world.network.lookUps).toEqual([action.id])
    expect(action).toMatchObject({ state: 'succeeded', remoteId: world.network.posts[0]?.remoteId })
    expect(await stateOf(world, id)).toBe('published')
    expect(publicTexts(world)).toHaveLength(1)
  })

  test.each([
    ['lost its answer', lost(false)],
    ['ended in a fault of ours', { kind: 'throws', published: false } as const],
  ])('that %s and is provably not there is made again', async (_, step) => {
    const { world, id } = await approved(shared, [step])
    await performDue(world, id)
    await performNext(world, id)
    expect(world.network.lookUps).toHaveLength(1)
    expect(world.network.attempts).toHaveLength(2)
    expect(publicTexts(world)).toHaveLength(1)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('that lost its answer is not made again while the network cannot be asked', async () => {
    const { world, id } = await approved(shared, [lost(true)])
    world.network.onLookUp(away, { kind: 'throws' }, away)
    for (let turn = 0; turn < 3; turn++) {
      await performNext(world, id)
      expect(await actionOf(world, id)).toMatchObject({ state: 'attempting' })
      const next = world.jobs.sent.findLast(job => job.name === 'perform-action')
      expect(next?.at?.getTime()).toBeGreaterThan(world.clock.now().getTime())
      world.clock.advance(MINUTE)
    }
    await performNext(world, id)
    expect(world.network.attempts).toHaveLength(1)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('that nobody could be asked about for hours is put before a person', async () => {
    const { world, id } = await approved(shared, [lost(true)])
    world.network.onLookUp(away, away, away)
    await performNext(world, id)
    world.clock.advance(LATE_LIMIT)
    await performNext(world, id)
    expect(await actionOf(world, id)).toMatchObject({ state: 'attempting' })
    world.clock.advance(MINUTE)
    await performNext(world, id)
    expect(await actionOf(world, id)).toMatchObject({ state: 'unknown' })
    expect(await stateOf(world, id)).toBe('outcome-unknown')
  })
})

test('every attempt and its outcome is in the audit log, and no text', async () => {
  const { world, id } = await approved(shared, [unavailable])
  await performDue(world, id)
  await performNext(world, id)
  const action = await actionOf(world, id)
  const entries = await shared.database.connection.select().from(auditLog).where(eq(auditLog.subjectId, action.id))
  expect(entries.map(entry => entry.act)).toEqual(['network-action.postponed', 'network-action.succeeded'])
  expect(JSON.stringify(entries)).not.toContain('Monday')
})
