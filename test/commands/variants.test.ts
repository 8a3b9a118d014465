import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Modal } from '../../src/chat/card.ts'
import { drafts } from '../../src/db/schema/index.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork, rejected, type ScriptedNetwork } from '../support/scripted-network.ts'
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

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** A brand on a network that takes 300 characters, and on one that takes 20. */
async function createTwo(): Promise<World & { readonly long: ScriptedNetwork; readonly short: ScriptedNetwork }> {
  const long = createScriptedNetwork({ name: 'long' })
  const short = createScriptedNetwork({ name: 'short', textLimit: 20 })
  return { ...(await createWorld(shared, { networks: [long, short] })), long, short }
}

function everywhere(world: World): string {
  return world.accounts.map(account => account.id).join(',')
}

function textsIn(modal: Modal): readonly string[] {
  return modal.fields.filter(field => field.kind === 'textarea').map(field => field.value)
}

async function draftsOf(world: World) {
  return shared.database.connection.select().from(drafts).where(eq(drafts.brandId, world.brand.id))
}

async function cardOf(world: World, id: string): Promise<string> {
  const answer = await press(world, 'camille', 'draft.edit', { id, version: 0 })
  return answer.kind === 'update' ? JSON.stringify(answer.card.en) : ''
}

const LONG = 'Longer than twenty characters'

describe('a post for several accounts', () => {
  test('is written once, and goes out on each', async () => {
    const world = await createTwo()
    const modal = modalOf(await command(world, 'camille', 'draft Hello'))
    expect(modal.fields.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'account choices',
      'text textarea',
      'texts choices',
      'when datetime',
    ])
    expect(modal.fields[1]).toMatchObject({
      limits: [
        { name: 'The long network', maximum: 300, unit: 'graphemes' },
        { name: 'The short network', maximum: 20, unit: 'graphemes' },
      ],
    })
    await submit(world, 'camille', modal, { account: everywhere(world), text: 'Hello all', texts: '', when: '' })
    const id = draftIdOf(modal)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect([...world.long.posts, ...world.short.posts].map(({ text }) => text)).toEqual(['Hello all', 'Hello all'])
  })

  test('that is too long for one of them is refused with its numbers, and told of the way out', async () => {
    const world = await createTwo()
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const answer = await submit(world, 'camille', modal, { account: everywhere(world), text: LONG })
    expect(answer).toEqual({
      kind: 'errors',
      errors: {
        text: `${en('error.too-long', { network: 'The short network', count: '29', maximum: '20', over: '9', unit: 'graphemes' })} ${en('error.own-texts')}`,
      },
    })
    expect(await draftsOf(world)).toEqual([])
  })

  test.each(['', 'nobody', 'first,nobody'])('is refused for accounts that are not there: “%s”', async given => {
    const world = await createTwo()
    const account = given.replace('first', world.account.id)
    const modal = modalOf(await command(world, 'camille', 'draft'))
    expect(await submit(world, 'camille', modal, { account, text: 'Hello' })).toEqual({
      kind: 'errors',
      errors: { account: en('error.account.unknown') },
    })
  })

  test('shows on its card where it failed, and where it did not', async () => {
    const world = await createTwo()
    const modal = modalOf(await command(world, 'camille', 'draft'))
    await submit(world, 'camille', modal, { account: everywhere(world), text: 'Hello all' })
    const id = draftIdOf(modal)
    world.short.onPublish(rejected('duplicate'))
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    const card = await cardOf(world, id)
    expect((await draftOf(world, id)).row.state).toBe('failed')
    expect(card).toContain(en('draft.link', { network: 'The long network' }))
    expect(card).toContain(
      en('failure.duplicate', { network: 'The short network', handle: world.account.handle, detail: '' }).slice(0, 30),
    )
  })
})

describe('a text of its own for each account', () => {
  async function begin(world: World) {
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const next = modalOf(
      await submit(world, 'camille', modal, { account: everywhere(world), text: LONG, texts: 'own', when: '' }),
    )
    return { id: draftIdOf(modal), modal, next }
  }

  test('is written in a second form, which begins with the common one and counts', async () => {
    const world = await createTwo()
    const { id, next } = await begin(world)
    expect(next.title).toBe(en('modal.draft.finish'))
    expect(textsIn(next)).toEqual([LONG, LONG])
    expect(next.fields.map(({ label }) => label)).toEqual([
      `The long network, @${world.account.handle}`,
      `The short network, @${world.account.handle}`,
      en('modal.draft.account'),
      en('modal.draft.when'),
    ])
    expect(next.fields[1]).toMatchObject({ limits: [{ name: 'The short network', maximum: 20 }] })
    expect((await draftOf(world, id)).row.state).toBe('draft')

    const tooLong = await submit(world, 'camille', next, { text: LONG, 'text-2': LONG, when: '' })
    expect(tooLong).toMatchObject({ kind: 'errors', errors: { 'text-2': expect.stringContaining('29') } })
    expect(Object.keys((tooLong as { errors: object }).errors)).toEqual(['text-2'])
    const answer = await submit(world, 'camille', next, { text: LONG, 'text-2': 'Short', when: '' })
    expect(answer).toEqual({ kind: 'ephemeral', text: en('done.review', { channels: '#drafts' }) })
    expect((await draftOf(world, id)).draft).toMatchObject({ state: 'in-review' })
    const card = await cardOf(world, id)
    expect(card).toContain('29 of 300')
    expect(card).toContain('5 of 20')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.long.posts.map(({ text }) => text)).toEqual([LONG])
    expect(world.short.posts.map(({ text }) => text)).toEqual(['Short'])
  })

  test('is kept as a draft if the second form is closed, and cannot go to review too long', async () => {
    const world = await createTwo()
    const { id } = await begin(world)
    expect(await cardOf(world, id)).toContain(LONG)
    const refused = await pressOnDraft(world, 'camille', 'draft.submit', id)
    expect(refused).toMatchObject({ kind: 'update', ephemeral: expect.stringContaining('The short network') })
    expect((await draftOf(world, id)).row.state).toBe('draft')
    // The card's button, and a platform that cannot open a form after a form, open the same one.
    const again = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    expect(textsIn(again)).toEqual([LONG, LONG])
    await submit(world, 'camille', again, { text: 'A', 'text-2': 'B', when: '' })
    expect((await draftOf(world, id)).row.state).toBe('in-review')
  })

  test('sent twice is one draft, and no second form once it is in review', async () => {
    const world = await createTwo()
    const { modal, next, id } = await begin(world)
    const values = { account: everywhere(world), text: LONG, texts: 'own', when: '' }
    expect(modalOf(await submit(world, 'camille', modal, values)).fields).toEqual(next.fields)
    expect(await draftsOf(world)).toHaveLength(1)
    await submit(world, 'camille', next, { text: 'A', 'text-2': 'B', when: '' })
    expect(await submit(world, 'camille', modal, values)).toEqual({ kind: 'ephemeral', text: en('refusal.stale') })
    expect((await draftOf(world, id)).revision.content.variants.map(({ text }) => text)).toEqual(['A', 'B'])
  })

  test('is no choice where there is one account', async () => {
    const world = await createWorld(shared)
    const modal = modalOf(await command(world, 'camille', 'draft'))
    expect(modal.fields.map(({ id }) => id)).toEqual(['account', 'text', 'when'])
    const values = { account: world.account.id, text: 'Hello', texts: 'own', when: '' }
    expect(await submit(world, 'camille', modal, values)).toMatchObject({ kind: 'ephemeral' })
    expect((await draftOf(world, draftIdOf(modal))).row.state).toBe('in-review')
  })
})

describe('the accounts of a draft', () => {
  async function inReview(world: World, account: string, text = 'Hello all') {
    const modal = modalOf(await command(world, 'camille', 'draft'))
    await submit(world, 'camille', modal, { account, text, when: '' })
    const id = draftIdOf(modal)
    return { id, edit: modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id)) }
  }

  const textsOf = async (world: World, id: string) =>
    (await draftOf(world, id)).revision.content.variants.map(({ accountId, text }) => [accountId, text])

  test('can be more with an edit: a new one begins with the text of the first', async () => {
    const world = await createTwo()
    const [first, second] = world.accounts.map(({ id }) => id)
    const { id, edit } = await inReview(world, first!)
    await submit(world, 'camille', edit, { text: 'Hello again', account: `${first},${second}`, when: '' })
    expect(await textsOf(world, id)).toEqual([
      [first, 'Hello again'],
      [second, 'Hello again'],
    ])
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect([world.long.posts.length, world.short.posts.length]).toEqual([1, 1])
  })

  test('can be fewer, whatever stands in the text of those that are left out', async () => {
    const world = await createTwo()
    const [first, second] = world.accounts.map(({ id }) => id)
    const { id, edit } = await inReview(world, everywhere(world))
    await submit(world, 'camille', edit, { text: LONG, 'text-2': '', account: first!, when: '' })
    expect(await textsOf(world, id)).toEqual([[first, LONG]])
    const again = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    await submit(world, 'camille', again, { text: 'Short', account: second!, when: '' })
    expect(await textsOf(world, id)).toEqual([[second, 'Short']])
  })

  test.each([
    ['none', '', en('error.account.unknown')],
    ['nobody', 'nobody', en('error.account.unknown')],
    ['one whose network takes less', 'second', 'The short network'],
  ])('cannot be %s', async (_, given, words) => {
    const world = await createTwo()
    const [first, second] = world.accounts.map(({ id }) => id)
    const { id, edit } = await inReview(world, first!, LONG)
    const account = given === 'second' ? `${first},${second}` : given
    expect(await submit(world, 'camille', edit, { text: LONG, account, when: '' })).toMatchObject({
      kind: 'errors',
      errors: { account: expect.stringContaining(words) },
    })
    expect(await textsOf(world, id)).toEqual([[first, LONG]])
  })

  test('are not asked for of a reply, and not heeded', async () => {
    const world = await createTwo()
    const id = await writeReply(world, 'camille', await hear(world, 'Acme, when do you open?'), 'On Monday')
    const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    expect(edit.fields.map(field => field.id)).toEqual(['text'])
    await submit(world, 'camille', edit, { text: 'On Tuesday', account: world.accounts[1]!.id })
    expect(await textsOf(world, id)).toEqual([[world.account.id, 'On Tuesday']])
  })

  test('stay as they are where the form does not ask', async () => {
    const world = await createTwo()
    const { id, edit } = await inReview(world, everywhere(world))
    await submit(world, 'camille', edit, { text: 'A', 'text-2': 'B', when: '' })
    expect((await textsOf(world, id)).map(([, text]) => text)).toEqual(['A', 'B'])
  })
})
