import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { calls, cardOf, deliver, plan, shown } from '../support/outbox.ts'
import { recordJobs } from '../support/stages.ts'
import { hear, press } from '../support/team.ts'
import { createWorld } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const NASTY = 'Acme is horrible, worst service ever, I hate it, what a disgusting scam'

const lost = { kind: 'fails', fault: { kind: 'outcome-unknown' } } as const

describe('an answer that got lost', () => {
  test('after the message was shown does not show it twice', async () => {
    const world = await createWorld(shared)
    await hear(world, 'Acme is here')
    plan(world, 'mentions', { ...lost, shown: true })
    await deliver(world)
    expect(shown(world)).toHaveLength(1)
    world.clock.advance(MINUTE)
    await deliver(world)
    expect(calls(world)).toEqual(['post', 'find', 'update'])
    expect(shown(world)).toHaveLength(1)
  })

  test('before it was shown does not lose it', async () => {
    const world = await createWorld(shared)
    await hear(world, 'Acme is here')
    plan(world, 'mentions', { ...lost, shown: false })
    await deliver(world)
    world.clock.advance(MINUTE)
    await deliver(world)
    expect(calls(world)).toEqual(['post', 'find', 'post'])
    expect(shown(world)).toHaveLength(1)
  })

  test('to a fault of ours, which may have come after the message, is looked up as well', async () => {
    const world = await createWorld(shared)
    await hear(world, 'Acme is here')
    plan(world, 'mentions', { kind: 'throws', shown: true })
    await deliver(world)
    world.clock.advance(MINUTE)
    await deliver(world)
    expect(shown(world)).toHaveLength(1)
  })
})

describe('a channel that cannot be reached', () => {
  test('for its rate limit is left alone until then, and holds up no other', async () => {
    const jobs = recordJobs()
    const world = await createWorld(shared, { jobs })
    const mention = await hear(world, NASTY)
    await hear(world, 'Acme is here')
    const retryAt = new Date(world.clock.now().getTime() + 30 * SECOND)
    plan(world, 'alerts', { kind: 'fails', fault: { kind: 'rate-limited', retryAt } })
    await deliver(world, 'alerts')
    await deliver(world)
    expect([shown(world).length, shown(world, 'alerts').length]).toEqual([1, 0])
    expect(jobs.sent.at(-1)).toMatchObject({ name: 'deliver-cards', key: world.channels.alerts.id, at: retryAt })
    await press(world, 'camille', 'mention.assign', mention, 'alerts')
    world.clock.advance(29 * SECOND)
    await deliver(world, 'alerts')
    expect(shown(world, 'alerts')).toEqual([])
    world.clock.advance(SECOND)
    await deliver(world, 'alerts')
    expect(shown(world, 'alerts')).toHaveLength(1)
  })

  test('is tried ever more rarely, and emptied in order once it can be', async () => {
    const world = await createWorld(shared)
    const [first, second] = [await hear(world, 'Acme one'), await hear(world, 'Acme two')]
    const waits: number[] = []
    for (let attempt = 0; attempt < 8; attempt++) {
      plan(world, 'mentions', { kind: 'fails', fault: { kind: 'unavailable' } })
      await deliver(world)
      const due = (await cardOf(world, first.id)).dueAt
      waits.push(due.getTime() - world.clock.now().getTime())
      world.clock.advance(waits.at(-1)! - 1)
      await deliver(world)
      world.clock.advance(1)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map(seconds => seconds * SECOND))
    await deliver(world)
    const keys = [(await cardOf(world, first.id)).id, (await cardOf(world, second.id)).id]
    expect(shown(world).map(message => message.key)).toEqual(keys)
    expect(calls(world).filter(kind => kind === 'post')).toHaveLength(10)
  })

  test('because it is gone is tried again after a while, for whoever mends the cause', async () => {
    const world = await createWorld(shared)
    const [first] = [await hear(world, 'Acme one'), await hear(world, 'Acme two')]
    plan(world, 'mentions', { kind: 'fails', fault: { kind: 'refused', reason: 'channel-gone' } })
    await deliver(world)
    await deliver(world)
    expect(calls(world)).toEqual(['post'])
    expect((await cardOf(world, first.id)).lastError).toContain('refused')
    world.clock.advance(5 * MINUTE)
    await deliver(world)
    expect(shown(world)).toHaveLength(2)
  })

  test('for one card alone delivers the others', async () => {
    const world = await createWorld(shared)
    const [first] = [await hear(world, 'Acme one'), await hear(world, 'Acme two')]
    plan(world, 'mentions', { kind: 'fails', fault: { kind: 'refused', reason: 'invalid' } })
    await deliver(world)
    expect(shown(world)).toHaveLength(1)
    expect(await cardOf(world, first.id)).toMatchObject({ messageId: null, shown: 0, attempts: 1 })
  })
})

describe('two processes', () => {
  test('that deliver at once show everything once', async () => {
    const world = await createWorld(shared)
    await using replica = await world.replica()
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 4; index++) await hear(world, `Acme ${round} ${index}`)
      await Promise.all([deliver(world), replica.notify.deliver(world.channels.mentions.id), deliver(world)])
    }
    await deliver(world)
    expect(shown(world)).toHaveLength(20)
    expect(calls(world).filter(kind => kind === 'post')).toHaveLength(20)
  })

  test('of which one died between the chat and its own book-keeping show it once', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    {
      await using replica = await world.replica()
      plan(world, 'mentions', { kind: 'hangs', shown: true })
      const hung = world.chat.hung()
      void replica.notify.deliver(world.channels.mentions.id)
      await hung
      // It holds the channel as long as it lives.
      await deliver(world)
      expect(calls(world)).toEqual(['post'])
    }
    expect(await cardOf(world, mention.id)).toMatchObject({ messageId: null, shown: 0, attemptedAt: expect.any(Date) })
    await deliver(world)
    expect(calls(world)).toEqual(['post', 'find', 'update'])
    expect(shown(world)).toHaveLength(1)
  })

  test('of which one died before the chat had it show it once', async () => {
    const world = await createWorld(shared)
    await hear(world, 'Acme is here')
    {
      await using replica = await world.replica()
      plan(world, 'mentions', { kind: 'hangs', shown: false })
      const hung = world.chat.hung()
      void replica.notify.deliver(world.channels.mentions.id)
      await hung
    }
    await deliver(world)
    expect(calls(world)).toEqual(['post', 'find', 'post'])
    expect(shown(world)).toHaveLength(1)
  })
})
