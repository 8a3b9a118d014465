import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { examineSlack, type SlackExamination } from '../../../src/chat/slack/examine.ts'
import { startFakeSlack } from '../../support/slack/fake.ts'
import type { FakeSlack } from '../../support/slack/fake-slack.ts'
import { freePort } from '../../support/sockets.ts'

let fake: FakeSlack
let scopes: readonly string[]

beforeAll(async () => {
  fake = await startFakeSlack()
  scopes = [...fake.scopes]
})
afterAll(() => fake[Symbol.asyncDispose]())
beforeEach(() => {
  fake.scopes = [...scopes]
  fake.isRevoked = false
  fake.absent.clear()
})

const SIGNING_SECRET = '0123456789abcdef0123456789abcdef'

function examine(change: Partial<SlackExamination> = {}) {
  const { botToken, appToken, apiUrl } = fake
  const channels = [{ workspace: fake.team, id: fake.channel, name: 'general' }]
  return examineSlack({ botToken, appToken, apiUrl, channels, log: pino({ level: 'silent' }), ...change })
}

const linesOf = async (change?: Partial<SlackExamination>) =>
  (await examine(change)).map(({ check, state, said }) => `${check}: ${state}: ${said}`)

test('nothing is wrong, and nothing was opened or said', async () => {
  expect(await linesOf({ signingSecret: 'any' })).toEqual([
    'Slack bot token: ok: works in Emulate (T000000001)',
    'Slack scopes: ok: all that the manifest asks for',
    'Slack app token: ok: Socket Mode lets it connect',
    'Slack signing secret: ok: not used, since there is an app token',
    'Slack channels: ok: in all 1 that are bound',
  ])
  expect(fake.socket.connections).toBe(0)
  const reading = ['auth.test', 'bots.info', 'apps.connections.open', 'conversations.info']
  expect(fake.calls.filter(({ method }) => !reading.includes(method))).toEqual([])
})

describe('what is wrong is said with what to do', () => {
  test('a bot token that Slack does not know, and one that was revoked', async () => {
    const [unknown] = await examine({ botToken: 'xoxb-wrong' })
    expect(unknown).toMatchObject({
      check: 'Slack bot token',
      state: 'problem',
      cause: 'configuration',
      said: 'Slack refuses it (invalid_auth)',
      advice: expect.stringContaining('SLACK_BOT_TOKEN'),
    })
    fake.isRevoked = true
    expect(await linesOf()).toEqual([
      'Slack bot token: problem: Slack refuses it (token_revoked)',
      'Slack app token: problem: Slack refuses it (invalid_auth)',
    ])
  })

  test('a token of a whole organisation', async () => {
    fake.identity = { is_enterprise_install: true, enterprise_id: 'E1' }
    expect((await linesOf())[0]).toMatch(/^Slack bot token: problem: is that of a whole organisation/)
    fake.identity = {}
  })

  test('scopes that are missing, all of them', async () => {
    fake.scopes = scopes.filter(scope => scope !== 'im:write' && scope !== 'users:read')
    expect(await examine()).toContainEqual({
      check: 'Slack scopes',
      state: 'problem',
      cause: 'configuration',
      said: 'missing: im:write, users:read',
      advice: expect.stringContaining('Bot Token Scopes'),
    })
  })

  test('an app token of another app than the bot token’s', async () => {
    const appToken = 'xapp-1-A0OTHER-1-abc'
    expect(await linesOf({ appToken })).toContainEqual(
      `Slack apps: warning: the bot token is of the app ${fake.app}, and the app token of A0OTHER`,
    )
    expect(JSON.stringify(await linesOf({ appToken: `xapp-1-${fake.app}-1-abc` }))).not.toContain('Slack apps')
  })

  test('an app token that is wrong', async () => {
    expect(await examine({ appToken: 'xapp-wrong' })).toContainEqual({
      check: 'Slack app token',
      state: 'problem',
      cause: 'configuration',
      said: 'Slack refuses it (invalid_auth)',
      advice: expect.stringContaining('connections:write'),
    })
  })

  test('channels that Vigie is not in, by name, whatever else there is', async () => {
    fake.absent.add(fake.channel)
    const elsewhere = { workspace: 'T0OTHER', id: 'C0OTHER', name: 'other' }
    const general = { workspace: fake.team, id: fake.channel, name: 'general' }
    const random = { workspace: fake.team, id: 'C000000002', name: 'random' }
    const findings = await examine({ channels: [general, random, elsewhere, general] })
    expect(findings.filter(({ check }) => check === 'Slack channels')).toEqual([
      {
        check: 'Slack channels',
        state: 'problem',
        cause: 'configuration',
        said: 'Vigie is not in #general (not_in_channel)',
        advice: 'Type /invite @Vigie in #general; cards wait meanwhile.',
      },
    ])
    expect(await linesOf({ channels: undefined })).toContainEqual(
      'Slack channels: unchecked: which are bound is not known, without the database',
    )
    expect(await linesOf({ channels: [] })).toContainEqual('Slack channels: ok: none is bound: /vigie bind does it')
  })

  test('an archived channel, and one that cannot be looked at', async () => {
    fake.places.set(fake.channel, { is_archived: true })
    expect(await linesOf()).toContainEqual('Slack channels: problem: #general is archived')
    fake.places.set(fake.channel, { is_ext_shared: true })
    expect(await linesOf()).toContainEqual('Slack channels: problem: people of another organisation read #general')
    fake.places.clear()
    fake.scopes = scopes.filter(scope => scope !== 'channels:read')
    expect(await linesOf()).toContainEqual('Slack channels: unchecked: #general, for want of a scope')
  })

  test('a signing secret of the wrong shape, and an address that is not known', async () => {
    const right = { signingSecret: SIGNING_SECRET }
    const lines = async (change: Partial<SlackExamination>) => {
      const { botToken, apiUrl } = fake
      const findings = await examineSlack({ botToken, apiUrl, channels: [], log: pino({ level: 'silent' }), ...change })
      return findings.filter(({ check }) => check === 'Slack signing secret')
    }
    expect(await lines({ signingSecret: 'hunter2' })).toMatchObject([{ state: 'warning' }])
    expect(JSON.stringify(await lines({ signingSecret: 'hunter2' }))).not.toContain('hunter2')
    expect(await lines(right)).toMatchObject([{ state: 'warning', advice: expect.stringContaining('Set PUBLIC_URL') }])
    expect(await lines({ ...right, publicUrl: 'https://vigie.example' })).toMatchObject([
      { state: 'ok', said: expect.stringContaining('https://vigie.example/slack/events') },
    ])
  })

  test('a Slack that is not there', async () => {
    const apiUrl = `http://127.0.0.1:${await freePort()}/api/`
    const findings = await examine({ apiUrl })
    expect(findings).toMatchObject([
      { check: 'Slack bot token', cause: 'unavailable', said: 'Slack does not answer (ECONNREFUSED)' },
      { check: 'Slack app token', cause: 'unavailable', said: 'Slack does not answer (ECONNREFUSED)' },
    ])
  })
})
