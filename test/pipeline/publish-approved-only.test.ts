import { eq, type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drafts, networkActions } from '../../src/db/schema/index.ts'
import { hashContent } from '../../src/domain/content.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { actionOf, approved, performNext, stateOf, unavailable } from '../support/publishing.ts'
import { draftOf, modalOf, performDue, pressOnDraft, submit } from '../support/team.ts'
import type { World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** Changes what the database keeps behind everybody's back, triggers or not. */
async function tamper(...statements: readonly SQL[]): Promise<void> {
  await shared.database.transact(async ({ tx }) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    for (const statement of statements) await tx.execute(statement)
  })
}

const FORGED = 'Everything is free today'

/** The content of the draft with other words. */
async function forge(world: World, id: string) {
  const { content } = (await draftOf(world, id)).revision
  const forged = { ...content, variants: content.variants.map(variant => ({ ...variant, text: FORGED })) }
  const json = JSON.stringify(forged)
  const hash = hashContent(forged)
  return {
    content: sql`update revisions set content = ${json}::jsonb where draft_id = ${id}`,
    revisionHash: sql`update revisions set content_hash = ${hash} where draft_id = ${id}`,
    draftHash: sql`update drafts set content_hash = ${hash} where id = ${id}`,
    actionHash: sql`update network_actions set content_hash = ${hash} where draft_id = ${id}`,
  }
}

/** Ways to make the rows disagree, from a single one to all that name the content. */
const WAYS = {
  'its words': ['content'],
  'its words and their hash': ['content', 'revisionHash'],
  'the hash in the draft': ['draftHash'],
  'the hash in the outbox': ['actionHash'],
  'its words and the draft': ['content', 'revisionHash', 'draftHash'],
  'everything but the approvals': ['content', 'revisionHash', 'draftHash', 'actionHash'],
} as const satisfies Record<string, readonly (keyof Awaited<ReturnType<typeof forge>>)[]>

describe.each(Object.entries(WAYS))('content of which somebody changed %s', (_, parts) => {
  test('before it was sent never goes out, and is reviewed again', async () => {
    const { world, id } = await approved(shared, [])
    const change = await forge(world, id)
    await tamper(...parts.map(part => change[part]))
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
    expect(await stateOf(world, id)).toBe('in-review')
    expect(await actionOf(world, id)).toMatchObject({ state: 'cancelled' })
  })

  test('between two attempts never goes out, and is reviewed again', async () => {
    const { world, id } = await approved(shared, [unavailable])
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('scheduled')
    const change = await forge(world, id)
    await tamper(...parts.map(part => change[part]))
    await performNext(world, id)
    expect(world.network.attempts.map(attempt => attempt.text)).toEqual(['We open on Monday'])
    expect(await stateOf(world, id)).toBe('in-review')
    await performDue(world, id)
    expect(world.network.posts).toEqual([])
  })
})

test('content whose approvals were taken away does not go out', async () => {
  const { world, id } = await approved(shared, [])
  await shared.database.connection.update(drafts).set({ approvals: [] }).where(eq(drafts.id, id))
  await performDue(world, id)
  expect(world.network.attempts).toEqual([])
  expect(await stateOf(world, id)).toBe('in-review')
})

describe('a policy that became stricter after the approval', () => {
  test.each([
    ['more approvals', sql`approvals = 2`],
    ['even more', sql`approvals = 9`],
  ])('(%s) brings it back to those who review, with the approvals it has', async (_, change) => {
    const { world, id } = await approved(shared, [])
    await shared.database.connection.execute(sql`update brands set ${change} where id = ${world.brand.id}`)
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
    const { draft } = await draftOf(world, id)
    expect(draft).toMatchObject({ state: 'in-review', approvals: [{ memberId: world.members.noor.id }] })
    expect(await actionOf(world, id)).toMatchObject({ state: 'cancelled' })
  })

  test('lets it out once somebody else has approved too', async () => {
    const { world, id } = await approved(shared, [])
    await shared.database.connection.execute(sql`update brands set approvals = 2 where id = ${world.brand.id}`)
    await performDue(world, id)
    expect(await pressOnDraft(world, 'noor', 'draft.approve', id)).toMatchObject({
      ephemeral: 'You have approved it already. It waits for somebody else.',
    })
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
    await pressOnDraft(world, 'sam', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts).toHaveLength(1)
    expect(await stateOf(world, id)).toBe('published')
  })
})

describe('an edit after the approval', () => {
  test('reopens the review, and neither text goes out before the new one is approved', async () => {
    const { world, id } = await approved(shared, [])
    const [old] = await shared.database.connection.select().from(networkActions).where(eq(networkActions.draftId, id))
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    await submit(world, 'alex', modal, { text: 'We open on Tuesday' })
    expect((await draftOf(world, id)).draft).toMatchObject({ state: 'in-review', approvals: [] })
    await world.publish.perform(old!.id)
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
    expect(await pressOnDraft(world, 'alex', 'draft.approve', id)).toMatchObject({
      ephemeral: 'You wrote it, so somebody else must approve it.',
    })
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await world.publish.perform(old!.id)
    await performDue(world, id)
    expect(world.network.posts.map(post => post.text)).toEqual(['We open on Tuesday'])
    expect(await stateOf(world, id)).toBe('published')
  })
})
