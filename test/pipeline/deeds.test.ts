import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditLog, history, looks, mentions } from '../../src/db/schema/index.ts'
import { LATE_LIMIT } from '../../src/domain/draft.ts'
import { MAXIMUM_ATTEMPTS } from '../../src/domain/network-action.ts'
import { show } from '../cards/show.ts'
import { MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createDoing,
  deleteEverywhere,
  deletionsOf,
  doDue,
  marksOf,
  pressOnMention,
  publishPost,
  repost,
} from '../support/deeds.ts'
import { hearPost, lookAfter } from '../support/looking.ts'
import { lost, unauthorised, unavailable } from '../support/publishing.ts'
import { rejected } from '../support/scripted-network.ts'
import { hear, mentionOf, performDue, pressOnDraft, setAccountState, writeReply } from '../support/team.ts'
import type { World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** A world with a mention that Camille likes; nothing is done yet. */
async function liked() {
  const world = await createDoing(shared)
  const { id } = await hear(world, 'Acme makes the best lamps')
  await pressOnMention(world, 'camille', 'mention.like', id)
  const target = `like ${world.network.feed[0]?.remoteId}`
  const state = async () => (await marksOf(world, id))[0]?.state
  return { world, id, target, state }
}

async function cardOf(world: World, id: string): Promise<string> {
  const answer = await pressOnMention(world, 'camille', 'mention.reopen', id)
  return answer.kind === 'update' ? show(answer.card.en) : ''
}

async function toldAbout(id: string): Promise<readonly string[]> {
  const rows = await shared.database.connection
    .select()
    .from(history)
    .where(eq(history.subjectId, id))
    .orderBy(history.sequence)
  return rows.map(({ event }) => event.kind)
}

async function actsOn(subjectId: string): Promise<readonly string[]> {
  const rows = await shared.database.connection
    .select()
    .from(auditLog)
    .where(eq(auditLog.subjectId, subjectId))
    .orderBy(auditLog.id)
  return rows.map(({ act }) => act)
}

describe('a like', () => {
  test('is done once, told and written down', async () => {
    const { world, id, target, state } = await liked()
    expect(world.jobs.sent.filter(job => job.name === 'do-deed')).toHaveLength(1)
    expect(await cardOf(world, id)).toContain(`(Camille likes it as @${world.account.handle}: on its way.)`)
    await doDue(world)
    await doDue(world)
    expect(world.network.deeds).toHaveLength(1)
    expect([...world.network.marks]).toEqual([target])
    expect(await state()).toBe('succeeded')
    expect(await cardOf(world, id)).toContain(`(Liked by Camille, as @${world.account.handle}.)`)
    expect(await toldAbout(id)).toEqual(['liked'])
    expect(await actsOn(id)).toContain('mention.like')
    expect(await actsOn((await marksOf(world, id))[0]!.id)).toEqual(['deed.succeeded'])
  })

  test('that is taken back before it has left never leaves', async () => {
    const { world, id } = await liked()
    await pressOnMention(world, 'alex', 'mention.unlike', id)
    await doDue(world)
    expect(world.network.deeds).toEqual([])
    expect(await cardOf(world, id)).not.toContain('iked')
  })

  test('that is taken back afterwards is, and can be done again', async () => {
    const { world, id, target } = await liked()
    await doDue(world)
    await pressOnMention(world, 'camille', 'mention.unlike', id)
    expect(await cardOf(world, id)).toContain('(Camille takes the like back: on its way.)')
    await doDue(world)
    expect([...world.network.marks]).toEqual([])
    await pressOnMention(world, 'camille', 'mention.like', id)
    await doDue(world)
    expect([...world.network.marks]).toEqual([target])
    expect(world.network.deeds.map(deed => deed.kind)).toEqual(['like', 'unlike', 'like'])
    expect(await toldAbout(id)).toEqual(['liked', 'like-taken-back', 'liked'])
  })

  test('ends in the last wish, though it is wished while the network is being called', async () => {
    const { world, id } = await liked()
    const called = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    world.network.onAct({ kind: 'waits', for: answer.promise, begun: called.resolve })
    const [{ id: deedId } = { id: '' }] = await marksOf(world, id)
    const first = world.deeds.perform(deedId)
    await called.promise
    await pressOnMention(world, 'camille', 'mention.unlike', id)
    // Its job comes too early, and does nothing.
    await world.deeds.perform(deedId)
    answer.resolve()
    await first
    await doDue(world)
    expect(world.network.deeds.map(deed => deed.kind)).toEqual(['like', 'unlike'])
    expect([...world.network.marks]).toEqual([])
  })

  test('that a process died at is done again by the next', async () => {
    const { world, id, state, target } = await liked()
    world.network.onAct({ kind: 'hangs', published: true })
    await using replica = await world.replica()
    const hung = world.network.hung()
    const [{ id: deedId } = { id: '' }] = await marksOf(world, id)
    void replica.deeds.perform(deedId)
    await hung
    expect(await state()).toBe('attempting')
    // It lives, and is left alone.
    await world.deeds.perform(deedId)
    expect(world.network.deeds).toHaveLength(1)
    await replica[Symbol.asyncDispose]()
    await doDue(world)
    expect(world.network.deeds).toHaveLength(2)
    expect([...world.network.marks]).toEqual([target])
    expect(await state()).toBe('succeeded')
  })

  test.each([
    ['away', unavailable],
    ['silent, and had done it', lost(true)],
    ['silent, and had not', lost(false)],
    ['broken', { kind: 'throws', published: false } as const],
  ])('is done again where the network is %s', async (_, step) => {
    const { world, id, target, state } = await liked()
    world.network.onAct(step)
    await doDue(world)
    expect(await state()).toBe('waiting')
    expect(await cardOf(world, id)).toContain('cannot be reached at the moment. Next attempt')
    world.clock.advance(MINUTE)
    await doDue(world)
    expect([...world.network.marks]).toEqual([target])
    expect(await state()).toBe('succeeded')
  })

  test('waits as long as the network asks, and gives up after about an hour of silence', async () => {
    const { world, id, state } = await liked()
    const retryAt = new Date(world.clock.now().getTime() + 10 * MINUTE)
    world.network.onAct({ kind: 'fails', fault: { kind: 'rate-limited', retryAt } })
    await doDue(world)
    world.clock.advance(9 * MINUTE)
    await doDue(world)
    expect(world.network.deeds).toHaveLength(1)
    world.network.onAct(...Array.from({ length: MAXIMUM_ATTEMPTS - 1 }, () => unavailable))
    for (let turn = 0; turn < MAXIMUM_ATTEMPTS; turn++) {
      world.clock.advance(20 * MINUTE)
      await doDue(world)
    }
    expect(await state()).toBe('failed')
    expect(await cardOf(world, id)).toContain('could not be reached for a long time. Try again when it works.')
    expect(await toldAbout(id)).toEqual(['liked', 'mark-failed'])
    // Asked for anew, it begins anew.
    await pressOnMention(world, 'camille', 'mention.like', id)
    await doDue(world)
    expect(await state()).toBe('succeeded')
  })

  test('waits while its account must be connected again, and is done once it is', async () => {
    const { world, id, state, target } = await liked()
    world.network.onAct(unauthorised)
    await doDue(world)
    expect(await state()).toBe('waiting')
    expect(await cardOf(world, id)).toContain('must be connected again: until then this waits.')
    world.clock.advance(24 * 60 * MINUTE)
    await doDue(world)
    expect(world.network.deeds).toHaveLength(1)
    await setAccountState(world, world.account.id, 'active')
    await doDue(world)
    expect([...world.network.marks]).toEqual([target])
  })

  test('does not come about on an account that was disconnected, and says what to do', async () => {
    const { world, id, state } = await liked()
    await setAccountState(world, world.account.id, 'removed')
    await doDue(world)
    expect(world.network.deeds).toEqual([])
    expect(await state()).toBe('failed')
    expect(await cardOf(world, id)).toContain('has been disconnected from Vigie.')
  })

  test('that the network refuses says why, once', async () => {
    const { world, id, state } = await liked()
    world.network.onAct(rejected('not-allowed'))
    await doDue(world)
    world.clock.advance(60 * MINUTE)
    await doDue(world)
    expect(world.network.deeds).toHaveLength(1)
    expect(await state()).toBe('failed')
    expect(await cardOf(world, id)).toContain('Not liked. ')
    expect(await cardOf(world, id)).toContain('Check the account’s rights, and whether the author has blocked it.')
  })

  test('of a post that has gone is not tried; what is taken back of one is taken back', async () => {
    const world = await createDoing(shared)
    const post = await hearPost(world, 'Acme is here')
    const [row] = await shared.database.connection
      .select()
      .from(mentions)
      .where(eq(mentions.accountId, world.account.id))
    const { id } = row!
    await pressOnMention(world, 'camille', 'mention.like', id)
    await doDue(world)
    await pressOnMention(world, 'camille', 'mention.unlike', id)
    await repost(world, 'noor', id)
    world.network.remove(post.remoteId)
    await lookAfter(world, 31 * MINUTE)
    await lookAfter(world, 11 * MINUTE)
    await doDue(world)
    expect(world.network.deeds).toHaveLength(1)
    expect((await marksOf(world, id)).map(({ kind, state }) => [kind, state])).toEqual([
      ['like', 'succeeded'],
      ['repost', 'failed'],
    ])
  })
})

describe('a repost', () => {
  test('does not show what the author has written since, however long it waits', async () => {
    const world = await createDoing(shared)
    const post = await hearPost(world, 'Acme is great')
    const [row] = await shared.database.connection
      .select()
      .from(mentions)
      .where(eq(mentions.accountId, world.account.id))
    const { id } = row!
    world.network.onAct(unavailable)
    await repost(world, 'noor', id)
    await doDue(world)
    world.network.edit(post.remoteId, 'Acme is a scam')
    await lookAfter(world, 31 * MINUTE)
    await doDue(world)
    expect(world.network.deeds).toHaveLength(1)
    expect([...world.network.marks]).toEqual([])
    expect(await cardOf(world, id)).toContain(
      'Not reposted. Its author has edited the post since somebody decided about it',
    )
    await repost(world, 'noor', id)
    await doDue(world)
    expect([...world.network.marks]).toEqual([`repost ${post.remoteId}`])
  })
})

test('a repost that could not be done for two hours is for a person to wish again; what is taken back is not', async () => {
  const world = await createDoing(shared)
  const { id } = await hear(world, 'Acme makes the best lamps')
  await repost(world, 'noor', id)
  await pressOnMention(world, 'camille', 'mention.like', id)
  world.network.onAct(unauthorised)
  await doDue(world)
  world.clock.advance(LATE_LIMIT)
  await doDue(world)
  expect((await marksOf(world, id)).map(({ state }) => state)).toEqual(['waiting', 'waiting'])
  world.clock.advance(MINUTE)
  await doDue(world)
  expect((await marksOf(world, id)).map(({ state }) => state)).toEqual(['waiting', 'failed'])
  expect(await cardOf(world, id)).toContain('Do it again if it is.')
  await setAccountState(world, world.account.id, 'active')
  await repost(world, 'noor', id)
  await doDue(world)
  expect(world.network.marks.size).toBe(2)
  world.network.onAct(unauthorised)
  await pressOnMention(world, 'noor', 'mention.unrepost', id)
  await doDue(world)
  world.clock.advance(10 * LATE_LIMIT)
  await setAccountState(world, world.account.id, 'active')
  await doDue(world)
  expect(world.network.marks.size).toBe(1)
})

describe('what was published', () => {
  async function draftCard(world: World, id: string): Promise<string> {
    const answer = await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    return answer.kind === 'update' ? show(answer.card.en) : ''
  }

  test('is deleted, told and written down, and nobody looks at it any more', async () => {
    const world = await createDoing(shared)
    const id = await publishPost(world, 'We open on Monday')
    const [post] = world.network.posts
    const looksAtIt = async () =>
      shared.database.connection.$count(
        looks,
        and(eq(looks.accountId, world.account.id), eq(looks.kind, 'publication')),
      )
    expect(await looksAtIt()).toBe(1)
    await deleteEverywhere(world, 'noor', id)
    expect(await draftCard(world, id)).toContain('Being deleted on')
    await doDue(world)
    expect([...world.network.removed]).toEqual([post!.remoteId])
    expect(await looksAtIt()).toBe(0)
    const card = await draftCard(world, id)
    expect(card).toMatch(/^Deleted: post \(quiet\)/)
    expect(card).toMatch(/Deleted on .* by Noor/)
    expect(card).not.toContain('Open it on')
    expect((await toldAbout(id)).slice(-2)).toEqual(['deletion-asked', 'deleted'])
    expect(await actsOn(id)).toContain('draft.delete')
  })

  test('is deleted once at most by two looks at it: a look on its way tells nothing else', async () => {
    const world = await createDoing(shared)
    const id = await publishPost(world, 'We open on Monday')
    world.network.remove(world.network.posts[0]!.remoteId)
    await lookAfter(world, 31 * MINUTE)
    await deleteEverywhere(world, 'noor', id)
    await lookAfter(world, 11 * MINUTE)
    expect(await toldAbout(id)).not.toContain('vanished')
    await doDue(world)
    expect((await toldAbout(id)).at(-1)).toBe('deleted')
  })

  test('and is gone already is fine', async () => {
    const world = await createDoing(shared)
    const id = await publishPost(world, 'We open on Monday')
    world.network.onAct(rejected('target-gone'))
    await deleteEverywhere(world, 'noor', id)
    await doDue(world)
    expect(await draftCard(world, id)).toMatch(/^Deleted: post/)
  })

  test('as a thread is deleted from its end', async () => {
    const world = await createDoing(shared, { threads: true })
    const id = await publishPost(world, 'One\n---\nTwo\n---\nThree')
    await deleteEverywhere(world, 'noor', id)
    expect(world.jobs.sent.filter(job => job.name === 'do-deed')).toHaveLength(1)
    const [first] = await deletionsOf(world, id)
    // Its job comes too early.
    await world.deeds.perform(first!.id)
    expect(world.network.deeds).toEqual([])
    await doDue(world)
    const texts = new Map(world.network.posts.map(post => [post.remoteId, post.text]))
    expect([...world.network.removed].map(one => texts.get(one))).toEqual(['Three', 'Two', 'One'])
    expect(world.jobs.sent.filter(job => job.name === 'do-deed')).toHaveLength(3)
    expect((await toldAbout(id)).filter(kind => kind === 'deleted')).toHaveLength(1)
  })

  test('as a thread keeps what comes before a post that stays, and goes on from there', async () => {
    const world = await createDoing(shared, { threads: true })
    const id = await publishPost(world, 'One\n---\nTwo\n---\nThree')
    world.network.onAct({ kind: 'succeeds' }, rejected('other'))
    await deleteEverywhere(world, 'noor', id)
    await doDue(world)
    expect(world.network.removed.size).toBe(1)
    expect((await deletionsOf(world, id)).map(({ state }) => state)).toEqual(['cancelled', 'failed', 'succeeded'])
    const card = await draftCard(world, id)
    expect(card).toContain('Not deleted on')
    expect(card).toContain('[Delete at the network]')
    await deleteEverywhere(world, 'noor', id)
    await doDue(world)
    expect(world.network.removed.size).toBe(3)
    expect(await draftCard(world, id)).toMatch(/^Deleted: post/)
  })

  test('in answer to somebody says so where it was answered', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme, when do you open?')
    const id = await writeReply(world, 'camille', mention, 'On Monday!')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    await deleteEverywhere(world, 'noor', id)
    await doDue(world)
    expect((await mentionOf(world, mention.id)).state).toBe('replied')
    expect(await toldAbout(mention.id)).toContain('reply-deleted')
    const answer = await pressOnMention(world, 'camille', 'mention.ignore', mention.id)
    expect(answer.kind === 'update' && show(answer.card.en)).toContain('(Our reply, deleted since:)')
  })
})
