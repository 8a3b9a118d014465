import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportAuthor } from '../../src/db/queries/author-export.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDoing, deleteEverywhere, deletionsOf, doDue, marksOf, pressOnMention, repost } from '../support/deeds.ts'
import { rejected } from '../support/scripted-network.ts'
import { command, hear, modalOf, performDue, pressOnDraft, submit, writeReply } from '../support/team.ts'
import type { World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function forget(world: World): Promise<void> {
  const modal = modalOf(await command(world, 'sam', 'forget @robin'))
  await submit(world, 'sam', modal, { authors: modal.fields[0]?.value ?? '' })
  for (const id of await world.erase.listRequests()) await world.erase.forget(id)
}

describe('what was done with the posts of somebody who is forgotten', () => {
  test('stays counted, without the words in which a network refused; what waits is called off', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme makes the best lamps')
    world.network.onAct(rejected('other'))
    await pressOnMention(world, 'camille', 'mention.like', mention.id)
    await doDue(world)
    expect((await marksOf(world, mention.id))[0]?.failure).toMatchObject({ detail: 'scripted: rejected' })
    await repost(world, 'noor', mention.id)
    await forget(world)
    expect(await marksOf(world, mention.id)).toMatchObject([
      { kind: 'like', state: 'failed', failure: { reason: 'other', detail: '' } },
      { kind: 'repost', state: 'cancelled', contentHash: null },
    ])
    await doDue(world)
    expect(world.network.deeds).toHaveLength(1)
  })

  test('that is under way at that moment settles nothing any more', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme makes the best lamps')
    await pressOnMention(world, 'camille', 'mention.like', mention.id)
    const called = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    world.network.onAct({ kind: 'waits', for: answer.promise, begun: called.resolve })
    const performing = doDue(world)
    await called.promise
    await forget(world)
    answer.resolve()
    await performing
    await doDue(world)
    expect(await marksOf(world, mention.id)).toMatchObject([{ state: 'cancelled' }])
    expect(world.network.deeds).toHaveLength(1)
  })

  test('does not keep our replies public that somebody wants deleted', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme, when do you open?')
    const id = await writeReply(world, 'camille', mention, 'On Monday!')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    await deleteEverywhere(world, 'noor', id)
    await forget(world)
    await doDue(world)
    expect(world.network.removed.size).toBe(1)
    expect(await deletionsOf(world, id)).toMatchObject([{ state: 'succeeded' }])
  })
})

test('somebody who asks reads what was done with their posts, and that a reply is deleted', async () => {
  const world = await createDoing(shared)
  const mention = await hear(world, 'Acme, when do you open?')
  await pressOnMention(world, 'camille', 'mention.like', mention.id)
  const id = await writeReply(world, 'camille', mention, 'On Monday!')
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  await deleteEverywhere(world, 'noor', id)
  await doDue(world)
  const author = { network: world.network.name, authorRemoteId: 'robin', person: null }
  const held = await exportAuthor(shared.database.connection, world.brand.id, author)
  expect(held).toMatchObject({
    mentions: [
      {
        marks: [{ kind: 'like', wish: 'do', state: 'succeeded' }],
        replies: [{ text: 'On Monday!', deletedAt: expect.stringMatching(/^\d{4}-/) }],
      },
    ],
  })
})
