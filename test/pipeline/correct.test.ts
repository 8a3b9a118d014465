import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateBrand } from '../../src/db/queries/brands.ts'
import { countPublished } from '../../src/db/queries/network-actions.ts'
import { auditLog, history } from '../../src/db/schema/index.ts'
import { MAXIMUM_ATTEMPTS } from '../../src/domain/network-action.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { correct, createEditing, publish, published } from '../support/correcting.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { actionOf, lost, performNext, publicTexts, stateOf, unauthorised, unavailable } from '../support/publishing.ts'
import type { PublishStep } from '../support/scripted-network.ts'
import { performDue, press, pressOnDraft, setAccountState } from '../support/team.ts'
import type { World } from '../support/world.ts'

const { en } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** An approved edit of a post that is out, due now. */
async function approved(steps: readonly PublishStep[]): Promise<{ world: World; original: string; id: string }> {
  const world = await createEditing(shared)
  const original = await published(world, 'We open on Monday')
  const id = await correct(world, 'camille', original, 'We open on Tuesday')
  world.network.onAct(...steps)
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  return { world, original, id }
}

async function wordsOf(world: World, id: string): Promise<string> {
  return JSON.stringify(await press(world, 'camille', 'draft.edit', { id, version: 0 }))
}

describe('an edit of what is published', () => {
  test('waits for a network that is away, and can be called off meanwhile', async () => {
    const { world, id, original } = await approved([unavailable])
    await performDue(world, id)
    expect(await actionOf(world, id)).toMatchObject({ state: 'waiting', attempts: 1 })
    expect(await stateOf(world, id)).toBe('scheduled')
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    world.clock.advance(HOUR)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('withdrawn')
    expect(publicTexts(world)).toEqual(['We open on Monday'])
    expect(await wordsOf(world, original)).toContain('draft.correct:')
  })

  test('is tried again once its account works', async () => {
    const { world, id } = await approved([unauthorised])
    await performDue(world, id)
    expect(await actionOf(world, id)).toMatchObject({ state: 'waiting' })
    await setAccountState(world, world.account.id, 'active')
    await performNext(world, id)
    expect(publicTexts(world)).toEqual(['We open on Tuesday'])
    expect(await stateOf(world, id)).toBe('published')
  })

  test.each([
    ['lost before it was done', lost(false)],
    ['lost after it was done', lost(true)],
    ['with a fault of ours', { kind: 'throws', published: true } as const],
  ])('is done again if its answer is %s, and cannot be called off before', async (_, step) => {
    const { world, id } = await approved([step])
    await performDue(world, id)
    expect(await actionOf(world, id)).toMatchObject({ state: 'attempting', attempts: 1 })
    expect(await stateOf(world, id)).toBe('publishing')
    expect(await wordsOf(world, id)).toContain('No answer has come from The scripted network so far.')
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    expect(await stateOf(world, id)).toBe('publishing')
    // Not before its time, however often somebody looks.
    await performDue(world, id)
    expect(world.network.deeds).toHaveLength(1)
    await performNext(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect(publicTexts(world)).toEqual(['We open on Tuesday'])
  })

  test('is done again by another process if the one at it is killed', async () => {
    const { world, id } = await approved([{ kind: 'hangs', published: true }])
    await using dying = await world.replica()
    const hung = world.network.hung()
    const { id: actionId } = await actionOf(world, id)
    await Promise.race([dying.publish.perform(actionId), hung])
    expect(await stateOf(world, id)).toBe('publishing')
    await dying[Symbol.asyncDispose]()
    await expect
      .poll(async () => {
        await performDue(world, id)
        return stateOf(world, id)
      })
      .toBe('published')
    expect(world.network.deeds).toHaveLength(2)
    expect(publicTexts(world)).toEqual(['We open on Tuesday'])
  })

  test('is a person’s to judge once no answer has come for about an hour', async () => {
    const steps = Array.from({ length: MAXIMUM_ATTEMPTS }, () => lost(true))
    const { world, id, original } = await approved(steps)
    for (let attempt = 0; attempt < MAXIMUM_ATTEMPTS; attempt++) await performNext(world, id)
    expect(await stateOf(world, id)).toBe('outcome-unknown')
    expect(await wordsOf(world, id)).toContain(en('draft.unknown.edit', { network: 'The scripted network' }))
    world.clock.advance(HOUR)
    await performDue(world, id)
    expect(world.network.deeds).toHaveLength(MAXIMUM_ATTEMPTS)
    await pressOnDraft(world, 'camille', 'draft.found', id)
    expect(await stateOf(world, id)).toBe('published')
    expect(await wordsOf(world, original)).toContain('We open on Tuesday')
  })

  test('fails in words where the post was deleted meanwhile', async () => {
    const { world, id, original } = await approved([])
    world.network.remove(world.network.posts[0]?.remoteId ?? '')
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('failed')
    expect(await wordsOf(world, id)).toContain(en('failure.post-gone', { network: 'The scripted network' }))
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    expect(await stateOf(world, id)).toBe('withdrawn')
    expect(await wordsOf(world, original)).toContain('We open on Monday')
  })

  test('is reviewed again if the brand has come to ask for more approvals', async () => {
    const { world, id } = await approved([unavailable])
    await performDue(world, id)
    await updateBrand(shared.database.connection, world.brand.id, { approvals: 2 })
    world.clock.advance(MINUTE)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('in-review')
    expect(world.network.deeds).toHaveLength(1)
    await publish(world, id)
    expect(publicTexts(world)).toEqual(['We open on Monday'])
    await pressOnDraft(world, 'alex', 'draft.approve', id)
    await performDue(world, id)
    expect(publicTexts(world)).toEqual(['We open on Tuesday'])
  })

  test.each([
    ['before it is sent', []],
    ['after an answer was lost', [lost(false)]],
  ] as const)('never goes out with words that somebody has put there %s', async (_, steps) => {
    const { world, id } = await approved(steps)
    if (steps.length > 0) await performDue(world, id)
    await shared.database.transact(async ({ tx }) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      await tx.execute(
        sql`update revisions set content = jsonb_set(content, '{variants,0,text}', '"Free today"') where draft_id = ${id}`,
      )
    })
    await performNext(world, id)
    expect(world.network.deeds).toHaveLength(steps.length)
    expect(publicTexts(world)).toEqual(['We open on Monday'])
    expect(await stateOf(world, id)).toBe(steps.length === 0 ? 'in-review' : 'outcome-unknown')
  })
})

test('what was deleted over there is not offered to be edited, until it is there again', async () => {
  const world = await createEditing(shared)
  const id = await published(world, 'We open on Monday')
  const { remoteId = '' } = world.network.posts[0] ?? {}
  async function look(): Promise<void> {
    for (let times = 0; times < 2; times++) {
      world.clock.advance(HOUR)
      for (const server of await world.measure.listDue()) await world.measure.look(server)
    }
  }
  world.network.remove(remoteId)
  await look()
  expect(await pressOnDraft(world, 'camille', 'draft.correct', id)).toMatchObject({
    kind: 'update',
    ephemeral: expect.stringContaining(
      en('draft.untouched.deleted', { network: 'The scripted network', handle: world.account.handle }),
    ),
  })
  expect(await wordsOf(world, id)).not.toContain('draft.correct')
  world.network.restore(remoteId)
  await look()
  expect(await pressOnDraft(world, 'camille', 'draft.correct', id)).toMatchObject({ kind: 'modal' })
})

describe('what was edited', () => {
  test('is no publication more, and no edit by somebody else when it is looked at again', async () => {
    const { world, id, original } = await approved([])
    await performDue(world, id)
    const { connection } = shared.database
    const day = [new Date(0), new Date(world.clock.now().getTime() + HOUR)] as const
    expect(await countPublished(connection, world.brand.id, ...day)).toBe(1)
    for (let hours = 0; hours < 3; hours++) {
      world.clock.advance(HOUR)
      for (const server of await world.measure.listDue()) await world.measure.look(server)
    }
    const looked = world.network.looks.flat()
    expect(looked.length).toBeGreaterThan(0)
    expect(looked.every(one => JSON.stringify(one) === JSON.stringify({ remoteId: 'scripted-1' }))).toBe(true)
    const told = await connection.select().from(history).where(eq(history.subjectId, original))
    expect(told.map(({ event }) => event.kind)).toEqual(['approved', 'published', 'corrected'])
  })

  test('is in the log of who did what, with the draft that it corrects', async () => {
    const { world, id, original } = await approved([])
    await performDue(world, id)
    const rows = await shared.database.connection
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.subjectId, id), eq(auditLog.act, 'draft.approval-given')))
    expect(rows).toMatchObject([{ actorId: world.members.noor.id, details: { corrects: original } }])
  })
})
