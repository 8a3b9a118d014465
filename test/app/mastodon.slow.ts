import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import { createLocalClient, type LocalClient, wordsOf } from '../support/local-client.ts'
import { type FakeMastodon, startFakeMastodon } from '../support/mastodon/fake.ts'
import { GOTOSOCIAL, type Habits, MASTODON } from '../support/mastodon/habits.ts'
import { type Person, personOf } from '../support/mastodon/person.ts'
import { makeDataDirectory, runVigie, startVigie } from '../support/process.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

/** Milliseconds that a search, an attempt or a look-up may take to come round: searches do every two minutes. */
const PATIENCE = 200_000

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: PATIENCE, interval: 200 })

/** The whole of Vigie with the brand's account on a server, as people meet it. */
describe.each<[string, Habits]>([
  ['Mastodon', MASTODON],
  ['GoToSocial', GOTOSOCIAL],
])('a team on %s', (_, habits) => {
  const resources = new AsyncDisposableStack()
  let server: FakeMastodon
  let proxy: FaultyProxy
  let team: LocalClient
  let brand: Person
  let ann: Person
  beforeAll(async () => {
    server = resources.use(await startFakeMastodon(habits))
    proxy = resources.use(await startFaultyProxy(server.url))
    const directory = resources.use(await makeDataDirectory())
    const secret = await server.signUp('brand')
    brand = await personOf(server.url, secret)
    ann = await personOf(server.url, await server.signUp('ann'))
    const environment = { VIGIE_ALLOW_INTERNAL_ADDRESSES: 'true' }
    const vigie = resources.use(await startVigie({ dataDirectory: directory.path, environment }))
    team = createLocalClient(vigie.url)
    const words = ['account', 'add', 'mastodon', '--brand', 'acme', '--handle', 'brand', '--service', proxy.url]
    const added = await runVigie(words, {
      dataDirectory: directory.path,
      environment: { ...environment, VIGIE_ACCOUNT_SECRET: secret },
    })
    expect([added.code, added.stderr]).toEqual([0, ''])
    await server.streams.listening(1)
  })
  afterAll(() => resources.disposeAsync())

  const heard = async () => (await team.messages('mentions')).map(wordsOf).join('\n')
  const texts = async () => (await brand.posts()).map(({ text }) => text)
  const postNamed = async (text: string) => (await brand.posts()).find(one => one.text === text)

  /** Camille writes a post for the account alone, and Noor approves it. */
  async function publish(text: string): Promise<void> {
    const { modal } = await team.command('camille', 'draft')
    const accounts = modal?.fields.find(({ id }) => id === 'account')?.options as { value: string; label: string }[]
    const account = accounts.find(({ label }) => label.includes('Mastodon'))?.value ?? ''
    const values = Object.fromEntries(modal!.fields.map(({ id, value }) => [id, value]))
    const sent = await team.submit('camille', modal!.id, { ...values, text, account })
    expect(sent.errors).toBeUndefined()
    await approve(text)
  }

  async function approve(text: string): Promise<void> {
    const [first = ''] = text.split('\n')
    const draft = await team.awaitMessage('drafts', one => wordsOf(one).includes(first))
    await team.press('noor', 'drafts', draft, 'draft.approve')
  }

  test('hears at once what is addressed to it, and answers so that its author hears of it', async () => {
    await ann.write('@brand when do you open?')
    const card = await team.awaitMessage('mentions', one => wordsOf(one).includes('when do you open'))
    const { modal } = await team.press('camille', 'mentions', card, 'mention.reply')
    const opening = modal?.fields.find(({ id }) => id === 'text')?.value
    expect(opening).toBe(`@ann@${new URL(server.url).host} `)
    await team.submit('camille', modal!.id, { text: `${opening}At nine` })
    await approve('At nine')
    await eventually(texts).toContain(`${opening}At nine`)
    await eventually(async () => (await ann.toldOf()).length).toBe(1)
  })

  test('hears what was said while the server was away, and publishes a thread once and whole', async () => {
    server.streams.cut()
    await ann.write('@brand in between')
    proxy.disturb('POST /api/v1/statuses', 'lose-answer')
    await publish('One of three\n---\nTwo of three\n---\nThree of three')
    await eventually(texts).toContain('One of three')
    await server.stop()
    await server.start()
    await eventually(texts).toContain('Three of three')
    const all = await texts()
    for (const part of ['One', 'Two', 'Three']) expect(all.filter(text => text === `${part} of three`)).toHaveLength(1)
    expect((await postNamed('Two of three'))?.replyTo).toBe((await postNamed('One of three'))?.id)
    expect((await postNamed('Three of three'))?.replyTo).toBe((await postNamed('Two of three'))?.id)
    await eventually(heard).toContain('in between')
  })

  test('edits what is out, once somebody has approved it, though the first answer is lost', async () => {
    await publish('Open on Monday')
    await eventually(texts).toContain('Open on Monday')
    const id = (await postNamed('Open on Monday'))?.id
    const out = (words: string) => words.includes('Published') && words.includes('Open on Monday')
    const card = await team.awaitMessage('drafts', one => out(wordsOf(one)))
    const { modal } = await team.press('camille', 'drafts', card, 'draft.correct')
    const [field] = modal!.fields
    expect(field?.value).toBe('Open on Monday')
    await team.submit('camille', modal!.id, { [field!.id]: 'Open on Tuesday' })
    proxy.disturb(`v1/statuses/${id}`, 'lose-answer')
    await approve('Open on Tuesday')
    await eventually(async () => (await postNamed('Open on Tuesday'))?.id).toBe(id)
    await eventually(async () => (await team.messages('drafts')).map(wordsOf).join('\n')).toContain(
      'Published: edit of a published post',
    )
    const edits = proxy.seen.filter(one => one.startsWith('PUT') && one.includes(`${id}`))
    expect(edits).toHaveLength(2)
    expect(await texts()).not.toContain('Open on Monday')
  })

  test('likes and reposts through a lost answer and an outage, and deletes a thread from its end', async () => {
    const id = await ann.write('@brand the best lamps there are')
    const cardWith = (...all: readonly string[]) =>
      team.awaitMessage('mentions', one => ['best lamps', ...all].every(word => wordsOf(one).includes(word)))
    proxy.disturb(`v1/statuses/${id}/favourite`, 'lose-answer')
    await team.press('camille', 'mentions', await cardWith(), 'mention.like')
    const liked = await cardWith('Liked by Camille')
    expect(await brand.liked()).toEqual([id])
    const { modal } = await team.press('noor', 'mentions', liked, 'mention.repost')
    await server.stop()
    await team.submit('noor', modal!.id, { sure: 'repost' })
    await cardWith('cannot be reached at the moment')
    await server.start()
    await eventually(() => brand.reposted()).toEqual([id])
    const both = await cardWith('Reposted by Noor')
    await team.press('camille', 'mentions', both, 'mention.unlike')
    await eventually(() => brand.liked()).toEqual([])
    await team.press('noor', 'mentions', await cardWith('Reposted by Noor'), 'mention.unrepost')
    await eventually(() => brand.reposted()).toEqual([])

    await publish('Wrong one\n---\nWrong two')
    await eventually(texts).toContain('Wrong two')
    const out = await team.awaitMessage('drafts', one => /Published.*Wrong one/.test(wordsOf(one)))
    const asked = await team.press('noor', 'drafts', out, 'draft.delete')
    const { options } = asked.modal!.fields[0] as unknown as { options: { value: string }[] }
    await team.submit('noor', asked.modal!.id, { accounts: options[0]!.value })
    await team.awaitMessage('drafts', one => /Deleted.*Wrong one/.test(wordsOf(one)))
    expect((await texts()).filter(text => text.startsWith('Wrong'))).toEqual([])
  })

  test('asks a person about what may or may not be out, and sends nothing meanwhile', async () => {
    proxy.disturb('POST /api/v1/statuses', 'lose-request')
    await publish('Did it arrive?')
    const card = async () =>
      (await team.messages('drafts')).map(wordsOf).find(words => words.includes('Did it arrive?'))
    await eventually(card).toContain('Outcome unknown')
    expect(await texts()).not.toContain('Did it arrive?')
  })

  test('hears what is said of it: by its words where the server finds them, by its hashtags everywhere', async () => {
    await ann.write('A cup at #Acme')
    await ann.write('Acme is by the river')
    await eventually(heard).toContain('A cup at #Acme')
    if (habits.findsWords) await eventually(heard).toContain('Acme is by the river')
    const { ephemeral = '' } = await team.command('camille', 'status')
    expect(ephemeral.includes('only by hashtags')).toBe(!habits.findsWords)
  })
})
