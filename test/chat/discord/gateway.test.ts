import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createIdentifyThrottler } from '../../../src/chat/discord/gateway.ts'
import { isSame } from '../../../src/chat/discord/registration.ts'
import { describeCommands } from '../../../src/commands/index.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { startFakeDiscord } from '../../support/discord/fake.ts'
import { COMMANDS, commandCalled, createPlatform, registered, startDiscordWorld } from '../../support/discord/world.ts'
import { eventually } from '../../support/eventually.ts'
import { SILENT } from '../../support/slack/world.ts'

describe('the gateway', () => {
  test('is asked for no privileged intent, and goes on where it was after a cut: what was missed is brought', async () => {
    const heard: string[] = []
    await using world = await startDiscordWorld({
      ...SILENT,
      async command(_, text) {
        heard.push(text)
        return { kind: 'ack' }
      },
    })
    const { gateway } = world.fake
    expect(gateway.intents).toBe(1)
    gateway.cut()
    const missed = world.person.begin(2, world.channel, {
      name: 'vigie',
      options: [{ type: 1, name: 'status', options: [] }],
    })
    await eventually(() => missed.answer !== undefined).toBe(true)
    expect(heard).toEqual(['status'])
    expect([gateway.identifies, gateway.resumes]).toEqual([1, 1])
    expect(await world.platform.problems?.()).toEqual([])
  })

  test.each([
    ['refuses', 'ws://127.0.0.1:59998'],
    ['is in no directory', 'ws://gateway.invalid'],
  ])('is identified to anew where the place to go on at %s', async (_, address) => {
    await using world = await startDiscordWorld()
    const { gateway } = world.fake
    gateway.resumeAddress = address
    gateway.invalidate(false)
    await eventually(() => gateway.identifies).toBe(2)
    await gateway.connected()
    gateway.cut()
    await expect.poll(() => gateway.identifies, { timeout: 20_000, interval: 100 }).toBe(3)
    await world.person.command('status')
  })

  test('is come back to when it asks for that, and identified to anew when the session is no good', async () => {
    await using world = await startDiscordWorld()
    const { gateway } = world.fake
    gateway.reconnect()
    await eventually(() => gateway.resumes).toBe(1)
    gateway.invalidate(false)
    await eventually(() => gateway.identifies).toBe(2)
    await gateway.connected()
    gateway.close(4_000)
    await eventually(() => gateway.resumes).toBe(2)
    await world.person.command('status')
  })

  test.each([
    [4_014, 'disallowed intents'],
    [4_004, 'the token is refused'],
  ])('says what a person has to mend after %i, and tries again', async (code, detail) => {
    await using world = await startDiscordWorld()
    world.fake.gateway.close(code)
    await eventually(async () => (await world.platform.problems?.())?.map(one => one.detail)).toContain(detail)
    await eventually(() => world.fake.gateway.identifies).toBe(2)
    await eventually(async () => await world.platform.problems?.()).toEqual([])
  })

  test('that is away keeps nobody from starting or stopping', async () => {
    await using fake = await startFakeDiscord()
    fake.gateway.isDown = true
    await using platform = createPlatform(fake)
    await platform.start(SILENT)
    expect(await platform.problems?.()).toMatchObject([{ code: 'not-connected' }])
    fake.gateway.isDown = false
    await fake.gateway.connected()
    await registered(fake)
  })

  test('is not identified to a thousand times a day, whatever happens', async () => {
    let at = 0
    const throttler = createIdentifyThrottler(() => at)
    const leaving = new AbortController()
    for (let count = 0; count < 30; count++) {
      // Time passes only when it has to be waited for.
      const waiting = throttler.waitForIdentify(0, leaving.signal)
      const first = await Promise.race([
        waiting.then(() => 'through'),
        new Promise(resolve => setTimeout(resolve, 5, 'waits')),
      ])
      if (first === 'waits') {
        leaving.abort()
        await waiting.catch(() => {})
        break
      }
      at += 5_001
    }
    expect(leaving.signal.aborted).toBe(true)
  })
})

describe('the commands', () => {
  test('are registered once, and again only where they changed', async () => {
    await using world = await startDiscordWorld()
    const { fake } = world
    const puts = () => fake.calls.filter(({ method }) => method === 'PUT').length
    expect([puts(), fake.commandCreates]).toEqual([1, 2])
    const lines: { msg?: string; outcome?: string }[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const outcome = () => lines.find(({ msg }) => msg === 'the commands in Discord')?.outcome
    await using same = createPlatform(fake, { log })
    await same.start(SILENT)
    await eventually(outcome).toBe('unchanged')
    expect(puts()).toBe(1)
    await using other = createPlatform(fake, { commands: [...COMMANDS, commandCalled('digest', 'bilan')] })
    await other.start(SILENT)
    await eventually(puts).toBe(2)
    expect(fake.commandCreates).toBe(2)
  })

  test('are registered in fewer words where there is no room for all of them, and stay so', async () => {
    await using fake = await startFakeDiscord()
    fake.state.commandRoom = 4_000
    const commands = describeCommands(createTranslators())
    const long = Array.from({ length: 20 }, (_, index) => ({ ...commands[index % 5]!, name: `command-${index}` }))
    const whole = long.map(one => ({
      ...one,
      options: one.options.map(option => ({ ...option, about: { en: 'x'.repeat(100), fr: 'y'.repeat(100) } })),
    }))
    await using platform = createPlatform(fake, { commands: whole })
    await platform.start(SILENT)
    await registered(fake)
    const [vigie] = fake.state.commands as { options: { options?: { description: string }[] }[] }[]
    expect(vigie?.options).toHaveLength(20)
    const texts = vigie?.options.flatMap(({ options = [] }) => options.map(({ description }) => description)) ?? []
    expect(texts.length).toBeGreaterThan(0)
    expect(texts.every(text => text.length < 33)).toBe(true)
    const lines: { outcome?: string }[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    await using same = createPlatform(fake, { commands: whole, log })
    await same.start(SILENT)
    await eventually(() => lines.find(({ outcome }) => outcome !== undefined)?.outcome).toBe('unchanged')
  })

  test('are compared by what we want of them', () => {
    const wanted = { name: 'a', options: [], required: false, list: [{ x: 1 }] }
    expect(isSame(wanted, { id: '1', name: 'a', list: [{ x: 1, y: 2 }], name_localizations: null })).toBe(true)
    expect(isSame(wanted, { name: 'b', list: [{ x: 1 }] })).toBe(false)
    expect(isSame(wanted, { name: 'a', list: [{ x: 1 }, { x: 2 }] })).toBe(false)
    expect(isSame(wanted, { name: 'a', list: [{ x: 1 }], options: [{ name: 'left over' }] })).toBe(false)
  })
})

test('a bot in no server tells where to let it in, with the least rights', async () => {
  await using fake = await startFakeDiscord()
  const lines: { invite?: string }[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  await using platform = createPlatform(fake, { log })
  await platform.start(SILENT)
  await eventually(() => lines.some(({ invite }) => invite !== undefined)).toBe(true)
  const url = new URL(lines.find(({ invite }) => invite !== undefined)?.invite ?? '')
  expect(url.searchParams.get('client_id')).toBe(fake.state.application)
  expect(url.searchParams.get('scope')).toBe('bot applications.commands')
  // View channels, send messages, attach files, read history, make public threads and write in them.
  expect(
    BigInt(url.searchParams.get('permissions') ?? 0)
      .toString(2)
      .replaceAll('0', ''),
  ).toHaveLength(6)
})
