import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startFakeBluesky } from '../support/bluesky/fake.ts'
import { type Person, signUp } from '../support/bluesky/person.ts'
import { isRealBlueskyInstalled, startRealBluesky } from '../support/bluesky/real.ts'
import type { BlueskyServer } from '../support/bluesky/server.ts'
import { createTestAddress } from '../support/database.ts'
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import { createLocalClient, type LocalClient, wordsOf } from '../support/local-client.ts'
import { makeDataDirectory, type RunningVigie, runVigie, startVigie } from '../support/process.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

/** Milliseconds that a search, an attempt or a look-up may take to come round. */
const PATIENCE = 120_000

/** The whole of Vigie with the brand's account on Bluesky, as people meet it. */
function describeTeam(name: string, startServer: () => Promise<BlueskyServer>): void {
  describe(`a team on ${name}`, () => {
    const resources = new AsyncDisposableStack()
    let server: BlueskyServer
    let proxy: FaultyProxy
    let vigie: RunningVigie
    let team: LocalClient
    let brand: Person
    let ann: Person
    beforeAll(async () => {
      server = resources.use(await startServer())
      proxy = resources.use(await startFaultyProxy(server.url))
      const directory = resources.use(await makeDataDirectory())
      brand = await signUp(server.url, 'brand.test')
      ann = await signUp(server.url, 'ann.test')
      vigie = resources.use(await startVigie({ dataDirectory: directory.path }))
      team = createLocalClient(vigie.url)
      const words = ['account', 'add', 'bluesky', '--brand', 'acme', '--handle', brand.handle, '--service', proxy.url]
      const environment = { VIGIE_ACCOUNT_SECRET: await brand.createAppPassword('vigie') }
      const added = await runVigie(words, { dataDirectory: directory.path, environment })
      expect([added.code, added.stderr]).toEqual([0, ''])
    })
    afterAll(() => resources.disposeAsync())

    const texts = async () => (await brand.posts()).map(({ value }) => value.text)
    const postNamed = async (text: string) => (await brand.posts()).find(({ value }) => value.text === text)
    const parentOf = async (text: string) =>
      ((await postNamed(text))?.value.reply as { parent: { uri: string } } | undefined)?.parent.uri

    /** Camille writes a post for Bluesky alone, and Noor approves it. */
    async function publish(text: string): Promise<void> {
      const { modal } = await team.command('camille', 'draft')
      const accounts = modal?.fields.find(({ id }) => id === 'account')?.options as { value: string; label: string }[]
      const account = accounts.find(({ label }) => label.includes('Bluesky'))?.value ?? ''
      const values = Object.fromEntries(modal!.fields.map(({ id, value }) => [id, value]))
      const sent = await team.submit('camille', modal!.id, { ...values, text, account })
      expect(sent.errors).toBeUndefined()
      const [first = ''] = text.split('\n')
      const draft = await team.awaitMessage('drafts', one => wordsOf(one).includes(first))
      await team.press('noor', 'drafts', draft, 'draft.approve')
    }

    const eventually = <T>(look: () => T) => expect.poll(look, { timeout: PATIENCE, interval: 200 })

    test('hears what is addressed to it and what is said of it, each once, and not itself', async () => {
      await ann.write({ text: '@brand.test when do you open?', mentions: brand.did })
      await ann.write({ text: 'Acme is by the river' })
      await ann.write({ text: '@brand.test Acme is both', mentions: brand.did })
      await ann.write({ text: 'Macme is something else' })
      await brand.write({ text: 'Acme says so itself' })
      await server.settle()
      const heard = async () => (await team.messages('mentions')).map(wordsOf).join('\n')
      for (const words of ['when do you open', 'Acme is by the river', 'Acme is both']) {
        await eventually(heard).toContain(words)
      }
      // Another round of both sources.
      const before = proxy.seen.filter(call => call.endsWith('searchPosts')).length
      await eventually(() => proxy.seen.filter(call => call.endsWith('searchPosts')).length).toBeGreaterThan(before)
      const cards = (await team.messages('mentions')).map(wordsOf)
      for (const words of ['when do you open', 'Acme is by the river', 'Acme is both']) {
        expect([words, cards.filter(card => card.includes(words)).length]).toEqual([words, 1])
      }
      expect(cards.some(card => /something else|says so itself/.test(card))).toBe(false)
    })

    test('publishes a thread once and whole, though an answer is lost and the server goes away in the middle', async () => {
      proxy.disturb('putRecord', 'lose-answer')
      await publish('One of three\n---\nTwo of three\n---\nThree of three')
      await eventually(texts).toContain('One of three')
      await server.stop()
      await server.start()
      await eventually(texts).toContain('Three of three')
      const all = await texts()
      for (const part of ['One', 'Two', 'Three'])
        expect(all.filter(text => text === `${part} of three`)).toHaveLength(1)
      expect(await parentOf('Two of three')).toBe((await postNamed('One of three'))?.uri)
      expect(await parentOf('Three of three')).toBe((await postNamed('Two of three'))?.uri)
    })

    test('likes and reposts through a lost answer and an outage, and deletes a thread from its end', async () => {
      const subjects = async (kind: 'like' | 'repost') =>
        (await brand.list(`app.bsky.feed.${kind}`)).map(({ value }) => (value.subject as { uri: string }).uri)
      const { uri } = await ann.write({ text: 'Acme makes the best lamps' })
      await server.settle()
      const cardWith = (...all: readonly string[]) =>
        team.awaitMessage('mentions', one => ['best lamps', ...all].every(word => wordsOf(one).includes(word)))
      await eventually(async () => (await team.messages('mentions')).map(wordsOf).join('\n')).toContain('best lamps')
      proxy.disturb('putRecord', 'lose-answer')
      await team.press('camille', 'mentions', await cardWith(), 'mention.like')
      const liked = await cardWith('Liked by Camille')
      expect(await subjects('like')).toEqual([uri])
      const { modal } = await team.press('noor', 'mentions', liked, 'mention.repost')
      await server.stop()
      await team.submit('noor', modal!.id, { sure: 'repost' })
      await cardWith('cannot be reached at the moment')
      await server.start()
      await eventually(() => subjects('repost')).toEqual([uri])
      await team.press('camille', 'mentions', await cardWith('Reposted by Noor'), 'mention.unlike')
      await eventually(() => subjects('like')).toEqual([])
      await team.press('noor', 'mentions', await cardWith('Reposted by Noor'), 'mention.unrepost')
      await eventually(() => subjects('repost')).toEqual([])

      await publish('Wrong one\n---\nWrong two')
      await eventually(texts).toContain('Wrong two')
      const out = await team.awaitMessage('drafts', one => /Published.*Wrong one/.test(wordsOf(one)))
      const asked = await team.press('noor', 'drafts', out, 'draft.delete')
      const { options } = asked.modal!.fields[0] as unknown as { options: { value: string }[] }
      await team.submit('noor', asked.modal!.id, { accounts: options[0]!.value })
      await team.awaitMessage('drafts', one => /Deleted.*Wrong one/.test(wordsOf(one)))
      expect((await texts()).filter(text => String(text).startsWith('Wrong'))).toEqual([])
    })

    test('publishes while nothing can be read', async () => {
      await server.stopReadSide()
      try {
        await publish('Nobody hears, everybody reads')
        await eventually(texts).toContain('Nobody hears, everybody reads')
      } finally {
        await server.startReadSide()
      }
    })

    test('keeps what could not go out, and hears what was said meanwhile', async () => {
      await ann.write({ text: 'Acme at lunch' })
      await server.settle()
      await server.stop()
      try {
        await publish('After the outage')
        const isUnderWay = (words: string) => words.includes('After the outage') && words.includes('Publishing')
        await team.awaitMessage('drafts', one => isUnderWay(wordsOf(one)))
      } finally {
        await server.start()
      }
      await eventually(texts).toContain('After the outage')
      const heard = async () => (await team.messages('mentions')).map(wordsOf).join('\n')
      await eventually(heard).toContain('Acme at lunch')
      expect((await texts()).filter(text => text === 'After the outage')).toHaveLength(1)
    })
  })
}

describeTeam('Bluesky', startFakeBluesky)
if (isRealBlueskyInstalled()) {
  describeTeam('the real Bluesky', async () => startRealBluesky(await createTestAddress()))
}
