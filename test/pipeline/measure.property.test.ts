import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookInterval } from '../../src/domain/look.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hearPost, lookAround, remoteIdOf } from '../support/looking.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { createWorld } from '../support/world.ts'

const DAY = 24 * HOUR

let shared: TestDatabase
let count = 0
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** Posts of these ages in milliseconds, looked at by two processes after each of these waits. */
async function watched(
  ages: readonly number[],
  waits: readonly number[],
  { looksAtOnce, looks, seconds }: { looksAtOnce: number; looks: number; seconds: number },
) {
  const network = createScriptedNetwork({ name: `property-${++count}`, looksAtOnce, pageSize: 1_000 })
  const world = await createWorld(shared, { networks: [network], budget: { looks, seconds } })
  await using replica = await world.replica()
  const { clock } = world
  const start = clock.now().getTime()
  const posts: { readonly id: string; readonly publishedAt: number; lookedAt: number }[] = []
  for (const age of ages) {
    const publishedAt = new Date(start - age)
    const { remoteId } = await hearPost(world, `Acme ${age}`, { publishedAt })
    posts.push({ id: remoteId, publishedAt: publishedAt.getTime(), lookedAt: start })
  }
  /** Every look with its moment; a count of the account is one as well, and is not seen here. */
  const spent: { readonly at: number; readonly looks: number }[] = []
  const overdue: number[] = []
  for (const wait of waits) {
    clock.advance(wait)
    const at = clock.now().getTime()
    const before = network.looks.length
    await Promise.all([lookAround(world), lookAround(world, replica)])
    for (const call of network.looks.slice(before)) {
      spent.push({ at, looks: call.length })
      expect(call.length).toBeLessThanOrEqual(looksAtOnce)
      for (const reference of call) posts.find(({ id }) => id === remoteIdOf(reference))!.lookedAt = at
    }
    for (const { publishedAt, lookedAt } of posts) {
      const dueAt = lookedAt + lookInterval(lookedAt - publishedAt)
      if (dueAt <= at) overdue.push(at - dueAt)
    }
  }
  return { spent, overdue, posts, start }
}

const anyAge = fc.oneof(fc.integer({ min: 0, max: DAY }), fc.integer({ min: 0, max: 9 * DAY }))

test('with enough to spend, each post is looked at as often as promised, at any moment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyAge, { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: MINUTE, max: 5 * HOUR }), { minLength: 3, maxLength: 12 }),
      fc.integer({ min: 1, max: 7 }),
      async (ages, waits, looksAtOnce) => {
        const { overdue } = await watched(ages, waits, { looksAtOnce, looks: 100_000, seconds: 60 })
        expect(overdue).toEqual([])
      },
    ),
    { numRuns: 8 },
  )
})

test('with too little to spend, no more is spent, and every post has its turn all the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyAge, { minLength: 8, maxLength: 20 }),
      fc.integer({ min: 4, max: 12 }),
      fc.integer({ min: 1, max: 7 }),
      async (ages, looks, looksAtOnce) => {
        const seconds = 120
        const waits = [25 * HOUR, ...Array.from({ length: 60 }, () => 20 * SECOND)]
        const { spent, posts, start } = await watched(ages, waits, { looksAtOnce, looks, seconds })
        for (const { at: begin } of spent) {
          const within = spent.filter(({ at }) => at >= begin && at < begin + seconds * SECOND)
          expect(within.reduce((sum, one) => sum + one.looks, 0)).toBeLessThanOrEqual(looks)
        }
        // Twenty minutes of at least a look in forty seconds are enough for all of them, and for the account.
        expect(posts.filter(({ lookedAt }) => lookedAt === start)).toEqual([])
      },
    ),
    { numRuns: 5 },
  )
})
