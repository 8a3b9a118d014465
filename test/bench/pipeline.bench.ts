import { afterAll, beforeAll, expect, test } from 'vitest'
import { localPosts } from '../../src/db/schema/index.ts'
import { startQueue } from '../../src/jobs/queue.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { postBy } from '../support/scripted-network.ts'
import { createWorld } from '../support/world.ts'

const stack = new AsyncDisposableStack()
let database: TestDatabase
beforeAll(async () => {
  database = stack.use(await createTestDatabase())
})
afterAll(() => stack.disposeAsync())

const TEXT = 'Acme is terrible, my parcel arrived broken and nobody answers the phone for three days now'

/**
 * From a post on a network to its card in the chat, with the real database and queue: read, classified, committed with its
 * counts, the card and the safety net, delivered in two channels. The floor is one row written and committed.
 */
test('one mention, from the network to the chat', async ({ bench }) => {
  const jobs = stack.use(await startQueue({ address: database.address, onError: () => {} }))
  const world = await createWorld(database, { jobs })
  let count = 0
  await bench.compare(
    bench('floor: one row, committed', async () => {
      await database.database.connection.insert(localPosts).values({ author: 'Jo', text: TEXT })
    }),
    bench('a mention becomes its cards', async () => {
      world.network.feed.push(postBy(`jo-${++count}`, `${TEXT} (${count})`))
      await world.intake.poll(world.source.id)
      await Promise.all([world.channels.mentions, world.channels.alerts].map(({ id }) => world.notify.deliver(id)))
    }),
  )
  // Nothing was measured that did not happen.
  expect(world.chat.shown(world.channels.alerts.remoteId)).toHaveLength(count)
})
