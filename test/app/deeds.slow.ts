import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLocalClient, type LocalClient, wordsOf } from '../support/local-client.ts'
import { makeDataDirectory } from '../support/process.ts'

const root = join(import.meta.dirname, '../..')

let directory: Awaited<ReturnType<typeof makeDataDirectory>>
beforeAll(async () => {
  directory = await makeDataDirectory()
})
afterAll(() => directory[Symbol.asyncDispose]())

/** Starts an app on the directory; whatever it complains about is a failure. */
async function start(): Promise<App> {
  const complaints: string[] = []
  const log = pino({ level: 'error' }, { write: line => void complaints.push(line) })
  const app = await startApp({ config: readConfig({ PORT: '0', DATA_DIR: directory.path }), log, root })
  return {
    ...app,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      expect(complaints).toEqual([])
    },
  }
}

/** What the public sees below a post. */
async function marksBelow(client: LocalClient, id: string): Promise<string> {
  const page = await (await client.get('/')).text()
  return page.split(`data-like="${id}">`)[1]?.split('<form')[0]?.slice(0, 400) ?? ''
}

function cardOf(client: LocalClient, text: string, ...words: readonly string[]) {
  return client.awaitMessage('mentions', one => [text, ...words].every(word => wordsOf(one).includes(word)))
}

test('a post is liked, reposted and given back, and one of ours deleted, as the public of the local network sees it', async () => {
  const text = 'Acme makes the best lamps'
  let id = ''
  {
    await using app = await start()
    const client = createLocalClient(app.url)
    id = (await client.post('robin', text)).id
    const card = await cardOf(client, text)
    expect(await client.press('alex', 'mentions', card, 'mention.like')).toHaveProperty('update')
    const liked = await cardOf(client, text, 'Liked by Alex')
    expect(await marksBelow(client, id)).toMatch(/^[^<]* · 1</)
    const { modal } = await client.press('noor', 'mentions', liked, 'mention.repost')
    expect(modal).toMatchObject({ quote: text })
    await client.submit('noor', modal!.id, { sure: 'repost' })
    await cardOf(client, text, 'Reposted by Noor')
    const french = await (await client.get('/local/channels/mentions/messages?language=fr')).text()
    expect(french).toContain('Partagé par Noor, en tant que @acme.')
    const refused = await client.press('camille', 'mentions', await cardOf(client, text), 'mention.unrepost')
    expect(refused.ephemeral).toContain('Only approvers')
  }
  await using app = await start()
  const client = createLocalClient(app.url)
  await client.press('camille', 'mentions', await cardOf(client, text), 'mention.unlike')
  await client.awaitMessage('mentions', one => wordsOf(one).includes(text) && !/Liked by|on its way/.test(wordsOf(one)))
  expect(await marksBelow(client, id)).not.toMatch(/^[^<]* · 1</)

  const { modal } = await client.command('camille', 'draft One\n---\nTwo', 'drafts')
  const account = modal?.fields.find(field => field.id === 'account')?.value ?? ''
  await client.submit('camille', modal!.id, { account, text: 'One\n---\nTwo', when: '' })
  const waiting = await client.awaitMessage('drafts', one => one.card.header.startsWith('To review'))
  await client.press('noor', 'drafts', waiting, 'draft.approve')
  const published = await client.awaitMessage('drafts', one => one.card.header.startsWith('Published'))
  expect((await client.posts()).filter(post => post.author === 'acme')).toHaveLength(2)
  const asked = await client.press('noor', 'drafts', published, 'draft.delete')
  const accounts = (asked.modal!.fields[0] as unknown as { options: { value: string }[] }).options[0]!.value
  expect(await client.submit('noor', asked.modal!.id, { accounts })).toHaveProperty('update')
  await client.awaitMessage('drafts', one => one.card.header === 'Deleted: post')
  expect((await client.posts()).filter(post => post.author === 'acme')).toEqual([])
})
