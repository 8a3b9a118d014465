import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Modal } from '../../src/chat/card.ts'
import { listUnusedMedia } from '../../src/db/queries/media.ts'
import { hashesIn } from '../../src/domain/content.ts'
import type { ReadLink } from '../../src/links/reader.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { pngOf } from '../support/images.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import {
  command,
  draftIdOf,
  draftOf,
  hear,
  modalOf,
  performDue,
  press,
  pressOnDraft,
  submit,
  writeReply,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()
const REVIEW = en('done.review', { channels: '#drafts' })
const URL = 'https://acme.example/lamps'
const TEXT = `New lamps: ${URL}.`

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const lamps = (change: Partial<Extract<ReadLink, { kind: 'read' }>> = {}): ReadLink => {
  return { kind: 'read', title: 'Lamps', description: 'All of them', image: null, ...change }
}

interface Reading extends World {
  /** What is behind links, by their address; nothing answers unless told. */
  readonly pages: Map<string, ReadLink>
  /** Addresses that were read, in order. */
  readonly read: readonly string[]
}

async function createReading(): Promise<Reading> {
  const pages = new Map<string, ReadLink>([[URL, lamps()]])
  const read: string[] = []
  const networks = [
    createScriptedNetwork({ name: 'cards', linkCards: true, threads: true }),
    createScriptedNetwork({ name: 'plain' }),
  ]
  const world = await createWorld(shared, {
    networks,
    holdsFiles: true,
    readLink: async url => {
      read.push(url)
      return pages.get(url) ?? { kind: 'failed', failure: 'unreachable' }
    },
  })
  return { ...world, pages, read }
}

function valuesOf(modal: Modal): Record<string, string> {
  return Object.fromEntries(modal.fields.map(({ id, value }) => [id, value]))
}

async function write(world: World, text = TEXT, account = world.account.id) {
  const modal = modalOf(await command(world, 'camille', 'draft'))
  const answer = await submit(world, 'camille', modal, { account, text, when: '' })
  return { id: draftIdOf(modal), modal, answer }
}

async function cardOf(world: World, id: string): Promise<string> {
  const answer = await press(world, 'camille', 'draft.edit', { id, version: 0 })
  return answer.kind === 'update' ? JSON.stringify(answer.card.en) : ''
}

async function stateOf(world: World, id: string): Promise<string> {
  return (await draftOf(world, id)).row.state
}

/** A draft in review whose page has been read. */
async function inReview(world: Reading, text = TEXT) {
  const { id } = await write(world, text)
  await world.attach.fetch(id)
  expect(await stateOf(world, id)).toBe('in-review')
  return id
}

async function form(world: World, id: string): Promise<Modal> {
  return modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
}

async function cardsOf(world: World, id: string) {
  const { variants } = (await draftOf(world, id)).revision.content
  return variants.map(({ link }) => link?.title ?? null)
}

describe('a post with a link', () => {
  test('goes to review once the page behind it has been read, and out with the card that was approved', async () => {
    const world = await createReading()
    const { id, answer } = await write(world)
    expect(answer).toEqual({ kind: 'ephemeral', text: en('done.links.reading') })
    expect(await stateOf(world, id)).toBe('draft')
    expect(world.jobs.sent).toContainEqual(expect.objectContaining({ name: 'fetch-files', payload: { draftId: id } }))
    await world.attach.fetch(id)
    expect(world.chat.told).toEqual([expect.objectContaining({ text: REVIEW })])
    const card = await cardOf(world, id)
    for (const text of [en('draft.card', { url: URL }), 'Lamps\\nAll of them']) expect(card).toContain(text)
    // What it says by then is of no interest any more.
    world.pages.set(URL, lamps({ title: 'Something else' }))
    await world.attach.fetch(id)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    const [post] = world.network.posts
    expect(post?.link).toEqual({ url: URL, title: 'Lamps', description: 'All of them', image: null })
    expect(world.read).toEqual([URL])
    expect(world.chat.told).toHaveLength(1)
  })

  test('has its picture kept like any other', async () => {
    const world = await createReading()
    const picture = pngOf(60, 40, 7)
    world.pages.set(URL, lamps({ image: picture }))
    const id = await inReview(world)
    const { content } = (await draftOf(world, id)).revision
    const [hash] = hashesIn(content)
    const inAYear = new Date(world.clock.now().getTime() + 365 * 86_400_000)
    expect(await listUnusedMedia(shared.database.connection, inAYear)).not.toContain(hash)
    expect(await cardOf(world, id)).toContain('60 × 40')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(await world.network.posts[0]?.link?.image?.read()).toEqual(picture)
  })

  test.each<[string, Uint8Array]>([
    ['too large', Buffer.concat([pngOf(10, 10), Buffer.alloc(1_000_000)])],
    ['none at all', Buffer.from('<svg/>')],
  ])('has no picture that is %s', async (_, image) => {
    const world = await createReading()
    world.pages.set(URL, lamps({ image }))
    const id = await inReview(world)
    expect((await draftOf(world, id)).revision.content.variants[0]?.link).toMatchObject({ title: 'Lamps' })
    // Cleaned, it may be small enough.
    for (const { bytes } of [(await draftOf(world, id)).revision.content.variants[0]?.link?.image ?? { bytes: 0 }]) {
      expect(bytes).toBeLessThan(1_000)
    }
  })

  test('goes to review without a card where there is none, which is said', async () => {
    const world = await createReading()
    world.pages.set(URL, { kind: 'failed', failure: 'untitled' })
    const id = await inReview(world)
    const why = en('draft.card.none', { url: URL, reason: en('draft.card.none.untitled') })
    expect(await cardOf(world, id)).toContain(why)
    expect(world.chat.told).toEqual([expect.objectContaining({ text: `${why}\n${REVIEW}` })])
    expect(await cardsOf(world, id)).toEqual([null])
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts).toHaveLength(1)
  })

  test('is not read where no network shows cards that are put together here', async () => {
    const world = await createReading()
    const { answer } = await write(world, TEXT, world.accounts[1]!.id)
    expect(answer).toEqual({ kind: 'ephemeral', text: REVIEW })
    expect(world.read).toEqual([])
  })

  test('has the card on those networks alone', async () => {
    const world = await createReading()
    const { id } = await write(world, TEXT, world.accounts.map(account => account.id).join(','))
    await world.attach.fetch(id)
    expect(await cardsOf(world, id)).toEqual(['Lamps', null])
  })

  test('sent twice by the same form is one draft', async () => {
    const world = await createReading()
    const { id, modal } = await write(world)
    const values = { account: world.account.id, text: TEXT, when: '' }
    expect(await submit(world, 'camille', modal, values)).toMatchObject({ text: en('done.links.reading') })
    await world.attach.fetch(id)
    expect(await submit(world, 'camille', modal, values)).toMatchObject({ text: REVIEW })
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'in-review', revision: 2 })
  })
})

describe('an edit', () => {
  test('of other words keeps the card, and does not read the page again', async () => {
    const world = await createReading()
    const id = await inReview(world)
    const modal = await form(world, id)
    const answer = await submit(world, 'camille', modal, { ...valuesOf(modal), text: `${URL} is new` })
    expect(answer).toMatchObject({ text: en('done.saved') })
    expect(await cardsOf(world, id)).toEqual(['Lamps'])
    expect(world.read).toEqual([URL])
  })

  test('of nothing but the time keeps the approvals', async () => {
    const world = await createReading()
    const id = await inReview(world)
    const later = await form(world, id)
    await submit(world, 'camille', later, { ...valuesOf(later), when: '2031-01-01T10:00' })
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    const modal = await form(world, id)
    await submit(world, 'camille', modal, { ...valuesOf(modal), when: '2031-01-02T10:00' })
    expect(await stateOf(world, id)).toBe('scheduled')
  })

  test('to another link sets it aside until that page has been read', async () => {
    const world = await createReading()
    const id = await inReview(world)
    const other = 'https://acme.example/chairs'
    world.pages.set(other, lamps({ title: 'Chairs' }))
    const modal = await form(world, id)
    const answer = await submit(world, 'camille', modal, { ...valuesOf(modal), text: `Chairs: ${other}` })
    expect(answer).toMatchObject({ text: en('done.links.reading') })
    expect(await stateOf(world, id)).toBe('draft')
    await world.attach.fetch(id)
    expect(await cardsOf(world, id)).toEqual(['Chairs'])
    expect(await stateOf(world, id)).toBe('in-review')
    // What is known of the first is forgotten with it.
    const again = await form(world, id)
    expect(again.fields.find(field => field.id === 'links')).toMatchObject({ options: [{ label: 'Chairs' }] })
  })

  test('drops the card, and brings it back', async () => {
    const world = await createReading()
    const id = await inReview(world)
    const modal = await form(world, id)
    await submit(world, 'camille', modal, { ...valuesOf(modal), links: '' })
    expect(await cardsOf(world, id)).toEqual([null])
    expect(await stateOf(world, id)).toBe('in-review')
    const next = await form(world, id)
    await submit(world, 'camille', next, { ...valuesOf(next), text: `${TEXT} Look!` })
    expect(await cardsOf(world, id)).toEqual([null])
    const last = await form(world, id)
    const field = last.fields.find(one => one.id === 'links')
    const [option] = field !== undefined && 'options' in field ? (field.options ?? []) : []
    expect(option?.label).toBe(URL)
    await submit(world, 'camille', last, { ...valuesOf(last), links: option?.value ?? '' })
    await world.attach.fetch(id)
    expect(await cardsOf(world, id)).toEqual(['Lamps'])
    expect(world.read).toEqual([URL, URL])
  })

  test('tries a page once more that did not answer, if it is wanted', async () => {
    const world = await createReading()
    world.pages.delete(URL)
    const id = await inReview(world)
    world.pages.set(URL, lamps())
    const modal = await form(world, id)
    const field = modal.fields.find(one => one.id === 'links')
    expect(field?.value).toBe('')
    const [option] = field !== undefined && 'options' in field ? (field.options ?? []) : []
    await submit(world, 'camille', modal, { ...valuesOf(modal), links: option?.value ?? '' })
    await world.attach.fetch(id)
    expect(await cardsOf(world, id)).toEqual(['Lamps'])
  })

  test('of the text while its page is being read makes that page nobody’s business', async () => {
    const world = await createReading()
    const { id } = await write(world)
    const modal = await form(world, id)
    expect(await submit(world, 'camille', modal, { ...valuesOf(modal), text: 'No link' })).toMatchObject({
      text: REVIEW,
    })
    await world.attach.fetch(id)
    expect(await stateOf(world, id)).toBe('in-review')
    expect(await cardsOf(world, id)).toEqual([null])
  })
})

test('each post of a thread has the card of its own first link', async () => {
  const world = await createReading()
  world.pages.set('https://acme.example/chairs', lamps({ title: 'Chairs' }))
  const text = `One ${URL}\n---\nTwo https://acme.example/chairs ${URL}\n---\nThree`
  const id = await inReview(world, text)
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  expect(world.network.posts.map(({ link }) => link?.title)).toEqual(['Lamps', 'Chairs', undefined])
})

test('a reply has a card too', async () => {
  const world = await createReading()
  const mention = await hear(world, 'Acme, where are your lamps?')
  const id = await writeReply(world, 'camille', mention, `Here: ${URL}`)
  await world.attach.fetch(id)
  expect(await cardsOf(world, id)).toEqual(['Lamps'])
  expect(await stateOf(world, id)).toBe('in-review')
})

test('a post that was withdrawn while its page was being read stays withdrawn', async () => {
  const world = await createReading()
  const { id } = await write(world)
  await pressOnDraft(world, 'camille', 'draft.withdraw', id)
  await world.attach.fetch(id)
  expect(await stateOf(world, id)).toBe('withdrawn')
})

test('a draft that was begun is sent to review with its cards by the button as well', async () => {
  const world = await createReading()
  const modal = modalOf(await command(world, 'camille', 'draft'))
  const account = world.accounts.map(one => one.id).join(',')
  await submit(world, 'camille', modal, { account, text: TEXT, texts: 'own', when: '' })
  const id = draftIdOf(modal)
  expect(world.read).toEqual([])
  expect(await pressOnDraft(world, 'camille', 'draft.submit', id)).toMatchObject({
    ephemeral: en('done.links.reading'),
  })
  await world.attach.fetch(id)
  expect(await stateOf(world, id)).toBe('in-review')
  expect(await cardsOf(world, id)).toEqual(['Lamps', null])
})
