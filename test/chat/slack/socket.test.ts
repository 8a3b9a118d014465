import { afterEach, describe, expect, test } from 'vitest'
import type { Answer } from '../../../src/chat/platform.ts'
import { wordsOf } from '../../support/slack/person.ts'
import {
  createMemoryInbox,
  createPlatform,
  SILENT,
  type SlackWorld,
  startSlackWorld,
} from '../../support/slack/world.ts'

let world: SlackWorld | undefined
afterEach(async () => {
  await world?.[Symbol.asyncDispose]()
  world = undefined
})

function counting(answer: (count: number) => Promise<Answer>) {
  const heard: string[] = []
  return { heard, handlers: { ...SILENT, command: (_: unknown, text: string) => answer(heard.push(text)) } }
}

const words = async (): Promise<Answer> => ({ kind: 'ephemeral', text: 'done' })

/** Until what will surely come has come. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 5))
}

describe('the connection', () => {
  test.each(['warning', 'refresh_requested', 'link_disabled'] as const)(
    'comes back after %s, and nothing is lost',
    async reason => {
      const { heard, handlers } = counting(words)
      world = await startSlackWorld('socket', handlers)
      const { fake, person } = world
      const before = fake.calls.filter(({ method }) => method === 'apps.connections.open').length
      fake.socket.disconnect(reason)
      await until(() => fake.calls.filter(({ method }) => method === 'apps.connections.open').length > before)
      await fake.socket.connected(1)
      expect((await person.command('after')).words).toBe('done')
      expect(heard).toEqual(['after'])
    },
  )

  test.each(['warning', 'refresh_requested'] as const)(
    'moves after %s without a moment in which nobody hears',
    async reason => {
      const { heard, handlers } = counting(words)
      world = await startSlackWorld('socket', handlers)
      const { fake, person } = world
      for (let move = 0; move < 3; move++) {
        // Slack takes its time, and people click meanwhile.
        fake.disturb('apps.connections.open', { kind: 'delay', milliseconds: 150 })
        fake.socket.disconnect(reason)
        const payload = await person.commandPayload(`while moving ${move}`)
        expect(await fake.socket.deliver('slash_commands', payload)).toMatchObject({
          isAcknowledged: true,
          attempts: 1,
        })
        expect(fake.socket.connections).toBe(1)
        await until(() => fake.socket.accepted === move + 2 && fake.socket.connections === 1)
        expect((await person.command(`moved ${move}`)).words).toBe('done')
      }
      expect(heard).toEqual([0, 1, 2].flatMap(move => [`while moving ${move}`, `moved ${move}`]))
    },
  )

  test('that cannot move stays, and comes back when Slack has ended it', async () => {
    const { heard, handlers } = counting(words)
    world = await startSlackWorld('socket', handlers)
    const { fake, person, platform } = world
    fake.disturb('apps.connections.open', { kind: 'answer', status: 500, body: '' }, 2)
    fake.socket.disconnect('warning')
    await fake.socket.connected(1)
    await until(async () => (await platform.problems?.())?.length === 0)
    expect((await person.command('back')).words).toBe('done')
    expect(heard).toEqual(['back'])
  })

  test('is cut while something is being done: delivered again, done once, answered', async () => {
    const gate = Promise.withResolvers<void>()
    const { heard, handlers } = counting(() => gate.promise.then(words))
    world = await startSlackWorld('socket', handlers)
    const { fake, person, platform } = world
    fake.socket.answerLimit = 200
    const delivering = fake.socket.deliver('slash_commands', await person.commandPayload('cut'))
    await until(() => heard.length === 1)
    fake.socket.cut()
    const { isAcknowledged, attempts } = await delivering
    gate.resolve()
    await platform.settled()
    expect({ isAcknowledged, heard }).toEqual({ isAcknowledged: true, heard: ['cut'] })
    expect(attempts).toBeGreaterThan(1)
    expect(fake.whispers.map(({ blocks }) => wordsOf(blocks))).toEqual(['done'])
  })

  test('two replicas share what comes, and do each thing once', async () => {
    const { heard, handlers } = counting(words)
    const eventInbox = createMemoryInbox()
    world = await startSlackWorld('socket', handlers, { eventInbox })
    const { fake, person } = world
    await using other = createPlatform(fake, 'socket', { eventInbox })
    await other.start(handlers)
    await fake.socket.connected(2)
    for (let count = 0; count < 6; count++) {
      const payload = await person.commandPayload(`command ${count}`)
      await fake.socket.deliver('slash_commands', payload)
      await fake.socket.deliver('slash_commands', payload)
    }
    expect(heard).toEqual(Array.from({ length: 6 }, (_, count) => `command ${count}`))
  })

  test('what is under way when Slack asks for another connection is acknowledged over the one it came by', async () => {
    const gate = Promise.withResolvers<void>()
    const { heard, handlers } = counting(() => gate.promise.then(words))
    world = await startSlackWorld('socket', handlers)
    const { fake, person } = world
    const delivering = fake.socket.deliver('slash_commands', await person.commandPayload('moving'))
    await until(() => heard.length === 1)
    fake.socket.disconnect('warning')
    await until(() => fake.socket.connections === 2)
    gate.resolve()
    const { attempts, body } = await delivering
    expect([attempts, wordsOf(body)]).toEqual([1, 'done'])
    await until(() => fake.socket.connections === 1)
  })

  test('a revoked token ends nothing: Vigie says so, and is back when it is mended', async () => {
    const { handlers } = counting(words)
    world = await startSlackWorld('socket', handlers)
    const { fake, person, platform } = world
    const rejections: unknown[] = []
    const onRejection = (reason: unknown) => rejections.push(reason)
    process.on('unhandledRejection', onRejection)
    try {
      fake.isRevoked = true
      fake.socket.cut()
      await until(async () =>
        ((await platform.problems?.()) ?? []).some(
          ({ code, detail }) => code === 'not-connected' && detail === 'invalid_auth',
        ),
      )
      fake.isRevoked = false
      await fake.socket.connected(1)
      expect((await person.command('back')).words).toBe('done')
      await until(async () => (await platform.problems?.())?.length === 0)
      expect(rejections).toEqual([])
    } finally {
      process.off('unhandledRejection', onRejection)
    }
  })

  test('a Slack that is away at the start holds up nothing, and is heard when it is there', async () => {
    world = await startSlackWorld('http')
    const { fake } = world
    fake.disturb('apps.connections.open', { kind: 'lose-request' }, 2)
    const { heard, handlers } = counting(words)
    await using platform = createPlatform(fake, 'socket')
    await platform.start(handlers)
    expect(await platform.problems?.()).toMatchObject([{ code: 'not-connected' }])
    await fake.socket.connected(1)
    const payload = await world.person.commandPayload('late')
    await fake.socket.deliver('slash_commands', payload)
    expect(heard).toEqual(['late'])
  })

  test('ends while Slack is away, and stays away', async () => {
    world = await startSlackWorld('http')
    const { fake } = world
    fake.isRevoked = true
    const platform = createPlatform(fake, 'socket')
    await platform.start(SILENT)
    await until(async () => (await platform.problems?.())?.some(({ detail }) => detail === 'invalid_auth') === true)
    await platform[Symbol.asyncDispose]()
    fake.isRevoked = false
    const calls = fake.calls.length
    await new Promise(resolve => setTimeout(resolve, 1_200))
    expect(fake.calls.length).toBe(calls)
    expect(fake.socket.connections).toBe(0)
  })
})
