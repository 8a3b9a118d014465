import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ChatError, type ChatFault } from '../../../src/chat/platform.ts'
import type { Disturbance } from '../../support/slack/fake-slack.ts'
import { createPlatform, type SlackWorld, startSlackWorld } from '../../support/slack/world.ts'
import { freePort } from '../../support/sockets.ts'
import { cardSaying } from '../contract.ts'

let world: SlackWorld
const now = new Date('2026-03-29T09:00:00Z')

beforeAll(async () => {
  world = await startSlackWorld('http', undefined, { now: () => now })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  world.fake.isRevoked = false
  world.fake.absent.clear()
})

const address = () => ({ workspace: world.fake.team, channel: world.fake.channel, language: 'en' }) as const
const post = () => world.platform.post(address(), v7(), cardSaying('X'))

async function faultOf(work: Promise<unknown>): Promise<ChatFault | undefined> {
  try {
    await work
    return undefined
  } catch (fault) {
    if (fault instanceof ChatError) return fault.fault
    throw fault
  }
}

function answering(status: number, body: string, headers: Record<string, string> = {}): Disturbance {
  return { kind: 'answer', status, body, headers }
}

function refusing(error: string): Disturbance {
  return answering(200, JSON.stringify({ ok: false, error }))
}

const in7 = { kind: 'rate-limited', retryAt: new Date(now.getTime() + 7_000) }
const in30 = { kind: 'rate-limited', retryAt: new Date(now.getTime() + 30_000) }
const unknown = { kind: 'outcome-unknown' }
const unavailable = { kind: 'unavailable' }
const refused = (reason: string) => ({ kind: 'refused', reason })

const ANSWERS: readonly (readonly [string, Disturbance, object, object])[] = [
  ['429 that says when', answering(429, '', { 'retry-after': '7' }), in7, in7],
  ['429 that does not', answering(429, ''), in30, in30],
  ['429 that says it wrong', answering(429, '', { 'retry-after': 'soon' }), in30, in30],
  ['200 that is a limit', refusing('ratelimited'), in30, in30],
  ['500', answering(500, 'oops'), unknown, unavailable],
  ['503', answering(503, ''), unknown, unavailable],
  ['a lost answer', { kind: 'lose-answer' }, unknown, unavailable],
  ['a lost request', { kind: 'lose-request' }, unknown, unavailable],
  ['a page in place of an answer', answering(200, '<html>Sign in</html>'), unknown, unavailable],
  ['half an answer', answering(200, '{"ok":tr', { 'content-length': '100' }), unknown, unavailable],
  ['internal_error', refusing('internal_error'), unknown, unavailable],
  ['fatal_error', refusing('fatal_error'), unknown, unavailable],
  ['request_timeout', refusing('request_timeout'), unavailable, unavailable],
  ['not_in_channel', refusing('not_in_channel'), refused('not-allowed'), refused('not-allowed')],
  ['missing_scope', refusing('missing_scope'), refused('not-allowed'), refused('not-allowed')],
  ['token_revoked', refusing('token_revoked'), refused('not-allowed'), refused('not-allowed')],
  ['is_archived', refusing('is_archived'), refused('channel-gone'), refused('channel-gone')],
  ['invalid_blocks', refusing('invalid_blocks'), refused('invalid'), refused('invalid')],
  ['msg_blocks_too_long', refusing('msg_blocks_too_long'), refused('invalid'), refused('invalid')],
  ['cant_update_message', refusing('cant_update_message'), refused('message-gone'), refused('message-gone')],
  ['an error of the future', refusing('something_new'), refused('invalid'), refused('invalid')],
]

describe('what the pump learns from', () => {
  test.each(ANSWERS)('%s', async (_, disturbance, ofPost, ofUpdate) => {
    const { fake, platform } = world
    const id = await post()
    const calls = fake.calls.length
    fake.disturb('chat.postMessage', disturbance)
    expect(await faultOf(post())).toEqual(ofPost)
    if (disturbance.kind === 'lose-answer' || disturbance.kind === 'answer') {
      fake.disturb('chat.update', disturbance)
      expect(await faultOf(platform.update(address(), id, cardSaying('Y')))).toEqual(ofUpdate)
      // Nothing is tried again behind the pump's back.
      expect(fake.calls.length - calls).toBe(2)
    }
  })

  test('a Slack that is not there: nothing was sent', async () => {
    const platform = createPlatform(world.fake, 'http', { apiUrl: `http://127.0.0.1:${await freePort()}/api/` })
    expect(await faultOf(platform.post(address(), v7(), cardSaying('X')))).toEqual(unavailable)
  })

  test('a limit on one channel holds up no other', async () => {
    world.fake.disturb('chat.postMessage', answering(429, '', { 'retry-after': '60' }))
    expect(await faultOf(post())).toMatchObject({ kind: 'rate-limited' })
    expect(await faultOf(post())).toBeUndefined()
  })

  test('a burst that Slack limits', async () => {
    world.fake.isPaced = true
    const faults = []
    for (let count = 0; count < 6; count++) faults.push(await faultOf(post()))
    world.fake.isPaced = false
    expect(faults.slice(0, 3)).toEqual([undefined, undefined, undefined])
    expect(faults.at(-1)).toMatchObject({ kind: 'rate-limited' })
  })

  test('a picture that Slack cannot fetch: the card goes without it', async () => {
    const image = { kind: 'image', url: 'https://pictures.example/gone.png', alternative: 'A cat' } as const
    world.fake.disturb('chat.postMessage', refusing('invalid_blocks'))
    const id = await world.platform.post(address(), v7(), cardSaying('With a picture', image))
    const shown = (await world.fake.messages(world.fake.channel)).find(({ ts }) => ts === id)
    expect(JSON.stringify(shown?.blocks)).toContain('A cat')
    expect(shown?.blocks.some(({ type }) => type === 'image')).toBe(false)
  })

  test('a look-up that fails: it may be tried again', async () => {
    world.fake.disturb('conversations.history', { kind: 'lose-answer' })
    expect(await faultOf(world.platform.findPosted(address(), v7()))).toEqual(unavailable)
  })
})

describe('direct messages', () => {
  test('are posted, found and changed under the person’s id', async () => {
    const { fake, platform } = world
    const people = (await platform.problems?.()) ?? []
    expect(people).toEqual([])
    const { members } = (await fake.emulated('users.list', {})) as { members: { id: string; name: string }[] }
    const ben = members.find(({ name }) => name === 'ben')?.id ?? ''
    const direct = { ...address(), channel: ben }
    const key = v7()
    const id = await platform.post(direct, key, cardSaying('For you'))
    expect(await platform.findPosted(direct, key)).toBe(id)
    await platform.update(direct, id, cardSaying('For you, again'))
  })

  test('to nobody are refused', async () => {
    expect(await faultOf(world.platform.post({ ...address(), channel: 'U0NOBODY' }, v7(), cardSaying('X')))).toEqual(
      refused('channel-gone'),
    )
  })
})

describe('problems', () => {
  test('none', async () => {
    expect(await world.platform.problems?.()).toEqual([])
  })

  test('a right that is missing, until it is given', async () => {
    const { fake, platform } = world
    fake.scopes = fake.scopes.filter(scope => scope !== 'groups:history')
    expect(await platform.problems?.()).toEqual([{ code: 'scope-missing', detail: 'groups:history' }])
    fake.scopes = [...fake.scopes, 'groups:history']
    expect(await platform.problems?.()).toEqual([])
  })

  test('a missing scope that only a refused call tells of, until that works', async () => {
    const { fake, platform } = world
    // Such as a proxy leaves out the header that says what the token may do.
    const mute = () => fake.disturb('auth.test', answering(200, JSON.stringify({ ok: true, team_id: fake.team })))
    const problems = async () => {
      mute()
      return platform.problems?.()
    }
    expect(await problems()).toEqual([])
    const needed = { needed: 'channels:read,groups:read,mpim:read', provided: 'commands,channels:read' }
    const body = JSON.stringify({ ok: false, error: 'missing_scope', ...needed })
    fake.disturb('conversations.info', answering(200, body))
    await platform.channel?.(fake.team, fake.channel)
    expect(await problems()).toEqual([{ code: 'scope-missing', detail: 'groups:read' }])
    await platform.channel?.(fake.team, fake.channel)
    expect(await problems()).toEqual([])
    // With the header, that counts.
    fake.disturb('conversations.info', answering(200, body))
    await platform.channel?.(fake.team, fake.channel)
    expect(await platform.problems?.()).toEqual([])
  })

  test('a token that was revoked, and works again', async () => {
    world.fake.isRevoked = true
    expect(await world.platform.problems?.()).toEqual([{ code: 'token-refused', detail: 'token_revoked' }])
    expect(await faultOf(post())).toEqual(refused('not-allowed'))
    world.fake.isRevoked = false
    expect(await world.platform.problems?.()).toEqual([])
    expect(await faultOf(post())).toBeUndefined()
  })

  test('a channel without the bot, until something arrives there', async () => {
    const { fake, platform } = world
    fake.absent.add(fake.channel)
    expect(await faultOf(post())).toEqual(refused('not-allowed'))
    expect(await platform.problems?.()).toEqual([
      { code: 'channel-refused', detail: `${fake.channel} not_in_channel`, trouble: 'absent' },
    ])
    fake.absent.clear()
    await post()
    expect(await platform.problems?.()).toEqual([])
  })

  test('a Slack that does not answer', async () => {
    world.fake.disturb('auth.test', { kind: 'lose-request' })
    expect(await world.platform.problems?.()).toMatchObject([{ code: 'unreachable' }])
  })
})
