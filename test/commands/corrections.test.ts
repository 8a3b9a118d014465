import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Card, joinFiles } from '../../src/chat/card.ts'
import { auditLog, drafts, history } from '../../src/db/schema/index.ts'
import { MEDIA_TYPES, type MediaLimits } from '../../src/domain/media.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { correct, createEditing, fieldOn, publish, published } from '../support/correcting.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { publicTexts } from '../support/publishing.ts'
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
  setAccountState,
  submit,
  writeEverywhere,
  writeReply,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** Its card as it is now, by a button that is out of date. */
async function cardOf(world: World, id: string, action = 'draft.edit'): Promise<Card> {
  const answer = await press(world, 'camille', action, { id, version: 0 })
  if (answer.kind !== 'update') throw new Error(`no card but ${JSON.stringify(answer)}`)
  return answer.card.en
}

async function wordsOf(world: World, id: string, action?: string): Promise<string> {
  return JSON.stringify(await cardOf(world, id, action))
}

async function toldOf(subjectId: string) {
  const rows = await shared.database.connection.select().from(history).where(eq(history.subjectId, subjectId))
  return rows.map(({ event, actorId }) => ({ kind: event.kind, actorId }))
}

describe('what is published can be edited', () => {
  test('with what it says now in the form, and goes to review as an edit', async () => {
    const world = await createEditing(shared)
    const id = await published(world, 'We open on Monday')
    const card = await cardOf(world, id)
    expect(JSON.stringify(card)).toContain(`draft.correct:${id}`)
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    expect(modal).toMatchObject({ title: en('modal.correct.title'), intro: en('modal.correct.intro') })
    expect(modal.fields).toMatchObject([{ id: fieldOn(world), value: 'We open on Monday' }])
    await submit(world, 'camille', modal, { [fieldOn(world)]: 'We open on Tuesday' })
    const correction = draftIdOf(modal)
    const shown = await cardOf(world, correction)
    expect(shown.header).toBe(en('draft.header.edit', { state: en('draft.state.in-review'), name: '' }))
    const words = JSON.stringify(shown)
    expect(words).toContain('We open on Tuesday')
    expect(words).toContain(
      JSON.stringify(en('draft.change.words', { before: 'Monday', after: 'Tuesday' })).slice(1, -1),
    )
    expect(words).toContain(world.network.posts[0]?.url)
    // Nothing happens before somebody else has said yes.
    await performDue(world, correction)
    expect(world.network.deeds).toEqual([])
    await publish(world, correction)
    expect(publicTexts(world)).toEqual(['We open on Tuesday'])
    expect(world.network.deeds).toMatchObject([{ kind: 'edit', target: world.network.posts[0]?.reference }])
  })

  test('and its card and history say so, with the link as it was', async () => {
    const world = await createEditing(shared)
    const id = await published(world, 'We open on Monday')
    const url = world.network.posts[0]?.url ?? ''
    const correction = await correct(world, 'alex', id, 'We open on Tuesday')
    const meanwhile = await wordsOf(world, id)
    expect(meanwhile).toContain('We open on Monday')
    expect(meanwhile).toContain(en('draft.corrected-by', { name: 'Alex' }))
    expect(meanwhile).not.toContain('draft.correct:')
    await publish(world, correction)
    const words = await wordsOf(world, id)
    expect(words).toContain('We open on Tuesday')
    expect(words).not.toContain('We open on Monday')
    expect(words).toContain(url)
    expect(words).toContain('draft.correct:')
    expect(await toldOf(id)).toContainEqual({ kind: 'corrected', actorId: world.members.alex.id })
    const audit = await shared.database.connection
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.subjectId, id), eq(auditLog.act, 'draft.corrected')))
    expect(audit).toMatchObject([{ details: { by: correction } }])
    // The form of the next one begins with what people see.
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    expect(modal.fields[0]).toMatchObject({ value: 'We open on Tuesday' })
    expect(await wordsOf(world, correction)).toContain(url)
    expect(await wordsOf(world, correction)).not.toContain('draft.correct:')
  })

  test('a reply too, by the rules of replies, and the card of the mention says what people see', async () => {
    const world = await createEditing(shared)
    const mention = await hear(world, 'Is Acme open?')
    const id = await publish(world, await writeReply(world, 'camille', mention, 'Yes, from 9'))
    const correction = await correct(world, 'camille', id, 'Yes, from 10')
    const card = await cardOf(world, correction)
    expect(card.header).toBe(en('draft.header.edit-reply', { state: en('draft.state.in-review'), name: 'robin' }))
    await publish(world, correction)
    expect(publicTexts(world)).toEqual(['Yes, from 10'])
    expect((await mentionOf(world, mention.id)).state).toBe('replied')
    expect(await wordsOf(world, mention.id, 'mention.ignore')).toContain('Yes, from 10')
    expect((await toldOf(mention.id)).map(({ kind }) => kind)).toContain('corrected')
  })

  test('a thread post by post, but no post more or less', async () => {
    const world = await createEditing(shared, { threads: true })
    const id = await published(world, 'One\n---\nTwo\n---\nThree')
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    const field = fieldOn(world)
    expect(await submit(world, 'camille', modal, { [field]: 'One\n---\nTwo' })).toEqual({
      kind: 'errors',
      errors: { [field]: en('error.correction.parts', { total: 3, count: '2' }) },
    })
    await submit(world, 'camille', modal, { [field]: 'One\n---\nZwei\n---\nThree' })
    await publish(world, draftIdOf(modal))
    expect(publicTexts(world)).toEqual(['One', 'Zwei', 'Three'])
    // What stays as it is is not sent.
    expect(world.network.deeds).toHaveLength(1)
    expect((await draftOf(world, draftIdOf(modal))).row.state).toBe('published')
  })

  test('a single post stays one', async () => {
    const world = await createEditing(shared, { threads: true })
    const id = await published(world, 'One')
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    expect(await submit(world, 'camille', modal, { [fieldOn(world)]: 'One\n---\nTwo' })).toMatchObject({
      errors: { [fieldOn(world)]: en('error.correction.parts', { total: 1, count: '2' }) },
    })
  })

  test('only where its network lets one, which form and card say', async () => {
    const networks = [createScriptedNetwork({ deeds: ['edit'] }), createScriptedNetwork({ name: 'fixed' })]
    const world = await createWorld(shared, { networks })
    const id = await publish(world, await writeEverywhere(world, 'camille', ['Here', 'There']))
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    const handle = world.accounts[1]?.handle ?? ''
    const why = en('draft.untouched.unsupported', { network: 'The fixed network', handle })
    expect(modal.intro).toContain(why)
    expect(modal.fields.map(field => field.id)).toEqual([fieldOn(world)])
    // A forged field for the other account changes nothing.
    await submit(world, 'camille', modal, { [fieldOn(world)]: 'Here!', [fieldOn(world, 1)]: 'There!' })
    const correction = draftIdOf(modal)
    expect(await wordsOf(world, correction)).toContain(why)
    await publish(world, correction)
    expect(networks.map(({ posts }) => posts[0]?.text)).toEqual(['Here!', 'There'])
  })

  test('on those of several accounts where something changes', async () => {
    const networks = [createScriptedNetwork({ deeds: ['edit'] }), createScriptedNetwork({ name: 'b', deeds: ['edit'] })]
    const world = await createWorld(shared, { networks })
    const id = await publish(world, await writeEverywhere(world, 'camille', ['Here', 'There']))
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    await submit(world, 'camille', modal, { [fieldOn(world)]: 'Here', [fieldOn(world, 1)]: 'There!' })
    const correction = draftIdOf(modal)
    const { content } = (await draftOf(world, correction)).revision
    expect(content.variants.map(({ accountId }) => accountId)).toEqual([world.accounts[1]?.id])
    expect(await wordsOf(world, correction)).toContain(
      en('draft.untouched.editable', { network: 'The scripted network', handle: world.account.handle }),
    )
    await publish(world, correction)
    expect(networks.map(({ deeds }) => deeds.length)).toEqual([0, 1])
  })
})

test('images and who sees a post stay, whatever the form says; its warning may change', async () => {
  const media: MediaLimits = {
    count: 2,
    types: MEDIA_TYPES,
    bytes: 2_000,
    alternative: { unit: 'graphemes', maximum: 20 },
  }
  const options = { name: 'rich', media, warnings: true, visibilities: ['public', 'followers'] } as const
  const world = await createEditing(shared, options)
  const hash = await handIn(world.media, 1)
  const begun = modalOf(await command(world, 'camille', 'draft'))
  const written = { account: world.account.id, text: 'Look', warning: 'Lamps', visibility: 'followers', when: '' }
  const next = await submit(world, 'camille', begun, { ...written, files: joinFiles([{ id: hash, name: 'a.png' }]) })
  const values = Object.fromEntries(modalOf(next).fields.map(({ id, value }) => [id, value]))
  await submit(world, 'camille', modalOf(next), { ...values, 'alternative-1': 'A lamp' })
  const id = await publish(world, draftIdOf(begun))
  const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
  expect(modal.fields.map(field => field.id)).toEqual([fieldOn(world), 'warning'])
  expect(modal.intro).toContain(en('modal.correct.images'))
  const forged = { visibility: 'public', images: '', 'alternative-1': 'Forged' }
  await submit(world, 'camille', modal, { ...forged, [fieldOn(world)]: 'Look', warning: 'Bright lamps' })
  const correction = draftIdOf(modal)
  expect(await wordsOf(world, correction)).toContain(en('draft.change.other'))
  await publish(world, correction)
  expect(world.network.posts).toMatchObject([
    { text: 'Look', warning: 'Bright lamps', visibility: 'followers', media: [{ hash, alternative: 'A lamp' }] },
  ])
  expect(world.network.deeds).toMatchObject([{ publication: { visibility: 'followers' } }])
})

describe('what is published cannot be edited', () => {
  test('where no network lets one, and there is no button', async () => {
    const world = await createWorld(shared)
    const id = await published(world, 'We open on Monday')
    expect(await wordsOf(world, id)).not.toContain('draft.correct')
    const answer = await pressOnDraft(world, 'camille', 'draft.correct', id)
    expect(answer).toMatchObject({
      kind: 'update',
      ephemeral: expect.stringContaining(en('refusal.correction.none')),
    })
  })

  test('of an account that was removed, nor before it is published, nor an edit itself', async () => {
    const world = await createEditing(shared)
    const id = await published(world, 'We open on Monday')
    const correction = await publish(world, await correct(world, 'camille', id, 'We open on Tuesday'))
    const refusal = { kind: 'update', ephemeral: expect.stringContaining(en('refusal.correction.none')) }
    expect(await pressOnDraft(world, 'camille', 'draft.correct', correction)).toMatchObject(refusal)
    await setAccountState(world, world.account.id, 'removed')
    expect(await pressOnDraft(world, 'camille', 'draft.correct', id)).toMatchObject(refusal)
  })

  test('to what it says already, nor to what its network would not take', async () => {
    const world = await createEditing(shared)
    const id = await published(world, 'We open on Monday')
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    const say = (text: string) => submit(world, 'camille', modal, { [fieldOn(world)]: text })
    expect(await say('We open on Monday')).toMatchObject({
      errors: { [fieldOn(world)]: en('error.correction.same') },
    })
    expect(await say('x'.repeat(301))).toMatchObject({ errors: { [fieldOn(world)]: expect.stringContaining('301') } })
    expect(await say('   ')).toMatchObject({ errors: { [fieldOn(world)]: en('error.required') } })
  })

  test('by two at once: the second is told by whom', async () => {
    const world = await createEditing(shared)
    const id = await published(world, 'We open on Monday')
    const late = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    const correction = await correct(world, 'alex', id, 'We open on Tuesday')
    const underWay = en('refusal.correction.under-way', { name: 'Alex' })
    const values = { [fieldOn(world)]: 'We open on Sunday' }
    expect(await submit(world, 'camille', late, values)).toEqual({
      kind: 'errors',
      errors: { [fieldOn(world)]: underWay },
    })
    expect(await pressOnDraft(world, 'camille', 'draft.correct', id)).toMatchObject({ ephemeral: underWay })
    await publish(world, correction)
    // The form has words in it that are not out any more.
    expect(await submit(world, 'camille', late, values)).toMatchObject({
      errors: { [fieldOn(world)]: expect.stringContaining(en('refusal.stale')) },
    })
  })

  test('by the same form twice: one edit comes of it', async () => {
    const world = await createEditing(shared)
    const id = await published(world, 'We open on Monday')
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.correct', id))
    const values = { [fieldOn(world)]: 'We open on Tuesday' }
    const answers = await Promise.all([1, 2].map(() => submit(world, 'camille', modal, values)))
    expect(answers.map(({ kind }) => kind)).toEqual(['ephemeral', 'ephemeral'])
    const rows = await shared.database.connection.select().from(drafts).where(eq(drafts.correctsId, id))
    expect(rows).toHaveLength(1)
  })

  test('by one that was rejected, once another is under way', async () => {
    const world = await createEditing(shared)
    const id = await published(world, 'We open on Monday')
    const first = await correct(world, 'camille', id, 'We open on Tuesday')
    const reject = modalOf(await pressOnDraft(world, 'noor', 'draft.reject', first))
    await submit(world, 'noor', reject, { comment: 'No' })
    expect(await wordsOf(world, id)).toContain('draft.correct:')
    await correct(world, 'alex', id, 'We open on Sunday')
    const again = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', first))
    expect(await submit(world, 'camille', again, { [fieldOn(world)]: 'We open at noon' })).toMatchObject({
      errors: { [fieldOn(world)]: expect.stringContaining(en('refusal.draft.correction-under-way')) },
    })
  })
})

test('an edit that is edited in review keeps to what it corrects, whatever the form says', async () => {
  const networks = [createScriptedNetwork({ deeds: ['edit'] }), createScriptedNetwork({ name: 'b', deeds: ['edit'] })]
  const world = await createWorld(shared, { networks })
  const id = await publish(world, await writeEverywhere(world, 'camille', ['Here', 'There']))
  const correction = await correct(world, 'camille', id, 'Here!')
  const modal = modalOf(await pressOnDraft(world, 'alex', 'draft.edit', correction))
  expect(modal.fields.map(field => field.id)).toEqual([fieldOn(world)])
  const forged = { account: world.accounts[1]?.id ?? '', images: '', when: '2031-01-01T10:00', text: 'Forged' }
  await submit(world, 'alex', modal, { ...forged, [fieldOn(world)]: 'Here we are' })
  const { row, revision } = await draftOf(world, correction)
  expect([row.state, row.publishAt]).toEqual(['in-review', null])
  expect(revision.content).toMatchObject({
    correctsDraftId: id,
    variants: [{ accountId: world.account.id, text: 'Here we are' }],
  })
  await publish(world, correction)
  expect(networks.map(({ posts }) => posts[0]?.text)).toEqual(['Here we are', 'There'])
})
