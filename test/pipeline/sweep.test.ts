import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startQueue } from '../../src/jobs/queue.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { actionsOf, pressOnDraft, writePost } from '../support/team.ts'
import { createWorld } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

test('what is due has a job, and however often it is looked for no heap of them', async () => {
  await using jobs = await startQueue({ address: shared.address, onError: () => {} })
  const world = await createWorld(shared, { jobs })
  const id = await writePost(world, 'camille', 'Hello')
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  const [action] = await actionsOf(world, id)
  for (let sweep = 0; sweep < 5; sweep++) {
    await world.sweep.run()
    world.clock.advance(10_000)
  }
  const { rows } = await shared.database.connection.execute<{ name: string; count: number }>(
    sql`select name, count(*)::int as count from jobs.job group by name order by name`,
  )
  const counts = Object.fromEntries(rows.map(({ name, count }) => [name, count]))
  // One from the approval and one from the sweeps.
  expect(counts['perform-action']).toBe(2)
  expect(counts['poll-source']).toBe(1)
  expect(counts['deliver-cards']).toBeLessThanOrEqual(2)
  expect(await world.publish.listToPerform()).toContain(action!.id)
})
