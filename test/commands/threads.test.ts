import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { partsOf } from '../../src/domain/content.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { command, draftIdOf, draftOf, hear, modalOf, press, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const THREAD = 'One\n---\nTwo\n---\nThree'

/** A brand on a network with threads of short posts, and on one without any. */
function createTwo(): Promise<World> {
  const networks = [
    createScriptedNetwork({ name: 'threaded', threads: true, textLimit: 20 }),
    createScriptedNetwork({ name: 'plain' }),
  ]
  return createWorld(shared, { networks })
}

async function textsOf(world: World, id: string): Promise<readonly (readonly string[])[]> {
  const { revision } = await draftOf(world, id)
  return revision.content.variants.map(variant => partsOf(variant).map(({ text }) => text))
}

const LONG = { network: 'The threaded network', count: '21', maximum: '20', over: '1', unit: 'graphemes' }

describe('a thread', () => {
  test('is written in one field, with a hint how where a network has threads', async () => {
    const world = await createTwo()
    const modal = modalOf(await command(world, 'camille', 'draft'))
    expect(modal.fields.find(({ id }) => id === 'text')?.hint).toBe(en('modal.draft.text.hint'))
    const id = await writePost(world, 'camille', THREAD)
    expect(await textsOf(world, id)).toEqual([['One', 'Two', 'Three']])
    const plain = await createWorld(shared)
    const other = modalOf(await command(plain, 'camille', 'draft'))
    expect(other.fields.find(({ id: field }) => field === 'text')?.hint).toBeUndefined()
  })

  test('is refused with the posts that are too long', async () => {
    const world = await createTwo()
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const text = ['One', 'x'.repeat(21), 'Three', 'y'.repeat(21)].join('\n---\n')
    expect(await submit(world, 'camille', modal, { account: world.account.id, text })).toEqual({
      kind: 'errors',
      errors: {
        text: [2, 4].map(number => en('error.part', { number, error: en('error.too-long', LONG) })).join(' '),
      },
    })
  })

  test('is refused where a network has none, with the ways out', async () => {
    const world = await createTwo()
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const account = world.accounts.map(({ id }) => id).join(',')
    expect(await submit(world, 'camille', modal, { account, text: THREAD })).toEqual({
      kind: 'errors',
      errors: { text: `${en('error.no-threads', { network: 'The plain network' })} ${en('error.own-texts')}` },
    })
    // One of them.
    const next = modalOf(await submit(world, 'camille', modal, { account, text: THREAD, texts: 'own' }))
    const refused = await submit(world, 'camille', next, { account, text: THREAD, 'text-2': THREAD })
    expect(refused).toEqual({
      kind: 'errors',
      errors: { 'text-2': en('error.no-threads', { network: 'The plain network' }) },
    })
    await submit(world, 'camille', next, { account, text: THREAD, 'text-2': 'All of it' })
    expect(await textsOf(world, draftIdOf(modal))).toEqual([['One', 'Two', 'Three'], ['All of it']])
  })

  test('has so many posts and no more', async () => {
    const world = await createTwo()
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const text = Array.from({ length: 26 }, (_, index) => `Post ${index}`).join('\n---\n')
    expect(await submit(world, 'camille', modal, { account: world.account.id, text })).toEqual({
      kind: 'errors',
      errors: { text: en('error.too-many-parts', { count: 26, maximum: 25 }) },
    })
  })

  test('is edited as it was written; the same words keep their approvals, another order does not', async () => {
    const world = await createTwo()
    const id = await writePost(world, 'camille', THREAD, '2030-01-01T10:00')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    const form = async () => modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    const modal = await form()
    const field = modal.fields.find(one => one.id === 'text')
    expect(field?.value).toBe('One\n\n---\n\nTwo\n\n---\n\nThree')
    const values = { account: world.account.id, when: '2030-01-01T10:00' }
    await submit(world, 'camille', modal, { ...values, text: THREAD })
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'scheduled', revision: 1 })
    await submit(world, 'camille', await form(), { ...values, text: 'Two\n---\nOne\n---\nThree' })
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'in-review', revision: 2, approvals: [] })
    expect(await textsOf(world, id)).toEqual([['Two', 'One', 'Three']])
  })

  test('may be a reply', async () => {
    const world = await createTwo()
    const mention = await hear(world, 'Acme, when do you open?')
    const modal = modalOf(await press(world, 'camille', 'mention.reply', mention, 'mentions'))
    expect(modal.fields[0]?.hint).toBe(en('modal.reply.hint.thread', { maximum: '20' }))
    await submit(world, 'camille', modal, { text: 'On Monday\n---\nFrom 10 to 18' })
    expect(await textsOf(world, draftIdOf(modal))).toEqual([['On Monday', 'From 10 to 18']])
  })

  test('is quoted whole by the forms about it', async () => {
    const world = await createTwo()
    const id = await writePost(world, 'camille', THREAD)
    expect(modalOf(await pressOnDraft(world, 'noor', 'draft.change', id)).quote).toContain('Three')
  })
})
