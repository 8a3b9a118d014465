import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Modal, ModalField } from '../../src/chat/card.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { command, draftIdOf, draftOf, hear, modalOf, performDue, press, pressOnDraft, submit } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en, fr } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** A brand on a network with everything, on one with threads and nothing else, and on one with few visibilities. */
function createThree(): Promise<World> {
  const networks = [
    createScriptedNetwork({
      name: 'full',
      visibilities: ['public', 'unlisted', 'followers', 'direct'],
      warnings: true,
      languages: true,
      textLimit: 60,
      threads: true,
    }),
    createScriptedNetwork({ name: 'bare', threads: true }),
    createScriptedNetwork({ name: 'few', visibilities: ['public', 'followers'] }),
  ]
  return createWorld(shared, { networks })
}

const field = (modal: Modal, id: string): ModalField | undefined => modal.fields.find(one => one.id === id)
const accountsOf = (world: World, ...indexes: number[]) => indexes.map(index => world.accounts[index]!.id).join(',')

async function write(world: World, values: Record<string, string>, ...indexes: number[]) {
  const modal = modalOf(await command(world, 'camille', 'draft'))
  const answer = await submit(world, 'camille', modal, { account: accountsOf(world, ...indexes), when: '', ...values })
  return { id: draftIdOf(modal), answer, modal }
}

async function variantsOf(world: World, id: string) {
  return (await draftOf(world, id)).revision.content.variants
}

async function cardOf(world: World, id: string): Promise<string> {
  const answer = await press(world, 'camille', 'draft.edit', { id, version: 0 })
  return answer.kind === 'update' ? JSON.stringify(answer.card.en) : ''
}

const LONG_ENGLISH = 'The weather is lovely and our lamps are on sale today'

test('a form asks only for what a network has', async () => {
  const bare = await createWorld(shared)
  const without = modalOf(await command(bare, 'camille', 'draft'))
  expect(without.fields.map(({ id }) => id)).toEqual(['account', 'text', 'when'])
  const world = await createThree()
  const modal = modalOf(await command(world, 'camille', 'draft'))
  expect(modal.fields.map(({ id }) => id)).toEqual(['account', 'text', 'texts', 'warning', 'visibility', 'when'])
  expect(field(modal, 'warning')?.hint).toBe(en('modal.draft.warning.hint', { networks: 'The full network' }))
  expect(field(modal, 'visibility')).toMatchObject({
    value: 'usual',
    hint: en('modal.draft.visibility.hint', { networks: 'The full network and The few network' }),
    options: [
      { value: 'usual' },
      { value: 'public' },
      { value: 'unlisted' },
      { value: 'followers' },
      { value: 'direct' },
    ],
  })
})

describe('a post', () => {
  test('goes out with what each network has of it', async () => {
    const world = await createThree()
    const given = { text: LONG_ENGLISH, warning: ' Sale ', visibility: 'followers' }
    const { id } = await write(world, given, 0, 1, 2)
    expect(await variantsOf(world, id)).toMatchObject([
      { warning: 'Sale', visibility: 'followers', language: 'en' },
      { accountId: world.accounts[1]!.id },
      { visibility: 'followers' },
    ])
    const [, bare, few] = await variantsOf(world, id)
    expect(Object.keys(bare!).sort()).toEqual(['accountId', 'text'])
    expect(Object.keys(few!).sort()).toEqual(['accountId', 'text', 'visibility'])
    const card = await cardOf(world, id)
    for (const text of ['"Sale"', en('visibility.followers'), ', in English']) expect(card).toContain(text)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts).toMatchObject([{ warning: 'Sale', visibility: 'followers', language: 'en' }])
  })

  test('has its warning before every part of a thread, and counted with each', async () => {
    const world = await createThree()
    const text = `${'x'.repeat(56)}\n---\n${'y'.repeat(57)}`
    const { answer, modal } = await write(world, { text, warning: 'Sale' }, 0)
    const error = en('error.too-long', {
      network: 'The full network',
      count: '61',
      maximum: '60',
      over: '1',
      unit: 'graphemes',
    })
    expect(answer).toEqual({ kind: 'errors', errors: { text: en('error.part', { number: 2, error }) } })
    const id = draftIdOf(modal)
    await submit(world, 'camille', modal, { account: accountsOf(world, 0), text: text.slice(0, -1), warning: 'Sale' })
    expect(await cardOf(world, id)).toContain('1/2, 60 of 60')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts.map(({ warning }) => warning)).toEqual(['Sale', 'Sale'])
  })

  test('is refused where a network cannot show it so, or nobody offered that', async () => {
    const world = await createThree()
    const { answer } = await write(world, { text: 'Hello', visibility: 'unlisted' }, 0, 2)
    expect(answer).toEqual({
      kind: 'errors',
      errors: {
        visibility: en('error.visibility', {
          networks: 'The few network',
          visibility: en('visibility.unlisted'),
        }),
      },
    })
    const { answer: other } = await write(world, { text: 'Hello', visibility: 'everybody' }, 0)
    expect(other).toEqual({ kind: 'errors', errors: { visibility: en('error.choice') } })
  })
})

describe('the language', () => {
  test.each([
    [LONG_ENGLISH, 'en'],
    ['Nos lampes sont en vente dès aujourd’hui', 'fr'],
    // Nothing to tell it from: the brand's.
    ['👋', 'en'],
    ['Merci Robin !', 'en'],
    ['新しいランプが発売されました', 'ja'],
  ])('of “%s” is told from the text', async (text, language) => {
    const world = await createThree()
    const { id } = await write(world, { text }, 0)
    expect(await variantsOf(world, id)).toMatchObject([{ language }])
  })

  test('is corrected in the edit form, and stays so until it is told from the text again', async () => {
    const world = await createThree()
    const { id } = await write(world, { text: LONG_ENGLISH }, 0)
    const edit = async (values: Record<string, string>) => {
      const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
      const asked = Object.fromEntries(modal.fields.map(one => [one.id, one.value]))
      await submit(world, 'camille', modal, { ...asked, ...values })
      return { language: asked.language, now: (await variantsOf(world, id))[0]?.language }
    }
    expect(await edit({ language: 'fr' })).toEqual({ language: 'auto', now: 'fr' })
    expect(await edit({ text: 'Some other words of ours' })).toEqual({ language: 'fr', now: 'fr' })
    expect(await edit({ language: 'auto' })).toEqual({ language: 'fr', now: 'en' })
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    expect(await submit(world, 'camille', modal, { text: 'Hello', language: 'tlh' })).toEqual({
      kind: 'errors',
      errors: { language: en('error.choice') },
    })
  })

  test('is offered by name, in the reader’s own language', async () => {
    const world = await createThree()
    const { id } = await write(world, { text: LONG_ENGLISH }, 0)
    await command(world, 'camille', 'lang fr')
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    const languages = field(modal, 'language')
    const options = languages !== undefined && 'options' in languages ? (languages.options ?? []) : []
    expect(options[0]).toEqual({ value: 'auto', label: fr('modal.draft.language.auto') })
    expect(options.map(({ label }) => label)).toContain('allemand')
    expect(options.length).toBeLessThanOrEqual(25)
  })
})

test('an edit changes them, keeps those that it does not ask for, and is reviewed anew', async () => {
  const world = await createThree()
  const { id } = await write(world, { text: 'Hello', warning: 'Sale', visibility: 'followers' }, 0)
  const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
  expect(field(modal, 'warning')?.value).toBe('Sale')
  expect(field(modal, 'visibility')?.value).toBe('followers')
  // A program that knows of the text alone.
  await submit(world, 'camille', modal, { text: 'Hello you' })
  expect(await variantsOf(world, id)).toMatchObject([{ warning: 'Sale', visibility: 'followers' }])
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  const { row } = await draftOf(world, id)
  expect(row.state).toBe('scheduled')
  const next = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
  const values = Object.fromEntries(next.fields.map(one => [one.id, one.value]))
  await submit(world, 'camille', next, { ...values, warning: '', visibility: 'usual' })
  const { revision, row: after } = await draftOf(world, id)
  expect(after.state).toBe('in-review')
  expect(Object.keys(revision.content.variants[0]!).sort()).toEqual(['accountId', 'language', 'text'])
})

test('a reply is seen by those who see what it answers, unless told', async () => {
  const world = await createThree()
  const mention = await hear(world, 'Acme, a word please')
  const modal = modalOf(await press(world, 'camille', 'mention.reply', mention, 'mentions'))
  expect(field(modal, 'visibility')).toMatchObject({
    value: 'usual',
    options: expect.arrayContaining([{ value: 'usual', label: en('visibility.same') }]),
  })
  await submit(world, 'camille', modal, { text: 'Gladly', warning: 'Business', visibility: 'direct' })
  expect(await variantsOf(world, draftIdOf(modal))).toMatchObject([{ warning: 'Business', visibility: 'direct' }])
})
