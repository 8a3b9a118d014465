import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brands } from '../../src/db/schema/index.ts'
import { MAXIMUM_ATTEMPTS, retryDelay } from '../../src/domain/network-action.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import type { PublishStep } from '../support/scripted-network.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import {
  actionsOf,
  draftOf,
  hear,
  mentionOf,
  modalOf,
  performDue,
  pressOnDraft,
  submit,
  writePost,
  writeReply,
} from '../support/team.ts'
import { createWorld } from '../support/world.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const LOST: PublishStep = { kind: 'fails', fault: { kind: 'outcome-unknown' } }

describe('a reply that was rejected comes back', () => {
  async function rejectedReply() {
    const world = await createWorld(database)
    const mention = await hear(world, 'Acme, where is my parcel?')
    const id = await writeReply(world, 'camille', mention, 'No idea')
    const reason = modalOf(await pressOnDraft(world, 'noor', 'draft.reject', id))
    await submit(world, 'noor', reason, { comment: 'Not like that' })
    const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    return { world, mention, id, edit }
  }

  test('if nobody else answers', async () => {
    const { world, mention, id, edit } = await rejectedReply()
    await submit(world, 'camille', edit, { text: 'It comes tomorrow' })
    expect((await draftOf(world, id)).draft.state).toBe('in-review')
    expect((await mentionOf(world, mention.id)).state).toBe('replying')
  })

  test('but not beside the reply of somebody else', async () => {
    const { world, mention, id, edit } = await rejectedReply()
    await writeReply(world, 'alex', await mentionOf(world, mention.id), 'It is at your neighbour’s')
    const answer = await submit(world, 'camille', edit, { text: 'It comes tomorrow' })
    expect(answer.kind).toBe('errors')
    expect(await draftOf(world, id)).toMatchObject({ draft: { state: 'rejected' }, row: { revision: 1 } })
  })
})

describe('what was sent and is not there', () => {
  test('is sent again ever more rarely, and not for ever', async () => {
    const network = createScriptedNetwork()
    const world = await createWorld(database, { networks: [network] })
    network.onPublish(...Array.from({ length: 100 }, () => LOST))
    const id = await writePost(world, 'camille', 'Hello')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(network.attempts).toHaveLength(1)
    for (let turn = 0; turn < MAXIMUM_ATTEMPTS + 3; turn++) {
      world.clock.advance(retryDelay(turn + 1))
      await performDue(world, id)
    }
    expect(network.attempts).toHaveLength(MAXIMUM_ATTEMPTS)
    expect((await draftOf(world, id)).draft.state).toBe('failed')
  })
})

describe('an unknown outcome that a person found out', () => {
  test('under a stricter policy fails instead of staying unknown for ever', async () => {
    const network = createScriptedNetwork({ lookUp: 'none' })
    const world = await createWorld(database, { networks: [network] })
    network.onPublish(LOST)
    const id = await writePost(world, 'camille', 'Hello')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect((await draftOf(world, id)).draft.state).toBe('outcome-unknown')
    await database.database.connection.update(brands).set({ approvals: 2 }).where(eq(brands.id, world.brand.id))
    await pressOnDraft(world, 'camille', 'draft.absent', id)
    await performDue(world, id)
    expect((await draftOf(world, id)).draft.state).toBe('failed')
    expect(network.attempts).toHaveLength(1)
  })

  test('is not asked for while it is under way', async () => {
    const network = createScriptedNetwork()
    const world = await createWorld(database, { networks: [network] })
    network.onPublish({ kind: 'fails', fault: { kind: 'unavailable' } })
    const id = await writePost(world, 'camille', 'Hello')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    for (const button of ['draft.found', 'draft.absent']) await pressOnDraft(world, 'camille', button, id)
    expect((await draftOf(world, id)).draft.state).toBe('scheduled')
    expect(await actionsOf(world, id)).toMatchObject([{ state: 'waiting' }])
  })
})
