import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hearPost, lookAfter, lookAround, lookOf, storedPost, timesLooked } from '../support/looking.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { createWorld, type World } from '../support/world.ts'

const DAY = 24 * HOUR

let shared: TestDatabase
let count = 0
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** With its account counted, so that every look is at a post. */
async function listening(): Promise<World> {
  const world = await createWorld(shared, { networks: [createScriptedNetwork({ name: `aging-${++count}` })] })
  await lookAround(world)
  return world
}

// As README says it: "every half hour on the first day, every two hours until the third, every eight until the seventh, and
// then daily for a month".
const STEPS = [
  ['on its first day', 0, 30 * MINUTE],
  ['just before its second day', DAY - 31 * MINUTE, 30 * MINUTE],
  ['on its second day', DAY, 2 * HOUR],
  ['just before its fourth day', 3 * DAY - 121 * MINUTE, 2 * HOUR],
  ['on its fourth day', 3 * DAY, 8 * HOUR],
  ['just before its eighth day', 7 * DAY - 481 * MINUTE, 8 * HOUR],
  ['on its eighth day', 7 * DAY, DAY],
  ['long after', 200 * DAY, DAY],
] as const

describe.each(STEPS)('a post %s', (_, age, every) => {
  async function aged(world: World) {
    return hearPost(world, 'Acme is fine', { publishedAt: new Date(world.clock.now().getTime() - age) })
  }

  test('is looked at when its time has come, and not before', async () => {
    const world = await listening()
    const { remoteId } = await aged(world)
    await lookAfter(world, every - MINUTE)
    expect(timesLooked(world).get(remoteId)).toBeUndefined()
    await lookAfter(world, MINUTE)
    expect(timesLooked(world).get(remoteId)).toBe(1)
    await lookAround(world)
    expect(timesLooked(world).get(remoteId)).toBe(1)
  })

  test('that is edited has its new words by then', async () => {
    const world = await listening()
    const { remoteId } = await aged(world)
    world.network.edit(remoteId, 'Acme is awful')
    await lookAfter(world, every)
    expect(await storedPost(world, remoteId)).toMatchObject({ text: 'Acme is awful', editedAt: world.clock.now() })
  })

  test('that is deleted is gone ten minutes after', async () => {
    const world = await listening()
    const { remoteId } = await aged(world)
    world.network.remove(remoteId)
    await lookAfter(world, every)
    expect(await storedPost(world, remoteId)).toMatchObject({ text: 'Acme is fine', goneAt: null })
    await lookAfter(world, 10 * MINUTE)
    expect(await storedPost(world, remoteId)).toMatchObject({ text: '', goneAt: world.clock.now() })
  })
})

test('from its first minute to the end of its month a post is looked at ever more rarely, and then no more', async () => {
  const world = await listening()
  const { remoteId } = await hearPost(world, 'Acme is fine')
  const waits: number[] = []
  for (let look = await lookOf(world, remoteId); look !== undefined; look = await lookOf(world, remoteId)) {
    const wait = look.dueAt.getTime() - world.clock.now().getTime()
    await lookAfter(world, wait)
    waits.push(wait)
  }
  const steps = [
    ...Array(48).fill(30 * MINUTE),
    ...Array(24).fill(2 * HOUR),
    ...Array(12).fill(8 * HOUR),
    ...Array(23).fill(DAY),
  ]
  expect(waits).toEqual(steps)
  expect(timesLooked(world).get(remoteId)).toBe(steps.length)
})

test('without enough budget the looks come later, not more at once, and none is left out', async () => {
  const network = createScriptedNetwork({ name: `aging-${++count}`, looksAtOnce: 5 })
  const world = await createWorld(shared, { networks: [network], budget: { looks: 10, seconds: 600 } })
  await lookAround(world)
  for (let post = 0; post < 20; post++) await hearPost(world, `Acme ${post}`)
  world.clock.advance(30 * MINUTE)
  const each: number[] = []
  for (let minutes = 0; minutes < 30; minutes++) {
    const before = network.looks.flat().length
    await lookAfter(world, MINUTE)
    each.push(network.looks.flat().length - before)
  }
  for (let begin = 0; begin + 10 <= each.length; begin++) {
    expect(each.slice(begin, begin + 10).reduce((sum, looks) => sum + looks)).toBeLessThanOrEqual(10)
  }
  expect(timesLooked(world).size).toBe(20)
})
