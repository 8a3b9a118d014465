import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Finding } from '../../src/domain/finding.ts'
import { makeDataDirectory, processesIn, type RunningVigie, runVigie, startVigie } from '../support/process.ts'
import { startFakeSlack } from '../support/slack/fake.ts'
import type { FakeSlack } from '../support/slack/fake-slack.ts'
import { freePort, listenHttp } from '../support/sockets.ts'

vi.setConfig({ testTimeout: 90_000 })

let directory: Awaited<ReturnType<typeof makeDataDirectory>>
let fake: FakeSlack
beforeAll(async () => {
  directory = await makeDataDirectory()
  fake = await startFakeSlack()
})
afterAll(async () => {
  await fake[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

type Environment = Readonly<Record<string, string>>

const slack = (): Environment => ({
  SLACK_BOT_TOKEN: fake.botToken,
  SLACK_APP_TOKEN: fake.appToken,
  SLACK_API_URL: fake.apiUrl,
})

const run = (environment: Environment, ...words: readonly string[]) =>
  runVigie(['doctor', ...words], { dataDirectory: directory.path, environment })

interface Report {
  readonly ok: boolean
  readonly findings: readonly Finding[]
}

async function report(environment: Environment): Promise<Report & { code: number | null; found: Map<string, string> }> {
  const { code, stdout, stderr } = await run(environment, '--json')
  expect(stderr).toBe('')
  const parsed: Report = JSON.parse(stdout)
  return { ...parsed, code, found: new Map(parsed.findings.map(({ check, state }) => [check, state])) }
}

describe('while no Vigie runs', () => {
  test('a new place is fine, and stays new', async () => {
    const { code, ok, found } = await report({})
    expect([code, ok]).toEqual([0, true])
    expect(found.get('database')).toBe('ok')
    expect(found.get('Slack')).toBe('unchecked')
  })

  test('a database that is there is started, looked at and stopped', async () => {
    await runVigie(['migrate'], { dataDirectory: directory.path })
    const { code, stdout, stderr } = await run({ PORT: String(await freePort()) })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^OK {11}Node: 24\.\S+$/m)
    expect(stdout).toMatch(/^OK {11}database: PostgreSQL 18\S*, embedded, started for this look$/m)
    expect(stdout).toMatch(/^OK {11}schema: up to date$/m)
    expect(stdout).toMatch(/^OK {11}process: does not run at /m)
    expect(stdout).toMatch(/^not checked {2}public address: PUBLIC_URL is not set$/m)
    if (process.platform === 'linux') expect(await processesIn(directory.path)).toEqual([])
  })

  test('a wrong variable is a problem, without its value', async () => {
    const plain = await run({ VIGIE_SECRET_KEY: 'hunter2hunter2' })
    expect(plain).toMatchObject({ code: 78, stderr: '' })
    expect(plain.stdout).toMatch(/^problem {6}configuration: VIGIE_SECRET_KEY: [^\n]+ Nothing else was looked at\.\n$/)
    expect(plain.stdout).not.toContain('hunter2')
    expect(await report({ PORT: 'http' })).toMatchObject({
      code: 78,
      ok: false,
      findings: [{ check: 'configuration' }],
    })
  })

  test('what is not there ends with 69, what is set wrong with 78, with both too', async () => {
    const gone = { DATABASE_URL: `postgres://vigie:hunter2@127.0.0.1:${await freePort()}/vigie` }
    expect((await report(gone)).code).toBe(69)
    expect((await report({ ...slack(), SLACK_BOT_TOKEN: 'xoxb-wrong' })).code).toBe(78)
    expect((await report({ ...gone, ...slack(), SLACK_BOT_TOKEN: 'xoxb-wrong' })).code).toBe(78)
    // A warning is none.
    const key = join(directory.path, 'secret.key')
    await chmod(key, 0o644)
    expect(await report({})).toMatchObject({
      code: 0,
      findings: expect.arrayContaining([expect.objectContaining({ state: 'warning' })]),
    })
    await chmod(key, 0o600)
  })

  test('an address that leads to another Vigie is wrong, one that nobody answers cannot be judged', async () => {
    await using other = await listenHttp((_, response) => response.setHeader('x-vigie-installation', 'other').end('{}'))
    const port = String(await freePort())
    expect(await report({ PORT: port, PUBLIC_URL: other.url })).toMatchObject({ code: 78 })
    const nobody = await report({ PORT: port, PUBLIC_URL: `http://127.0.0.1:${await freePort()}` })
    expect([nobody.code, nobody.found.get('public address')]).toEqual([0, 'unchecked'])
  })

  test('no secret is ever told', async () => {
    const secrets = {
      SLACK_BOT_TOKEN: 'xoxb-hunter2-bot',
      SLACK_APP_TOKEN: 'xapp-hunter2-app',
      SLACK_SIGNING_SECRET: 'hunter2-signing',
      SLACK_API_URL: `http://ada:hunter2-api@127.0.0.1:${await freePort()}/`,
      DISCORD_TOKEN: 'hunter2.discord.token',
      DISCORD_API_URL: `http://127.0.0.1:${await freePort()}/api`,
      DATABASE_URL: `postgres://vigie:hunter2%20url@127.0.0.1:${await freePort()}/vigie`,
      VIGIE_SECRET_KEY: Buffer.from('hunter2hunter2hunter2hunter2hunt').toString('base64'),
      LOCAL_WORKSPACE_PASSWORD: 'hunter2-page',
      VIGIE_ACCOUNT_SECRET: 'hunter2-account',
    }
    for (const words of [[], ['--json']]) {
      const { stdout, stderr } = await run(secrets, ...words)
      expect(stdout + stderr).not.toMatch(/hunter2/)
      expect(stdout + stderr).not.toContain(secrets.VIGIE_SECRET_KEY)
    }
  })
})

describe('beside a Vigie that runs', () => {
  let vigie: RunningVigie
  let environment: Environment
  beforeAll(async () => {
    const port = String(await freePort())
    environment = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, ...slack() }
    vigie = await startVigie({ dataDirectory: directory.path, environment })
  })
  afterAll(() => vigie[Symbol.asyncDispose]())

  test('all is well, through its own database, and it is in nobody’s way', async () => {
    const { code, findings, found } = await report(environment)
    // The team's chat is one of two.
    expect(findings.filter(({ state }) => state !== 'ok')).toMatchObject([{ check: 'Discord', state: 'unchecked' }])
    expect(code).toBe(0)
    expect(found.get('Slack channels')).toBe('ok')
    const saying = (check: string) => findings.find(one => one.check === check)?.said
    expect(saying('data directory')).toContain(`held by process ${vigie.processId}`)
    expect(saying('database')).toContain('run by another process')
    expect(saying('process')).toContain(`runs at ${vigie.url}`)
    expect(saying('public address')).toContain('leads to this Vigie')
    expect(saying('account')).toContain('local @acme')
    expect((await fetch(`${vigie.url}/readyz`)).status).toBe(200)
  })

  test('an address that leads nowhere, or elsewhere', async () => {
    const nowhere = await report({ ...environment, PUBLIC_URL: `http://127.0.0.1:${await freePort()}` })
    expect([nowhere.code, nowhere.found.get('public address')]).toEqual([69, 'problem'])
    await using elsewhere = await listenHttp((_, response) => response.writeHead(404).end())
    const other = await report({ ...environment, PUBLIC_URL: elsewhere.url })
    expect([other.code, other.found.get('public address')]).toEqual([78, 'problem'])
  })

  test('another clock than Slack’s', async () => {
    const date = new Date(Date.now() + 600_000).toUTCString()
    await using wrong = await listenHttp((_, response) =>
      response.writeHead(200, { date }).end('{"ok":false,"error":"invalid_auth"}'),
    )
    const { code, findings } = await report({ ...environment, SLACK_API_URL: wrong.url })
    expect(code).toBe(78)
    expect(findings.filter(({ check, state }) => check === 'clock' && state === 'problem')).toMatchObject([
      { said: expect.stringMatching(/^(?:5[89]\d|60\d) s behind that of 127\.0\.0\.1/) },
    ])
  })
})
