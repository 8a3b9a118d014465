import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { findRunningDatabase } from '../../src/db/embedded/index.ts'
import { ListenError } from '../../src/http/server.ts'
import { createTestAddress, urlOf } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { createLocalClient, wordsOf } from '../support/local-client.ts'
import { makeDataDirectory, processesIn } from '../support/process.ts'
import { listenHttp } from '../support/sockets.ts'

const root = join(import.meta.dirname, '../..')

let directory: Awaited<ReturnType<typeof makeDataDirectory>>
beforeAll(async () => {
  directory = await makeDataDirectory()
})
afterAll(() => directory[Symbol.asyncDispose]())

/** Starts an app with these variables; whatever it complains about is a failure. */
async function start(variables: Readonly<Record<string, string>>): Promise<App> {
  const complaints: string[] = []
  const log = pino({ level: 'error' }, { write: line => void complaints.push(line) })
  const app = await startApp({ config: readConfig({ PORT: '0', ...variables }), log, root })
  return {
    ...app,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      expect(complaints).toEqual([])
    },
  }
}

describe('an app on its own database', () => {
  test('stops cleanly with a reader still connected, and goes on where it was', async () => {
    const variables = { DATA_DIR: directory.path }
    const first = await start(variables)
    const client = createLocalClient(first.url)
    await client.post('robin', 'Acme is here')
    const shown = await client.awaitMessage('mentions', one => wordsOf(one).includes('Acme is here'))
    const events = await fetch(`${first.url}/local/events`)
    await first[Symbol.asyncDispose]()
    await events.body?.cancel().catch(() => {})
    await expect(fetch(`${first.url}/healthz`)).rejects.toThrow()
    expect(await findRunningDatabase(directory.path)).toBeUndefined()
    if (process.platform === 'linux') expect(await processesIn(directory.path)).toEqual([])

    await using second = await start(variables)
    const again = createLocalClient(second.url)
    expect((await again.messages('mentions')).map(one => one.id)).toEqual([shown.id])
    expect(await again.posts()).toHaveLength(1)
    await again.press('camille', 'mentions', shown, 'mention.ignore')
    await again.awaitMessage('mentions', one => one.card.header.startsWith('Ignored'))
  })

  test('that cannot listen holds nothing afterwards', async () => {
    await using taken = await listenHttp((_request, response) => void response.end())
    const variables = { DATA_DIR: directory.path, PORT: String(taken.port) }
    const fault = await start(variables).catch((reason: unknown) => reason)
    expect(fault).toBeInstanceOf(ListenError)
    expect(String(fault)).toContain(`Port ${taken.port} on 127.0.0.1 is taken`)
    expect(await findRunningDatabase(directory.path)).toBeUndefined()
    await using app = await start({ DATA_DIR: directory.path })
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200)
  })

  test('on an address that others reach keeps the workspace to itself, unless there is a password', async () => {
    {
      await using app = await start({ DATA_DIR: directory.path, HOST: '0.0.0.0' })
      expect((await fetch(`${app.url}/`)).status).toBe(404)
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200)
    }
    const password = 'correct-horse'
    await using app = await start({ DATA_DIR: directory.path, HOST: '0.0.0.0', LOCAL_WORKSPACE_PASSWORD: password })
    expect((await fetch(`${app.url}/`)).status).toBe(401)
    const authorization = `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`
    expect((await fetch(`${app.url}/`, { headers: { authorization } })).status).toBe(200)
  })
})

describe('on a DATABASE_URL', () => {
  test('two apps share the work: what one hears the other shows, once', async () => {
    const variables = { DATA_DIR: directory.path, DATABASE_URL: urlOf(await createTestAddress()) }
    await using first = await start(variables)
    await using second = await start(variables)
    const [one, other] = [createLocalClient(first.url), createLocalClient(second.url)]
    for (let index = 0; index < 10; index++) await (index % 2 === 0 ? one : other).post('robin', `Acme ${index}`)
    await eventually(async () => (await one.messages('mentions')).length).toBe(10)
    const mention = (await other.messages('mentions'))[0]!
    const { modal } = await other.press('camille', 'mentions', mention, 'mention.reply')
    await one.submit('camille', modal!.id, { text: 'Hello!' })
    const draft = await other.awaitMessage('drafts', message => wordsOf(message).includes('Hello!'))
    await other.press('noor', 'drafts', draft, 'draft.approve')
    await eventually(async () => (await one.posts()).filter(post => post.author === 'acme')).toHaveLength(1)
    expect(await other.messages('mentions')).toHaveLength(10)
  })
})
