import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Modal } from '../../src/chat/card.ts'
import { draftFiles } from '../../src/db/schema/index.ts'
import { mediaOf } from '../../src/domain/content.ts'
import { type FileRefusal, MEDIA_TYPES } from '../../src/domain/media.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { mp4, pngOf, streamOf } from '../support/images.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { command, draftIdOf, draftOf, hear, modalOf, performDue, press, pressOnDraft, submit } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()
const REVIEW = en('done.review', { channels: '#drafts' })

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** A team whose chat holds files, and a network that takes two images of 2 kB. */
async function createHolding(): Promise<World> {
  const limits = {
    count: 2,
    types: MEDIA_TYPES,
    bytes: 2_000,
    alternative: { unit: 'graphemes', maximum: 50 },
  } as const
  return createWorld(shared, {
    networks: [createScriptedNetwork({ name: 'gallery', media: limits })],
    holdsFiles: true,
  })
}

let shade = 60
function hold(world: World, id: string, content: Uint8Array = pngOf(40, 30, ++shade), alternative = ''): void {
  world.chat.files.set(id, { kind: 'opened', name: `${id}.png`, alternative, content: streamOf(content) })
}

function refuse(world: World, id: string, refusal: FileRefusal): void {
  world.chat.files.set(id, { kind: 'refused', name: `${id}.png`, refusal })
}

function valuesOf(modal: Modal): Record<string, string> {
  return Object.fromEntries(modal.fields.map(({ id, value }) => [id, value]))
}

async function begin(world: World, files: string) {
  const modal = modalOf(await command(world, 'camille', 'draft'))
  const answer = await submit(world, 'camille', modal, { account: world.account.id, text: 'Look', files, when: '' })
  return { id: draftIdOf(modal), next: modalOf(answer) }
}

async function cardOf(world: World, id: string): Promise<string> {
  const answer = await press(world, 'camille', 'draft.edit', { id, version: 0 })
  return answer.kind === 'update' ? JSON.stringify(answer.card.en) : ''
}

async function rowsOf(id: string) {
  return shared.database.connection.select().from(draftFiles).where(eq(draftFiles.draftId, id))
}

describe('files that the chat holds', () => {
  test('are fetched behind the form’s back, described meanwhile, and go to review with the draft', async () => {
    const world = await createHolding()
    hold(world, 'F1')
    hold(world, 'F2', undefined, 'As the chat says')
    const { id, next } = await begin(world, 'F1:red%20ship.png,F2')
    expect(next.fields.map(({ label }) => label)).toContain(
      en('modal.draft.alternative.file', { name: 'red ship.png' }),
    )
    expect(world.jobs.sent).toContainEqual(expect.objectContaining({ name: 'fetch-files', payload: { draftId: id } }))
    expect(await cardOf(world, id)).toContain(en('draft.file.waiting', { name: 'red ship.png' }))
    const field = next.fields.find(({ label }) => label.startsWith('red ship'))!
    const answer = await submit(world, 'camille', next, { ...valuesOf(next), [field.id]: 'A red ship' })
    expect(answer).toEqual({ kind: 'ephemeral', text: en('done.files.waiting') })
    expect((await draftOf(world, id)).row.state).toBe('draft')

    await world.attach.fetch(id)
    const { draft, revision } = await draftOf(world, id)
    expect(draft.state).toBe('in-review')
    expect(mediaOf(revision.content).map(({ alternative }) => alternative)).toEqual(['A red ship', 'As the chat says'])
    expect(world.chat.told).toEqual([{ user: 'camille', text: REVIEW }])
    expect(await cardOf(world, id)).toContain('"platform":"scripted"')
    expect(await rowsOf(id)).toEqual([])
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts[0]?.media).toHaveLength(2)
  })

  test('that are here before the writer is done go to review with the form', async () => {
    const world = await createHolding()
    hold(world, 'F1')
    const { id, next } = await begin(world, 'F1')
    await world.attach.fetch(id)
    expect(world.chat.told).toEqual([])
    expect(await cardOf(world, id)).toContain(en('draft.file.here', { name: 'F1.png' }))
    expect(await submit(world, 'camille', next, valuesOf(next))).toEqual({ kind: 'ephemeral', text: REVIEW })
    expect(mediaOf((await draftOf(world, id)).revision.content)).toHaveLength(1)
    await world.attach.fetch(id)
    expect(world.chat.told).toEqual([])
  })

  test('of a form that was closed go to review with the button on the card', async () => {
    const world = await createHolding()
    hold(world, 'F1')
    const { id } = await begin(world, 'F1')
    expect(await pressOnDraft(world, 'camille', 'draft.submit', id)).toMatchObject({
      ephemeral: en('done.files.waiting'),
    })
    await world.attach.fetch(id)
    expect((await draftOf(world, id)).row.state).toBe('in-review')
  })

  test('can be left out again', async () => {
    const world = await createHolding()
    hold(world, 'F1')
    hold(world, 'F2')
    const { id, next } = await begin(world, 'F1,F2')
    const [first] = valuesOf(next).images!.split(',')
    await submit(world, 'camille', next, { ...valuesOf(next), images: first! })
    await world.attach.fetch(id)
    expect(mediaOf((await draftOf(world, id)).revision.content)).toHaveLength(1)
  })

  test('added to what is in review take it out of review until they are here', async () => {
    const world = await createHolding()
    hold(world, 'F1')
    const modal = modalOf(await command(world, 'camille', 'draft'))
    await submit(world, 'camille', modal, { account: world.account.id, text: 'Look', when: '' })
    const id = draftIdOf(modal)
    const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    const next = modalOf(await submit(world, 'camille', edit, { ...valuesOf(edit), files: 'F1' }))
    expect((await draftOf(world, id)).row.state).toBe('draft')
    expect(await pressOnDraft(world, 'noor', 'draft.approve', id)).toMatchObject({ kind: 'update' })
    await submit(world, 'camille', next, valuesOf(next))
    await world.attach.fetch(id)
    expect((await draftOf(world, id)).draft).toMatchObject({ state: 'in-review', approvals: [] })
  })

  test('are not swept while a form waits for its writer', async () => {
    const world = await createHolding()
    hold(world, 'F1')
    const { id, next } = await begin(world, 'F1')
    await world.attach.fetch(id)
    world.clock.advance(30 * 24 * HOUR)
    await world.media.sweep()
    await submit(world, 'camille', next, valuesOf(next))
    const [image] = mediaOf((await draftOf(world, id)).revision.content)
    expect(await world.media.find(image!.hash)).toBeDefined()
  })

  test('go out with a reply', async () => {
    const world = await createHolding()
    hold(world, 'F1')
    const mention = await hear(world, 'Acme, what does it look like?')
    const form = modalOf(await press(world, 'alex', 'mention.reply', mention, 'mentions'))
    const next = modalOf(await submit(world, 'alex', form, { text: 'Like this', files: 'F1' }))
    await submit(world, 'alex', next, valuesOf(next))
    const id = draftIdOf(form)
    await world.attach.fetch(id)
    await pressOnDraft(world, 'alex', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts).toMatchObject([{ text: 'Like this', media: [{ type: 'image/png' }] }])
  })

  test('of a draft that was withdrawn meanwhile are forgotten', async () => {
    const world = await createHolding()
    hold(world, 'F1')
    const { id } = await begin(world, 'F1')
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    await world.attach.fetch(id)
    expect((await draftOf(world, id)).row.state).toBe('withdrawn')
    expect(await rowsOf(id)).toEqual([])
  })

  test('are counted against the network’s limit before they are fetched', async () => {
    const world = await createHolding()
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const values = { account: world.account.id, text: 'Look', files: 'F1,F2,F3', when: '' }
    expect(await submit(world, 'camille', modal, values)).toMatchObject({
      kind: 'errors',
      errors: { files: expect.stringContaining('2 images at most, and these are 3') },
    })
  })
})

describe('a file that does not come in', () => {
  test.each<[string, (world: World) => void, string]>([
    ['no image', world => hold(world, 'F1', mp4()), en('picture.refused.video')],
    ['of another company', world => refuse(world, 'F1', { kind: 'external' }), en('picture.refused.external')],
    [
      'for want of a right',
      world => refuse(world, 'F1', { kind: 'right-missing', right: 'files:read' }),
      en('picture.refused.right-missing', { right: 'files:read' }),
    ],
    ['gone', () => {}, en('picture.refused.gone')],
  ])('keeps the draft with its text, and its writer is told why: %s', async (_, arrange, reason) => {
    const world = await createHolding()
    arrange(world)
    hold(world, 'F2')
    const { id, next } = await begin(world, 'F1:F1.png,F2')
    await submit(world, 'camille', next, valuesOf(next))
    await world.attach.fetch(id)
    const { draft, revision } = await draftOf(world, id)
    expect(draft.state).toBe('draft')
    expect(revision.content.variants[0]).toMatchObject({ text: 'Look', media: [{ type: 'image/png' }] })
    const line = en('draft.file.refused', { name: 'F1.png', reason })
    expect(world.chat.told).toEqual([{ user: 'camille', text: `${line}\n${en('done.files.held-back')}` }])
    expect(await cardOf(world, id)).toContain(JSON.stringify(line).slice(1, -1))
    // Without it, if that is what they want.
    expect(await pressOnDraft(world, 'camille', 'draft.submit', id)).not.toMatchObject({ kind: 'ephemeral' })
    expect((await draftOf(world, id)).row.state).toBe('in-review')
  })

  test('because a network takes none that large is told on the card', async () => {
    const world = await createHolding()
    hold(world, 'F1', pngOf(4_000, 500, 77))
    const { id, next } = await begin(world, 'F1')
    await submit(world, 'camille', next, valuesOf(next))
    await world.attach.fetch(id)
    expect((await draftOf(world, id)).row.state).toBe('draft')
    expect(world.chat.told).toEqual([{ user: 'camille', text: en('done.files.held-back') }])
    expect(await cardOf(world, id)).toContain('Image 1 is too large for The gallery network')
  })

  test('now is asked for again, ever later, and then given up', async () => {
    const world = await createHolding()
    world.chat.files.set('F1', { kind: 'fails', fault: { kind: 'unavailable' } })
    const { id, next } = await begin(world, 'F1')
    await submit(world, 'camille', next, valuesOf(next))
    const waits: number[] = []
    for (let attempt = 1; attempt <= 5; attempt++) {
      await world.attach.fetch(id)
      const at = world.jobs.sent.findLast(({ name }) => name === 'fetch-files')?.at?.getTime() ?? 0
      waits.push(at - world.clock.now().getTime())
    }
    expect(waits.slice(0, 4)).toEqual([4_000, 8_000, 16_000, 32_000])
    expect((await rowsOf(id)).map(({ refusal }) => refusal)).toEqual([{ kind: 'unreachable' }])
    expect(world.chat.told).toHaveLength(1)
    expect((await draftOf(world, id)).row.state).toBe('draft')
  })

  test('now comes in once it can be had', async () => {
    const world = await createHolding()
    world.chat.files.set('F1', { kind: 'fails', fault: { kind: 'outcome-unknown' } })
    const { id, next } = await begin(world, 'F1')
    await submit(world, 'camille', next, valuesOf(next))
    await world.attach.fetch(id)
    hold(world, 'F1')
    await world.attach.fetch(id)
    expect((await draftOf(world, id)).row.state).toBe('in-review')
  })
})
