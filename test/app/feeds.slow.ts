import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { rss, startFeedServer } from '../support/feeds/server.ts'
import { makeDataDirectory, startVigie } from '../support/process.ts'

vi.setConfig({ testTimeout: 60_000 })

let directory: Awaited<ReturnType<typeof makeDataDirectory>>
beforeAll(async () => {
  directory = await makeDataDirectory()
})
afterAll(() => directory[Symbol.asyncDispose]())

/** What somebody is answered who types a command. */
async function command(url: string, text: string): Promise<string> {
  const response = await fetch(`${url}/local/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'mentions', user: 'sam', text }),
  })
  return JSON.stringify(await response.json())
}

test('the bundle reads feeds, in a process that does not keep it from ending', async () => {
  await using site = await startFeedServer()
  const item = { title: 'Acme opens a shop', guid: 'one', at: new Date() }
  const address = site.publish('/feed', rss('Daily News', [item]))
  await using vigie = await startVigie({
    dataDirectory: directory.path,
    environment: { VIGIE_ALLOW_INTERNAL_ADDRESSES: 'true' },
  })
  expect(await command(vigie.url, `feed add ${address}`)).toContain('Added: Daily News')
  const headers = async () => {
    const messages = await (await fetch(`${vigie.url}/local/channels/mentions/messages`)).json()
    return JSON.stringify(messages)
  }
  await eventually(headers).toContain('Acme opens a shop')
  expect(await vigie.stop('SIGTERM')).toMatchObject({ code: 0, stderr: '' })
})
