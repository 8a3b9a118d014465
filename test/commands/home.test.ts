import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { approved, lost, personOnly } from '../support/publishing.ts'
import { rejected } from '../support/scripted-network.ts'
import { modalOf, originOf, performDue, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function homeOf(world: World, who: string): Promise<string> {
  return JSON.stringify((await world.handlers.home?.(originOf(world, who, 'mentions')))?.card)
}

test('what was sent back waits for whoever wrote it, with the reason, until it is sent to review again', async () => {
  const world = await createWorld(shared)
  const id = await writePost(world, 'camille', 'Our parcels')
  expect(await homeOf(world, 'camille')).toContain('Nothing at the moment')
  const change = modalOf(await pressOnDraft(world, 'noor', 'draft.change', id))
  await submit(world, 'noor', change, { comment: 'Say\nwhich' })
  expect(await homeOf(world, 'camille')).toContain('To change: Our parcels (Noor: Say which)')
  expect(await homeOf(world, 'noor')).toContain('Nothing at the moment')
  const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
  await submit(world, 'camille', edit, { text: 'All our parcels', when: '' })
  expect(await homeOf(world, 'camille')).toContain('Nothing at the moment')
  expect(await homeOf(world, 'noor')).toContain('To approve: All our parcels')
})

test('what did not go out, or may not have, waits for whoever wrote it', async () => {
  const failed = await approved(shared, [rejected('other')])
  await performDue(failed.world, failed.id)
  expect(await homeOf(failed.world, 'camille')).toContain('Not published: We open on Monday')
  expect(await homeOf(failed.world, 'noor')).toContain('Nothing at the moment')
  const unknown = await approved(shared, [lost(true)], personOnly())
  await performDue(unknown.world, unknown.id)
  expect(await homeOf(unknown.world, 'camille')).toContain('Nobody knows whether it went out: We open on Monday')
})
