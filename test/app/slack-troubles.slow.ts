import { describe, expect, test, vi } from 'vitest'
import type { Finding } from '../../src/domain/finding.ts'
import { eventually } from '../support/eventually.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { runVigie } from '../support/process.ts'
import type { FakeSlack } from '../support/slack/fake-slack.ts'
import { messageWith, startTeam, type Team } from '../support/slack/first-run.ts'
import type { SlackPerson } from '../support/slack/person.ts'

vi.setConfig({ testTimeout: 120_000 })

/** A little more than the time between two looks, and than a refused card waits. */
const MINUTE = 61_000

/** Ada is admin, and drafts come to the channel. */
async function settle(team: Team): Promise<SlackPerson> {
  const ada = team.somebody('U0ADA', { real_name: 'Ada' })
  await ada.command(await team.claim())
  expect((await ada.command('bind drafts acme')).words).toContain('#general gets')
  return ada
}

/** A new draft, which needs a card: written on the page, which works whatever becomes of Slack. */
async function writeDraft(team: Team, text: string): Promise<void> {
  const { modal } = await team.public.command('alex', `draft ${text}`)
  const values = Object.fromEntries(modal!.fields.map(({ id, value }) => [id, value]))
  expect((await team.public.submit('alex', modal!.id, values)).errors).toBeUndefined()
}

async function doctor(team: Team): Promise<{ readonly code: number | null; readonly problems: readonly string[] }> {
  const { code, stdout } = await runVigie(['doctor', '--json'], team)
  const { findings }: { findings: readonly Finding[] } = JSON.parse(stdout)
  return {
    code,
    problems: findings.filter(({ state }) => state === 'problem').map(({ check, said }) => `${check}: ${said}`),
  }
}

const told = (team: Team, code: string, msg: string) => () =>
  team.log.filter(line => line.msg === msg && line.code === code).map(({ detail }) => detail)

interface Trouble {
  readonly name: string
  begin(fake: FakeSlack): void
  end(fake: FakeSlack): void
  /** In the log, once. */
  readonly code: string
  readonly detail: string
  /** In the answer to /vigie status. */
  readonly status: string
  /** Of doctor, among others. */
  readonly problem: string
}

const TROUBLES: readonly Trouble[] = [
  {
    name: 'a token that is revoked',
    begin(fake) {
      fake.isRevoked = true
    },
    end(fake) {
      fake.isRevoked = false
    },
    code: 'token-refused',
    detail: 'token_revoked',
    status: 'The chat refuses Vigie’s token (token_revoked)',
    problem: 'Slack bot token: Slack refuses it (token_revoked)',
  },
  {
    name: 'scopes that are missing, one without which nobody is known',
    begin(fake) {
      fake.scopes = fake.scopes.filter(scope => scope !== 'users:read' && scope !== 'chat:write')
    },
    end(fake) {
      fake.scopes = [...fake.scopes, 'users:read', 'chat:write']
    },
    code: 'scope-missing',
    detail: 'users:read',
    status: 'The app lacks the right users:read',
    problem: 'Slack scopes: missing: chat:write, users:read',
  },
  {
    name: 'a channel that Vigie is not in',
    begin(fake) {
      fake.absent.add(fake.channel)
    },
    end(fake) {
      fake.absent.clear()
    },
    code: 'channel-refused',
    detail: 'C000000001 not_in_channel',
    status: 'Vigie is not in #general: type “/invite @Vigie” there. Cards wait',
    problem: 'Slack channels: Vigie is not in #general (not_in_channel)',
  },
]

test('troubles that come are said in the chat, in the log and by doctor; what waits arrives once they are mended', async () => {
  await using team = await startTeam('socket', { behind: 2 * TROUBLES.length * MINUTE })
  const { fake } = team
  const ada = await settle(team)
  for (const { name, begin, end, code, detail, status, problem } of TROUBLES) {
    team.log.length = 0
    begin(fake)
    team.pass(MINUTE)
    await writeDraft(team, `Said of ${name}.`)
    // Nobody is remembered for longer than that: who they are has to be asked again.
    const grace = team.somebody(`U0${name.length}`, { real_name: 'Grace' })
    for (const person of [ada, grace])
      expect([name, (await person.command('status')).words]).toEqual([name, expect.stringContaining(status)])
    await eventually(told(team, code, 'the chat needs mending, and doctor tells how')).toContain(detail)
    await eventually(() => team.log.map(({ msg }) => msg)).toContain('a card could not be delivered')
    const seen = await doctor(team)
    expect([seen.code, seen.problems]).toEqual([78, expect.arrayContaining([problem])])
    expect((await team.public.get('/readyz')).status).toBe(200)
    end(fake)
    expect((await ada.command('status')).words).not.toContain(status)
    team.pass(MINUTE)
    await messageWith(fake, fake.channel, `Said of ${name}.`)
    await eventually(told(team, code, 'the chat is mended')).toContain(detail)
  }
  expect(await doctor(team)).toMatchObject({ problems: [] })
  const shown = JSON.stringify(await fake.messages(fake.channel))
  for (const { name } of TROUBLES) expect([name, shown.includes(`Said of ${name}.`)]).toEqual([name, true])
})

describe.each(['socket', 'http'] as const)('over %s', mode => {
  test('it starts with a token that is revoked, says so, and works once there is a right one', async () => {
    await using team = await startTeam(mode, {
      behind: MINUTE,
      before(fake) {
        fake.isRevoked = true
        return undefined
      },
    })
    const { fake } = team
    await eventually(told(team, 'token-refused', 'the chat needs mending, and doctor tells how')).toEqual([
      'token_revoked',
    ])
    expect((await team.public.get('/readyz')).status).toBe(200)
    expect((await doctor(team)).problems).toContain('Slack bot token: Slack refuses it (token_revoked)')
    if (mode === 'http') {
      const ada = team.somebody('U0EARLY', { real_name: 'Early' })
      expect((await ada.command('status')).words).toContain('Slack refuses Vigie’s token')
    }
    fake.isRevoked = false
    team.pass(MINUTE)
    await settle(team)
    await writeDraft(team, 'Is anybody there?')
    await messageWith(fake, fake.channel, 'Is anybody there?')
  })

  test('it starts without Slack, says so, and works once Slack is there', async () => {
    await using stack = new AsyncDisposableStack()
    let proxy: Awaited<ReturnType<typeof startFaultyProxy>> | undefined
    const team = stack.use(
      await startTeam(mode, {
        async before(fake) {
          proxy = stack.use(await startFaultyProxy(new URL(fake.apiUrl).origin, { rewrite: false }))
          await proxy.stop()
          return `${proxy.url}/api/`
        },
      }),
    )
    await eventually(told(team, 'unreachable', 'the chat needs mending, and doctor tells how')).toEqual([
      'ECONNREFUSED',
    ])
    expect((await team.public.get('/readyz')).status).toBe(200)
    const seen = await doctor(team)
    expect([seen.code, seen.problems]).toEqual([
      69,
      expect.arrayContaining(['Slack bot token: Slack does not answer (ECONNREFUSED)']),
    ])
    await proxy!.start()
    team.pass(MINUTE)
    await settle(team)
    await writeDraft(team, 'Is anybody there?')
    await messageWith(team.fake, team.fake.channel, 'Is anybody there?')
    await eventually(told(team, 'unreachable', 'the chat is mended')).toEqual(['ECONNREFUSED'])
  })
})
