import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { createLog } from '../../src/cli/log.ts'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/db/database.ts'
import { createVisitor } from '../http/connect/visitor.ts'
import { startFakeBluesky } from '../support/bluesky/fake.ts'
import { signUp } from '../support/bluesky/person.ts'
import { createTestAddress, urlOf } from '../support/database.ts'
import { startEchoServer } from '../support/echo-server.ts'
import { eventually } from '../support/eventually.ts'
import { createLocalClient, wordsOf } from '../support/local-client.ts'
import { startFakeMastodon } from '../support/mastodon/fake.ts'
import { personOf } from '../support/mastodon/person.ts'
import { makeDataDirectory, runVigie } from '../support/process.ts'

const root = join(import.meta.dirname, '../..')
const KEY = Buffer.alloc(32, 9).toString('base64')

/** The whole app on a database that can be looked into, with everything that it says. */
async function startTeam() {
  await using stack = new AsyncDisposableStack()
  const directory = stack.use(await makeDataDirectory())
  const address = await createTestAddress()
  const lines: string[] = []
  const environment = {
    DATABASE_URL: urlOf(address),
    VIGIE_SECRET_KEY: KEY,
    VIGIE_ALLOW_INTERNAL_ADDRESSES: 'true',
    LOCAL_WORKSPACE_PASSWORD: '',
  }
  const config = readConfig({ DATA_DIR: directory.path, PORT: '0', LOG_LEVEL: 'trace', ...environment })
  // As the command line logs, but for where it goes.
  const log = createLog(config, { write: line => void lines.push(line) })
  const start = () => startApp({ config, log, root })
  let app = await start()
  stack.defer(() => app[Symbol.asyncDispose]())
  const database = stack.use(await openDatabase(address))
  const kept = stack.move()
  return {
    lines,
    get url() {
      return app.url
    },
    get client() {
      return createLocalClient(app.url)
    },
    database,
    async restart() {
      await app[Symbol.asyncDispose]()
      app = await start()
    },
    run: (words: readonly string[]) => runVigie(words, { dataDirectory: directory.path, environment }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

type Team = Awaited<ReturnType<typeof startTeam>>

/** Everything that the database holds, but for what is sealed. */
async function dump({ database }: Team): Promise<string> {
  const { connection } = database
  const { rows: tables } = await connection.execute<{ schema: string; name: string }>(
    sql`select table_schema as schema, table_name as name from information_schema.tables
      where table_schema in ('public', 'jobs', 'drizzle') and table_type = 'BASE TABLE'`,
  )
  const all: string[] = []
  for (const { schema, name } of tables) {
    const { rows } = await connection.execute<{ row: Record<string, unknown> }>(
      sql`select to_jsonb(one) - 'credentials' - 'sealed' as row from ${sql.identifier(schema)}.${sql.identifier(name)} as one`,
    )
    all.push(`${schema}.${name} ${JSON.stringify(rows)}`)
  }
  expect(all.length).toBeGreaterThan(20)
  return all.join('\n')
}

/** The link that a command was answered with, and a browser that has opened it. */
async function enter({ client }: Team, command: string) {
  const answer = await client.command('sam', command)
  if (answer.link === undefined) throw new Error(`no link: ${JSON.stringify(answer)}`)
  const visitor = createVisitor()
  const pages = [await visitor.go(answer.link.url), await visitor.submit('Continue')]
  return { link: answer.link.url, visitor, pages, answer }
}

async function confirm(team: Team): Promise<void> {
  const card = await team.client.awaitMessage('@sam', one => one.actions.some(({ id }) => id.startsWith('connection.')))
  expect(await team.client.press('sam', '@sam', card, 'connection.confirm')).toMatchObject({
    notice: expect.stringContaining('Connected.'),
  })
}

const outages = async ({ client }: Team) =>
  (await client.messages('alerts')).map(({ card }) => card.header).filter(header => header.startsWith('Mastodon'))

test('a Mastodon account, from the command to what it hears; refused, restarted, connected again', {
  timeout: 120_000,
}, async () => {
  await using team = await startTeam()
  await using mastodon = await startFakeMastodon()
  const ann = await personOf(mastodon.url, await mastodon.signUp('ann'))
  await mastodon.signUp('acme')
  const at = `@acme@${new URL(mastodon.url).host}`
  const { visitor } = await enter(team, 'connect mastodon')
  await visitor.submit('Go on to the server', { service: mastodon.url })
  expect((await visitor.go(mastodon.consent(visitor.away, 'acme', false))).words).toContain('said no')
  await visitor.submit('Go on to the server', { service: mastodon.url })
  expect((await visitor.go(mastodon.consent(visitor.away, 'acme'))).words).toContain('@acme')
  await confirm(team)
  await ann.write('@acme do you open on Sunday?')
  await team.client.awaitMessage('mentions', one => wordsOf(one).includes('do you open on Sunday?'))

  mastodon.revokeAll()
  const dead = await team.client.awaitMessage('alerts', one => one.card.header.startsWith(`Mastodon refuses ${at}`))
  await team.restart()
  await eventually(() => team.run(['account', 'list']).then(({ stdout }) => stdout)).toContain('needs-sign-in')
  expect(await outages(team)).toEqual([`Mastodon refuses ${at}`])
  expect((await team.client.press('camille', 'alerts', dead, 'account.reconnect')).ephemeral).toContain('Only admins')
  const again = await team.client.press('sam', 'alerts', dead, 'account.reconnect')
  const second = createVisitor()
  expect((await second.go(again.link!.url)).words).toContain(`Reconnect ${at} on Mastodon`)
  await second.submit('Continue')
  await mastodon.signUp('other')
  await second.submit('Go on to the server')
  const wrong = await second.go(mastodon.consent(second.away, 'other'))
  expect(wrong.words).toContain(`but what is to be reconnected is ${at}.`)
  await second.submit('Go on to the server')
  await second.go(mastodon.consent(second.away, 'acme'))
  await confirm(team)
  await team.client.awaitMessage('alerts', one => one.card.header === `Mastodon, ${at}: works again`)
  expect(await outages(team)).toEqual([`Mastodon, ${at}: works again`])
  const carla = await personOf(mastodon.url, await mastodon.signUp('carla'))
  await carla.write('@acme and on Monday?')
  await team.client.awaitMessage('mentions', one => wordsOf(one).includes('and on Monday?'))
  // What was read before is not read again.
  const mentions = await team.client.messages('mentions')
  expect(mentions.filter(one => wordsOf(one).includes('do you open on Sunday?'))).toHaveLength(1)
})

test('no secret is in a log, a card, an answer, an error or a column that is not sealed', {
  timeout: 120_000,
}, async () => {
  await using team = await startTeam()
  await using mastodon = await startFakeMastodon()
  await using bluesky = await startFakeBluesky()
  await mastodon.signUp('acme')
  const owner = await signUp(bluesky.url, 'acme')
  const appPassword = await owner.createAppPassword('vigie')
  const secrets = new Set<string>([KEY, appPassword])
  const said: string[] = []
  const typed = (name: string) => {
    const secret = `typed-${name}-${crypto.randomUUID()}`
    secrets.add(secret)
    return secret
  }
  const linkOf = (link: string) => link.split('/').at(-1) ?? ''

  // Servers that repeat what they are told, whatever they answer with.
  for (const status of [200, 400, 401, 403, 422, 429, 500, 502]) {
    await using echo = await startEchoServer(status)
    for (const network of ['mastodon', 'bluesky']) {
      const { link, visitor, pages } = await enter(team, `connect ${network}`)
      secrets.add(linkOf(link))
      const secret = typed(`${network}-${status}`)
      const handle = network === 'bluesky' ? { handle: 'acme.test' } : {}
      pages.push(await visitor.submit('Sign in', { service: echo.url, secret, ...handle }))
      said.push(...pages.slice(1).map(({ html, url }) => `${url} ${html}`))
      for (const cookie of visitor.cookies.values()) secrets.add(cookie)
    }
  }

  // The whole way at a server that is right, and at one with a password; with a mistake before each.
  const first = await enter(team, 'connect mastodon')
  const wrong = await first.visitor.submit('Sign in', { service: mastodon.url, secret: typed('token') })
  await first.visitor.submit('Go on to the server', { service: mastodon.url })
  const state = new URL(first.visitor.away).searchParams.get('state') ?? ''
  const back = mastodon.consent(first.visitor.away, 'acme')
  for (const secret of [state, new URL(back).searchParams.get('code') ?? '', ...mastodon.secrets()]) secrets.add(secret)
  const found = await first.visitor.go(back)
  await confirm(team)
  const second = await enter(team, 'connect bluesky')
  const refused = await second.visitor.submit('Sign in', {
    service: bluesky.url,
    handle: owner.handle,
    secret: typed('password'),
  })
  const opened = await second.visitor.submit('Sign in', { secret: appPassword })
  expect([found.words, opened.words]).toEqual([
    expect.stringContaining('It works'),
    expect.stringContaining('It works'),
  ])
  for (const { link, visitor } of [first, second]) {
    secrets.add(linkOf(link))
    for (const cookie of visitor.cookies.values()) secrets.add(cookie)
  }
  said.push(...[wrong, found, refused, opened].map(({ html, url }) => `${url} ${html}`))
  await confirm(team)
  for (const secret of mastodon.secrets()) secrets.add(secret)

  // Both are refused from now on, with a card each.
  mastodon.revokeAll()
  await owner.revokeAppPassword('vigie')
  await team.client.awaitMessage('alerts', one => one.card.header.startsWith('Mastodon refuses'))
  said.push(JSON.stringify(await team.client.command('sam', 'status')))
  for (const path of ['/metrics', '/readyz', '/healthz']) said.push(await (await team.client.get(path)).text())
  for (const words of [['account', 'list'], ['doctor'], ['doctor', '--json']]) {
    const { stdout, stderr } = await team.run(words)
    said.push(stdout, stderr)
  }
  for (const channel of ['mentions', 'alerts', 'drafts', 'digest', '@sam']) {
    said.push(JSON.stringify(await team.client.messages(channel)))
  }
  const everything = { log: team.lines.join('\n'), said: said.join('\n'), database: await dump(team) }
  expect(team.lines.length).toBeGreaterThan(15)
  // What is looked for can be found at all.
  expect(everything.said).toContain('acme')
  expect(everything.database).toContain('"state":"confirmed"')
  const leaks = [...secrets].flatMap(secret =>
    Object.entries(everything).flatMap(([place, text]) => {
      const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')]
      const at = forms.map(form => text.indexOf(form)).find(index => index >= 0)
      return at === undefined ? [] : [`${place}: …${text.slice(Math.max(0, at - 200), at + secret.length + 20)}…`]
    }),
  )
  expect(leaks).toEqual([])
  // Tokens of Bluesky, which nobody but its server and the sealed column has seen: they have a shape of their own.
  for (const text of Object.values(everything)) expect(text).not.toMatch(/\beyJ[\w-]{10,}\.[\w-]{10,}\./)
  expect(secrets.size).toBeGreaterThan(50)
})
