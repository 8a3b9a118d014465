import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { createClient } from '../../../src/chat/discord/client.ts'
import { createRefusals } from '../../../src/chat/discord/refusals.ts'
import { Braked, createTransport } from '../../../src/chat/discord/transport.ts'
import type { Answer, ChatHandlers } from '../../../src/chat/platform.ts'
import type { Disturbance } from '../../support/discord/fake.ts'
import { RIGHTS } from '../../support/discord/permissions.ts'
import { startDiscordWorld } from '../../support/discord/world.ts'
import { eventually } from '../../support/eventually.ts'
import { cardSaying } from '../contract.ts'
import { addressOf, faultOf, postIn } from './world.ts'

function answering(answer: Answer): ChatHandlers {
  return { command: async () => answer, action: async () => answer, submit: async () => answer }
}

const POST = /^POST \/channels\/\d+\/messages$/
const CALLBACK = /callback$/
const limit = (body: object, headers: Record<string, string> = {}): Disturbance => ({
  kind: 'answer',
  status: 429,
  body,
  headers,
})

/** A server that answers as it is told. */
async function startServer(status: number, headers: Record<string, string> = {}) {
  let count = 0
  const server = createServer((_, response) => {
    count++
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"code":50013,"message":"No"}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    count: () => count,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

describe('an answer of Discord’s', () => {
  test('that begins and does not end is given up, and its message is looked for', async () => {
    await using world = await startDiscordWorld(undefined, { timeout: 3_000 })
    const key = v7()
    world.fake.disturb(POST, { kind: 'stall' })
    expect(await faultOf(postIn(world, key))).toEqual({ kind: 'outcome-unknown' })
    expect(await world.platform.findPosted(addressOf(world), key)).toBe(world.channel.messages[0]?.id)
  })

  test('that limits without a time is not asked for again at once, by whatever it is that limits', async () => {
    await using world = await startDiscordWorld(answering({ kind: 'ephemeral', text: 'All is well' }))
    const { fake, person, channel } = world
    fake.disturb(CALLBACK, limit({}), 1_000)
    const one = person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'status', options: [] }] })
    // Told in the channel, since there is no other way left.
    await eventually(() => channel.messages.length).toBe(1)
    expect(fake.calls.filter(({ path }) => path.includes(one.id)).length).toBeLessThanOrEqual(2)
    expect(fake.invalidRequests).toBeLessThan(5)
  })

  test('that limits everything keeps nobody from being answered: those do not count', async () => {
    await using world = await startDiscordWorld(answering({ kind: 'ephemeral', text: 'All is well' }))
    const { fake, person } = world
    fake.disturb(POST, limit({ retry_after: 30, global: true }, { 'retry-after': '30', 'x-ratelimit-global': 'true' }))
    expect((await faultOf(postIn(world))).kind).toBe('rate-limited')
    const before = fake.calls.length
    // The other requests know it now, and none is sent.
    expect((await faultOf(postIn(world))).kind).toBe('rate-limited')
    expect(fake.calls).toHaveLength(before)
    expect((await person.command('status')).words).toBe('All is well')
  })

  test.each<[string, Disturbance]>([
    ['a slow channel', limit({ code: 20_016, message: 'Slow', retry_after: 7 }, { 'retry-after': '7' })],
    ['edits of old messages', limit({ code: 30_046, message: 'Too many', retry_after: 7 }, { 'retry-after': '7' })],
    ['a limit of its own', { kind: 'answer', status: 400, body: { code: 20_028, message: 'Too many' } }],
    ['Cloudflare', { kind: 'answer', status: 429, body: {}, headers: { 'retry-after': '600', via: '1.1 varnish' } }],
  ])('says when to come back: %s', async (_, disturbance) => {
    await using world = await startDiscordWorld()
    const id = await postIn(world)
    world.fake.disturb(/^PATCH /, disturbance)
    const fault = await faultOf(world.platform.update(addressOf(world), id, cardSaying('Changed')))
    const wait = fault.kind === 'rate-limited' ? fault.retryAt.getTime() - Date.now() : 0
    expect(wait).toBeGreaterThan(5_000)
  })
})

describe('what is refused', () => {
  test('is asked for no more once there was much of it, and long before Discord minds; answers to people go on', async () => {
    let at = 0
    const transport = createTransport(() => at)
    await using server = await startServer(403)
    const client = createClient({ token: 'x', apiUrl: server.url, transport })
    const ask = (): Promise<unknown> => client.get('/users/@me').catch(fault => fault)
    for (let count = 0; count < 1_000; count++) {
      await transport.fetch(server.url, {})
      at += 100
    }
    expect([server.count(), transport.refusals()]).toEqual([1_000, 1_000])
    expect(await ask()).toEqual(new Braked(new Date(600_000)))
    expect(server.count()).toBe(1_000)
    await client.answer('POST', '/interactions/1/x/callback').catch(() => {})
    expect(server.count()).toBe(1_001)
    // What is older than ten minutes counts no more.
    at = 600_150
    await ask()
    expect(await ask()).toBeInstanceOf(Braked)
    expect(server.count()).toBe(1_002)
  })

  test('is not counted where several share the limit', async () => {
    const transport = createTransport()
    await using server = await startServer(429, { 'x-ratelimit-scope': 'shared', 'retry-after': '1' })
    const client = createClient({ token: 'x', apiUrl: server.url, transport })
    await client.get('/users/@me').catch(() => {})
    expect([server.count(), transport.refusals()]).toEqual([1, 0])
  })

  test('is left alone for longer the more there is of it, until somebody has mended it', () => {
    let at = 0
    let count = 99
    const refusals = createRefusals(
      () => new Date(at),
      () => count,
    )
    const isLeftAlone = (what: string) => {
      try {
        refusals.check(what)
        return false
      } catch {
        return true
      }
    }
    refusals.refused('1 post', new Error('no'))
    expect(isLeftAlone('1 post')).toBe(false)
    count = 250
    refusals.refused('1 post', new Error('no'))
    refusals.refused('1 update', new Error('no'))
    expect([isLeftAlone('1 post'), isLeftAlone('2 post')]).toEqual([true, false])
    at += 59_999
    expect(isLeftAlone('1 post')).toBe(true)
    at += 1
    expect(isLeftAlone('1 post')).toBe(false)
    refusals.refused('1 post', new Error('no'))
    refusals.mended('1')
    expect([isLeftAlone('1 post'), isLeftAlone('1 update')]).toEqual([false, false])
    count = 100_000
    refusals.refused('1 post', new Error('no'))
    at += 600_000
    expect(isLeftAlone('1 post')).toBe(false)
  })

  test('of hundreds of channels at once is asked for ever more rarely, and works once it is mended and looked at', async () => {
    let at = Date.now()
    await using world = await startDiscordWorld(undefined, { now: () => new Date(at) })
    const { fake, guild, channel, platform } = world
    const channels = Array.from({ length: 150 }, (_, index) => fake.state.addChannel(guild, `c${index}`))
    for (const one of [channel, ...channels]) one.denied = RIGHTS.SEND_MESSAGES
    const tryAll = async () => {
      for (const one of channels)
        await faultOf(platform.post({ ...addressOf(world), channel: one.id }, v7(), cardSaying('X')))
    }
    // As the pump would, for ten minutes: each of them every minute.
    for (let minute = 0; minute < 10; minute++) {
      await tryAll()
      at += 60_000
    }
    expect(fake.invalidRequests).toBeLessThan(800)
    const [first] = channels
    first!.denied = 0n
    const address = { ...addressOf(world), channel: first!.id }
    await platform.problems?.([address])
    await platform.post(address, v7(), cardSaying('X'))
    expect(first!.messages).toHaveLength(1)
  })
})
