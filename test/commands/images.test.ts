import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinFiles, type Modal } from '../../src/chat/card.ts'
import { deleteUnusedMedia, listUnusedMedia } from '../../src/db/queries/media.ts'
import { mediaOf } from '../../src/domain/content.ts'
import { MEDIA_TYPES, type MediaLimits } from '../../src/domain/media.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { handIn } from '../support/shelf.ts'
import {
  command,
  draftIdOf,
  draftOf,
  hear,
  mentionOf,
  modalOf,
  performDue,
  press,
  pressOnDraft,
  submit,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()
const LIMITS: MediaLimits = {
  count: 2,
  types: MEDIA_TYPES,
  bytes: 2_000,
  alternative: { unit: 'graphemes', maximum: 20 },
}

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const createGallery = () =>
  createWorld(shared, { networks: [createScriptedNetwork({ name: 'gallery', media: LIMITS })] })

function fields(modal: Modal): readonly string[] {
  return modal.fields.map(({ id, kind }) => `${id} ${kind}`)
}

function valuesOf(modal: Modal): Record<string, string> {
  return Object.fromEntries(modal.fields.map(({ id, value }) => [id, value]))
}

async function write(world: World, hashes: readonly string[]) {
  const modal = modalOf(await command(world, 'camille', 'draft'))
  const files = joinFiles(hashes.map(id => ({ id, name: 'ship, red: 1.png' })))
  const answer = await submit(world, 'camille', modal, { account: world.account.id, text: 'Look', files, when: '' })
  return { modal, answer, id: draftIdOf(modal) }
}

async function cardOf(world: World, id: string) {
  const answer = await press(world, 'camille', 'draft.edit', { id, version: 0 })
  if (answer.kind !== 'update') throw new Error('no card')
  return answer.card.en.elements
}

describe('images of a post', () => {
  test('are described in a second step, shown to those who approve, and published', async () => {
    const world = await createGallery()
    const hashes = [await handIn(world.media, 1), await handIn(world.media, 2)]
    const { modal, answer, id } = await write(world, hashes)
    expect(fields(modal)).toEqual(['account choices', 'text textarea', 'files files', 'when datetime'])
    const next = modalOf(answer)
    expect(next.title).toBe(en('modal.draft.finish'))
    expect(fields(next)).toEqual([
      'text textarea',
      'alternative-1 textarea',
      'alternative-2 textarea',
      'images choices',
      'files files',
      'when datetime',
    ])
    expect(next.fields[1]).toMatchObject({ required: false, picture: { hash: hashes[0], width: 40, height: 30 } })
    const done = await submit(world, 'camille', next, { ...valuesOf(next), 'alternative-1': ' A red ship ' })
    expect(done).toEqual({ kind: 'ephemeral', text: en('done.review', { channels: '#drafts' }) })
    expect(await cardOf(world, id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'picture',
          alternative: 'A red ship',
          picture: expect.objectContaining({ hash: hashes[0] }),
          label: expect.stringMatching(/^Image 1 of 2: PNG, 40 × 30, 1 kB$/),
        }),
        { kind: 'context', text: 'Described as: “A red ship”' },
        expect.objectContaining({ kind: 'picture', label: expect.stringContaining('Image 2 of 2') }),
        { kind: 'context', text: en('picture.undescribed') },
      ]),
    )
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    const [post] = world.network.posts
    expect(post?.media.map(({ hash, alternative }) => [hash, alternative])).toEqual([
      [hashes[0], 'A red ship'],
      [hashes[1], ''],
    ])
    expect(await post?.media[0]?.read()).toHaveLength(post?.media[0]?.bytes ?? 0)
  })

  test('are part of what is approved: another description is reviewed anew', async () => {
    const world = await createGallery()
    const { answer, id } = await write(world, [await handIn(world.media, 3)])
    const next = modalOf(answer)
    await submit(world, 'camille', next, valuesOf(next))
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    await submit(world, 'camille', edit, { ...valuesOf(edit), 'alternative-1': 'Something else' })
    expect((await draftOf(world, id)).draft).toMatchObject({ state: 'in-review', approvals: [] })
    await performDue(world, id)
    expect(world.network.posts).toEqual([])
  })

  test('can be taken out and added, each new one described', async () => {
    const world = await createGallery()
    const [first, second] = [await handIn(world.media, 4), await handIn(world.media, 5)]
    const { answer, id } = await write(world, [first])
    await submit(world, 'camille', modalOf(answer), valuesOf(modalOf(answer)))
    const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    const more = modalOf(await submit(world, 'camille', edit, { ...valuesOf(edit), files: second }))
    expect(more.title).toBe(en('modal.draft.edit'))
    expect(mediaOf((await draftOf(world, id)).revision.content).map(({ hash }) => hash)).toEqual([first, second])
    await submit(world, 'camille', more, { ...valuesOf(more), images: second, 'alternative-2': 'Fog' })
    expect(mediaOf((await draftOf(world, id)).revision.content)).toMatchObject([{ hash: second, alternative: 'Fog' }])
    const last = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    await submit(world, 'camille', last, { ...valuesOf(last), images: '' })
    expect((await draftOf(world, id)).revision.content.variants).toEqual([
      { accountId: world.account.id, text: 'Look' },
    ])
  })

  test('stand in no form where no network takes any', async () => {
    const world = await createWorld(shared)
    const modal = modalOf(await command(world, 'camille', 'draft'))
    expect(fields(modal)).not.toContain('files files')
    const files = await handIn(world.media, 6)
    const answer = await submit(world, 'camille', modal, { account: world.account.id, text: 'Look', files })
    const network = world.network.title
    expect(answer).toEqual({ kind: 'errors', errors: { files: en('error.media.unsupported', { network }) } })
  })
})

describe('images of a reply', () => {
  test('are described in a second step, and go out with it', async () => {
    const world = await createGallery()
    const mention = await hear(world, 'Acme, what does it look like?')
    const form = modalOf(await press(world, 'alex', 'mention.reply', mention, 'mentions'))
    expect(fields(form)).toEqual(['text textarea', 'files files'])
    const files = await handIn(world.media, 60)
    const next = modalOf(await submit(world, 'alex', form, { text: 'Like this', files }))
    expect(fields(next)).toEqual(['text textarea', 'alternative-1 textarea', 'images choices', 'files files'])
    const id = draftIdOf(form)
    expect((await mentionOf(world, mention.id)).state).toBe('replying')
    await submit(world, 'alex', next, { ...valuesOf(next), 'alternative-1': 'A red ship' })
    await pressOnDraft(world, 'alex', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts).toMatchObject([{ text: 'Like this', media: [{ alternative: 'A red ship' }] }])
    expect(world.network.posts[0]?.replyTo).not.toBeNull()
    expect((await mentionOf(world, mention.id)).state).toBe('replied')
  })

  test('that the network would refuse are refused beside their field, and the mention stays open', async () => {
    const world = await createGallery()
    const mention = await hear(world, 'Acme, what does it look like?')
    const form = modalOf(await press(world, 'alex', 'mention.reply', mention, 'mentions'))
    for (const files of [await handIn(world.media, 61, [4_000, 500]), 'f'.repeat(64)]) {
      const answer = await submit(world, 'alex', form, { text: 'Like this', files })
      expect(answer).toMatchObject({ kind: 'errors', errors: { files: expect.any(String) } })
    }
    expect((await mentionOf(world, mention.id)).state).toBe('open')
  })
})

describe('images that a network would refuse', () => {
  test.each([
    ['too many', 3, [40, 30], 'takes 2 images at most, and these are 3'],
    ['too large', 1, [4_000, 500], 'of 2 kB'],
  ] as const)('are refused beside their field: %s', async (_, count, size, words) => {
    const world = await createGallery()
    const hashes = []
    for (let index = 0; index < count; index++) hashes.push(await handIn(world.media, 20 + index, size))
    const { answer } = await write(world, hashes)
    expect(answer).toMatchObject({ kind: 'errors', errors: { files: expect.stringContaining(words) } })
  })

  test('are refused with what is said of them, and what was typed stays', async () => {
    const world = await createGallery()
    const next = modalOf((await write(world, [await handIn(world.media, 30)])).answer)
    const answer = await submit(world, 'camille', next, { ...valuesOf(next), 'alternative-1': 'x'.repeat(21) })
    expect(answer).toMatchObject({ kind: 'errors', errors: { files: expect.stringContaining('21 of 20') } })
  })

  test.each(['f'.repeat(64), 'F123', '../../etc/passwd'])('are not there: %s', async file => {
    const world = await createGallery()
    const { answer } = await write(world, [file])
    expect(answer).toEqual({ kind: 'errors', errors: { files: en('error.file.unknown') } })
  })
})

describe('files', () => {
  test('that nobody uses are forgotten after a week; those of a draft stay, however old', async () => {
    const world = await createGallery()
    const used = await handIn(world.media, 40)
    const unused = await handIn(world.media, 41)
    const { answer } = await write(world, [used])
    expect(answer.kind).toBe('modal')
    world.clock.advance(6 * 24 * HOUR)
    await world.media.sweep()
    expect(await world.media.find(unused)).toBeDefined()
    world.clock.advance(2 * 24 * HOUR)
    // Handed in once more a moment ago.
    const again = await handIn(world.media, 42)
    await world.media.sweep()
    expect(await world.media.find(unused)).toBeUndefined()
    expect(await world.media.find(used)).toBeDefined()
    expect(await world.media.find(again)).toBeDefined()
  })

  test('that are gone when they are to be published are said to be', async () => {
    const world = await createGallery()
    const { answer, id } = await write(world, [await handIn(world.media, 43)])
    const next = modalOf(answer)
    await submit(world, 'camille', next, valuesOf(next))
    await expect(world.media.read('0'.repeat(64))).rejects.toMatchObject({ fault: { reason: 'media-gone' } })
    expect((await draftOf(world, id)).row.state).toBe('in-review')
  })
})

test('a file that a draft takes up at the moment at which it is swept stays', async () => {
  const world = await createGallery()
  const hash = await handIn(world.media, 50)
  world.clock.advance(8 * 24 * HOUR)
  const since = new Date(world.clock.now().getTime() - HOUR)
  expect(await listUnusedMedia(shared.database.connection, since)).toContain(hash)
  await write(world, [hash])
  expect(await shared.database.transact(({ tx }) => deleteUnusedMedia(tx, hash, since))).toBe(false)
  const edited = modalOf((await write(world, [await handIn(world.media, 51)])).answer)
  world.clock.advance(8 * 24 * HOUR)
  const later = new Date(world.clock.now().getTime() - HOUR)
  await submit(world, 'camille', edited, { ...valuesOf(edited), files: hash })
  expect(await shared.database.transact(({ tx }) => deleteUnusedMedia(tx, hash, later))).toBe(false)
})
