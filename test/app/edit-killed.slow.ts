import { expect, test, vi } from 'vitest'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { createLocalClient, type LocalClient, wordsOf } from '../support/local-client.ts'
import { startFakeMastodon } from '../support/mastodon/fake.ts'
import { MASTODON } from '../support/mastodon/habits.ts'
import { personOf } from '../support/mastodon/person.ts'
import { makeDataDirectory, runVigie, startVigie } from '../support/process.ts'

vi.setConfig({ testTimeout: 180_000 })

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 60_000, interval: 100 })

/** Noor approves what says so, once it is there. */
async function approve(team: LocalClient, text: string): Promise<void> {
  const draft = await team.awaitMessage('drafts', one => wordsOf(one).includes(text))
  await team.press('noor', 'drafts', draft, 'draft.approve')
}

test('an edit whose process is killed before it knows the answer is done, once the next one runs', async () => {
  await using server = await startFakeMastodon(MASTODON)
  await using proxy = await startFaultyProxy(server.url)
  await using directory = await makeDataDirectory()
  const secret = await server.signUp('brand')
  const brand = await personOf(server.url, secret)
  const options = { dataDirectory: directory.path, environment: { VIGIE_ALLOW_INTERNAL_ADDRESSES: 'true' } }
  await using first = await startVigie(options)
  const words = ['account', 'add', 'mastodon', '--brand', 'acme', '--handle', 'brand', '--service', proxy.url]
  const environment = { ...options.environment, VIGIE_ACCOUNT_SECRET: secret }
  expect((await runVigie(words, { ...options, environment })).code).toBe(0)

  const before = createLocalClient(first.url)
  const { modal } = await before.command('camille', 'draft Open on Monday')
  const accounts = modal?.fields.find(({ id }) => id === 'account')?.options as { value: string; label: string }[]
  const account = accounts.find(({ label }) => label.includes('Mastodon'))?.value ?? ''
  const values = Object.fromEntries(modal!.fields.map(({ id, value }) => [id, value]))
  await before.submit('camille', modal!.id, { ...values, account })
  await approve(before, 'Open on Monday')
  const posts = async () => (await brand.posts()).map(({ text }) => text)
  await eventually(posts).toEqual(['Open on Monday'])
  const card = await before.awaitMessage('drafts', one => wordsOf(one).includes('Published'))
  const form = (await before.press('camille', 'drafts', card, 'draft.correct')).modal!
  await before.submit('camille', form.id, { [form.fields[0]!.id]: 'Open on Tuesday' })
  const id = (await brand.posts())[0]?.id
  proxy.disturb(`v1/statuses/${id}`, 'lose-request')
  await approve(before, 'Open on Tuesday')
  const edits = () => proxy.seen.filter(one => one === `PUT /api/v1/statuses/${id}`).length
  await eventually(edits).toBe(1)
  await first.stop('SIGKILL')
  expect(await posts()).toEqual(['Open on Monday'])

  await using second = await startVigie(options)
  const after = createLocalClient(second.url)
  await eventually(posts).toEqual(['Open on Tuesday'])
  await eventually(async () => (await after.messages('drafts')).map(wordsOf).join('\n')).toContain(
    'Published: edit of a published post',
  )
  expect(edits()).toBe(2)
  const all = (await after.messages('drafts')).map(wordsOf)
  expect(all.filter(one => one.includes('Open on Tuesday'))).toHaveLength(2)
})
