import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { findChromium, launchChromium } from '../http/local/browser.ts'
import { createTestAddress, urlOf } from '../support/database.ts'
import { pngOf } from '../support/images.ts'
import {
  createLocalClient,
  type LocalAnswer,
  type LocalClient,
  type LocalMessage,
  wordsOf,
} from '../support/local-client.ts'
import type { Person } from '../support/mastodon/person.ts'
import { type Snac, startSnac } from '../support/mastodon/snac.ts'
import { makeDataDirectory, runVigie, startVigie } from '../support/process.ts'

const program = process.env.SNAC ?? ''
const chromiumPath = findChromium()
const isThere = program !== '' && chromiumPath !== undefined

/** Milliseconds that a read, an attempt or a look-up may take to come round. */
const PATIENCE = 150_000
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: PATIENCE, interval: 200 })

/** From the command in the chat over the server's own page to the word in the chat, as a person with a browser does it. */
async function connectInBrowser(team: LocalClient, snac: Snac): Promise<void> {
  const { link } = await team.command('sam', 'connect mastodon')
  await using stack = new AsyncDisposableStack()
  const browser = await launchChromium(chromiumPath ?? '')
  stack.defer(() => browser.close())
  const page = await browser.newPage({ locale: 'en-GB' })
  page.setDefaultTimeout(20_000)
  await page.goto(link!.url)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.locator('#network-service').fill(snac.url)
  await page.getByRole('button', { name: 'Go on to the server' }).click()
  // snac's own page.
  await page.locator('input[name=login]').fill('brand')
  await page.locator('input[name=passwd]').fill('wrong')
  await page.getByRole('button', { name: 'OK' }).click()
  await page.getByText('LOGIN INCORRECT').waitFor()
  await page.locator('input[name=login]').fill('brand')
  await page.locator('input[name=passwd]').fill(snac.passwordOf('brand'))
  await page.getByRole('button', { name: 'OK' }).click()
  await page
    .getByText(`@${snac.named('brand')}`)
    .first()
    .waitFor()
  expect(page.url()).not.toMatch(/code|state/)
  const card = await team.awaitMessage('@sam', one => one.actions.some(({ id }) => id.startsWith('connection.')))
  expect((await team.press('sam', '@sam', card, 'connection.confirm')).notice).toContain('Connected.')
}

/** Everything in the files below a directory, but for those named so. */
async function filesIn(directory: string, except: RegExp): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const texts = await Promise.all(paths.filter(path => !except.test(path)).map(path => readFile(path, 'latin1')))
  return texts.join('\n')
}

/** All tables, what is sealed included. */
async function dump(address: Parameters<typeof openDatabase>[0]): Promise<string> {
  await using database = await openDatabase(address)
  const { rows: tables } = await database.connection.execute<{ schema: string; name: string }>(
    sql`select table_schema as schema, table_name as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  )
  const all: string[] = []
  for (const { schema, name } of tables) {
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`
    const { rows } = await database.connection.execute(sql`select one::text as row from ${table} as one`)
    all.push(JSON.stringify(rows))
  }
  expect(all.length).toBeGreaterThan(20)
  return all.join('\n')
}

/** Tokens, and the secrets of apps, as snac keeps them; and passwords. */
async function secretsOf(snac: Snac): Promise<readonly string[]> {
  const kept = await filesIn(join(snac.directory, 'data'), /\/(?:user|object|queue|inbox|tag)\//)
  const named = [...kept.matchAll(/"(?:token|client_secret|code)": "([0-9a-f]{32})"/g)].map(match => match[1] ?? '')
  return [...named, snac.passwordOf('brand')]
}

function createDesk(team: LocalClient) {
  async function accountValue(modal: NonNullable<LocalAnswer['modal']>): Promise<string> {
    const options = modal.fields.find(({ id }) => id === 'account')?.options as { value: string; label: string }[]
    return options.find(({ label }) => label.includes('Mastodon'))?.value ?? ''
  }
  async function approve(words: string): Promise<void> {
    const isReady = ({ actions }: LocalMessage) => actions.some(({ id }) => id.startsWith('draft.approve:'))
    const draft = await team.awaitMessage('drafts', one => wordsOf(one).includes(words) && isReady(one))
    await team.press('noor', 'drafts', draft, 'draft.approve')
  }
  return {
    approve,
    /** Camille writes it and Noor approves it. */
    async publish(text: string, more: Record<string, string> = {}): Promise<void> {
      const { modal } = await team.command('camille', 'draft')
      const values = Object.fromEntries(modal!.fields.map(({ id, value }) => [id, value]))
      const account = await accountValue(modal!)
      let step = await team.submit('camille', modal!.id, { ...values, text, account, ...more })
      for (; step.modal !== undefined; ) {
        const next = step.modal.fields.map(({ id, value }) => [id, id === 'alternative-1' ? 'A red ship' : value])
        step = await team.submit('camille', step.modal.id, Object.fromEntries(next))
      }
      expect(step.errors).toBeUndefined()
      await approve(text.split('\n')[0] ?? '')
    },
  }
}

async function hear(team: LocalClient, words: string): Promise<number> {
  return (await team.messages('mentions')).filter(one => wordsOf(one).includes(words)).length
}

const countOf = async (person: Person, text: string) => (await person.posts()).filter(one => one.text === text).length

describe.skipIf(!isThere)('a team on snac (needs SNAC, see test/contract/snac/build.sh, and Chromium)', () => {
  test('connects, hears, answers, publishes; its server is killed meanwhile, and no secret is left anywhere', {
    timeout: 600_000,
  }, async () => {
    await using resources = new AsyncDisposableStack()
    const snac = resources.use(await startSnac(program))
    const brand = await snac.person(await snac.signUp('brand'))
    const ann = await snac.person(await snac.signUp('ann'))
    const directory = resources.use(await makeDataDirectory())
    const address = await createTestAddress()
    const environment = {
      ...{ DATABASE_URL: urlOf(address), VIGIE_ALLOW_INTERNAL_ADDRESSES: 'true', LOG_LEVEL: 'trace' },
      LOCAL_WORKSPACE_PASSWORD: '',
    }
    const vigie = resources.use(await startVigie({ dataDirectory: directory.path, environment }))
    const team = createLocalClient(vigie.url)
    const desk = createDesk(team)
    await connectInBrowser(team, snac)

    // A mention, and its answer.
    const question = await ann.write('@brand when do you open?')
    await eventually(() => hear(team, 'when do you open')).toBe(1)
    const card = await team.awaitMessage('mentions', one => wordsOf(one).includes('when do you open'))
    const { modal } = await team.press('camille', 'mentions', card, 'mention.reply')
    const opening = modal?.fields.find(({ id }) => id === 'text')?.value ?? ''
    expect(opening).toBe(`@${snac.named('ann')} `)
    await team.submit('camille', modal!.id, { text: `${opening}At nine` })
    await desk.approve('At nine')
    await eventually(() => countOf(brand, `${opening}At nine`)).toBe(1)
    const answer = (await brand.posts()).find(({ text }) => text === `${opening}At nine`)
    expect(answer?.replyTo).toBe(question)
    await eventually(async () => (await ann.toldOf()).includes(answer?.id ?? '')).toBe(true)

    // An image with what is said of it.
    const headers = { 'content-type': 'application/octet-stream' }
    const body = new Uint8Array(pngOf(60, 40))
    const handed = await fetch(`${vigie.url}/local/media`, { method: 'POST', headers, body })
    const { id: media } = (await handed.json()) as { id: string }
    await desk.publish('A picture for you', { files: media })
    await eventually(() => countOf(brand, 'A picture for you')).toBe(1)
    const pictured = (await brand.posts()).find(({ text }) => text === 'A picture for you')
    expect(pictured?.images).toMatchObject([{ alternative: 'A red ship', width: 60, height: 40 }])

    // Killed while a thread goes out, and while somebody is to be heard.
    await ann.write('@brand in between')
    await snac.settle(brand, [])
    const parts = Array.from({ length: 20 }, (_, index) => `Part ${index + 1} of the thread`)
    const out = async () => (await brand.posts()).filter(({ text }) => parts.includes(text))
    await desk.publish(parts.join('\n---\n'))
    while ((await out()).length < 3);
    await snac.stop()
    await eventually(async () => (await team.command('camille', 'status')).ephemeral).toMatch(
      /Mastodon.*(?:ECONNREFUSED|hang up)/,
    )
    await snac.start()
    // A part may have been on its way: it is looked for, and where it is not found, somebody is asked.
    await eventually(async () => {
      const asking = (await team.messages('drafts')).find(({ actions }) =>
        actions.some(({ id }) => id.startsWith('draft.absent:')),
      )
      if (asking !== undefined) await team.press('noor', 'drafts', asking, 'draft.absent')
      return (await out()).length
    }).toBe(parts.length)
    const chain = new Map((await out()).map(one => [one.text, one]))
    for (const [index, part] of parts.entries()) {
      expect(chain.get(part)?.replyTo).toBe(index === 0 ? null : chain.get(parts[index - 1] ?? '')?.id)
    }
    await eventually(() => hear(team, 'in between')).toBe(1)
    expect(await hear(team, 'when do you open')).toBe(1)
    const { ephemeral } = await team.command('camille', 'status')
    expect(ephemeral).toContain('only by hashtags')

    // Taken out from the command line, which makes snac forget the app with the token, and connected again.
    const at = { dataDirectory: directory.path, environment }
    const listed = (await runVigie(['account', 'list'], at)).stdout.split('\n')
    const [id = ''] = listed.find(line => line.includes('mastodon'))?.split('\t') ?? []
    const tokens = () => readdir(join(snac.directory, 'data/token'))
    const before = (await tokens()).length
    const removed = await runVigie(['account', 'remove', id], at)
    expect([removed.code, removed.stdout]).toEqual([0, expect.not.stringContaining('was not reached')])
    expect(await tokens()).toHaveLength(before - 1)
    await connectInBrowser(team, snac)
    await ann.write('@brand are you still there?')
    await eventually(() => hear(team, 'are you still there?')).toBe(1)
    expect(await hear(team, 'when do you open')).toBe(1)

    // Nothing secret in what is said, kept or shown.
    const secrets = await secretsOf(snac)
    expect(secrets.length).toBeGreaterThan(3)
    const shown = await Promise.all(['mentions', 'alerts', 'drafts', '@sam'].map(name => team.messages(name)))
    const { stderr, stdout } = await vigie.stop()
    const everything = [stderr, stdout, JSON.stringify(shown), await filesIn(directory.path, /$^/), await dump(address)]
    for (const secret of secrets) for (const text of everything) expect(text.includes(secret)).toBe(false)
  })
})
