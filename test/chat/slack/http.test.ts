import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPlatform, SILENT, type SlackWorld, startSlackWorld } from '../../support/slack/world.ts'

let world: SlackWorld
let now = new Date('2026-03-29T09:00:00Z')
const heard: string[] = []

beforeAll(async () => {
  const handlers = {
    ...SILENT,
    async command(_: unknown, text: string) {
      heard.push(text)
      return { kind: 'ack' } as const
    },
  }
  world = await startSlackWorld('http', handlers, { now: () => now })
})
afterAll(() => world[Symbol.asyncDispose]())

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'

async function send(
  body: string,
  { type = FORM_TYPE, age = 0, secret = world.fake.signingSecret, method = 'POST' } = {},
) {
  const stamp = String(Math.floor(now.getTime() / 1_000) - age)
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`
  const headers = { 'content-type': type, 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature }
  const request = new Request('http://vigie.example/slack/events', {
    method,
    headers,
    ...(method === 'POST' ? { body } : {}),
  })
  const response = await world.platform.handle?.(request)
  if (response === undefined) throw new Error('no handler')
  return { status: response.status, body: await response.text() }
}

describe('requests', () => {
  const command = async () =>
    new URLSearchParams((await world.person.commandPayload('signed')) as Record<string, string>).toString()

  test('signed by Slack and fresh are heard', async () => {
    heard.length = 0
    expect(await send(await command())).toEqual({ status: 200, body: '' })
    expect(await send(await command(), { age: 299 })).toMatchObject({ status: 200 })
    expect(heard).toEqual(['signed', 'signed'])
  })

  test('signed by somebody else, stale, or from the future are not', async () => {
    heard.length = 0
    expect(await send(await command(), { secret: 'guessed' })).toEqual({ status: 401, body: '' })
    expect(await send(await command(), { age: 301 })).toEqual({ status: 401, body: '' })
    expect(await send(await command(), { age: -301 })).toEqual({ status: 401, body: '' })
    const bare = await world.platform.handle?.(
      new Request('http://x.example', { method: 'POST', body: 'command=/vigie' }),
    )
    expect(bare?.status).toBe(401)
    expect(heard).toEqual([])
  })

  test('that ask who is there are told', async () => {
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'c' })
    expect(await send(challenge, { type: JSON_TYPE })).toEqual({ status: 200, body: '{"challenge":"c"}' })
    expect(await send('ssl_check=1&token=x')).toMatchObject({ status: 200 })
  })

  test('of another shape are refused', async () => {
    expect(await send('{', { type: JSON_TYPE })).toMatchObject({ status: 400 })
    expect(await send('payload={')).toMatchObject({ status: 400 })
    expect(await send('[1]', { type: JSON_TYPE })).toMatchObject({ status: 400 })
    expect(await send('x'.repeat(1_000_001))).toMatchObject({ status: 413 })
    expect(await send('', { method: 'GET' })).toMatchObject({ status: 405 })
  })

  test('of no interest are acknowledged', async () => {
    const event = {
      type: 'event_callback',
      team_id: world.fake.team,
      event_id: 'E1',
      event: { type: 'reaction_added' },
    }
    expect(await send(JSON.stringify(event), { type: JSON_TYPE })).toMatchObject({ status: 200 })
  })
})

test('there is no handler in Socket Mode, and no platform without a secret of either kind', () => {
  now = new Date()
  expect(createPlatform(world.fake, 'socket').handle).toBeUndefined()
  expect(() => createPlatform(world.fake, 'http', { signingSecret: '' })).toThrow('signing secret')
})
