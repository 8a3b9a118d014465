import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateBrand } from '../../src/db/queries/brands.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { approved, performNext, publicTexts, stateOf, unavailable } from '../support/publishing.ts'
import { rejected } from '../support/scripted-network.ts'
import {
  command,
  draftOf,
  hear,
  mentionOf,
  modalOf,
  performDue,
  pressOnDraft,
  submit,
  writePost,
  writeReply,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function saveUnchanged(world: World, id: string) {
  const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
  return submit(world, 'camille', modal, Object.fromEntries(modal.fields.map(({ id: name, value }) => [name, value])))
}

describe('an edit that changes nothing', () => {
  test('of what failed sends it to review again, as the form says, and it goes out once it is approved', async () => {
    const { world, id } = await approved(shared, [rejected('other')])
    await performDue(world, id)
    await updateBrand(shared.database.connection, world.brand.id, { approvals: 2 })
    world.clock.advance(5 * HOUR)
    expect(await saveUnchanged(world, id)).toEqual({ kind: 'ephemeral', text: en('done.saved') })
    expect((await draftOf(world, id)).draft).toMatchObject({ state: 'in-review', approvals: [], publishAt: null })
    for (const who of ['noor', 'alex'] as const) await pressOnDraft(world, who, 'draft.approve', id)
    await performDue(world, id)
    expect(publicTexts(world)).toEqual(['We open on Monday'])
  })

  test('of what is held keeps its approvals, and says when it goes out', async () => {
    const { world, id } = await approved(shared, [unavailable])
    await performDue(world, id)
    expect(await saveUnchanged(world, id)).toMatchObject({ text: expect.stringContaining('It goes out on') })
    expect((await draftOf(world, id)).draft).toMatchObject({ state: 'scheduled', approvals: [{}] })
    await performNext(world, id)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('but empties the time of what is approved sends it off now', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Later', '2099-01-01T09:00')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    await submit(world, 'camille', modal, { text: 'Later', when: '' })
    await performDue(world, id)
    expect(publicTexts(world)).toEqual(['Later'])
  })
})

test('a reply that was edited long after it failed goes out when it is approved, not when it was due', async () => {
  const world = await createWorld(shared)
  world.network.onPublish(rejected('other'))
  const id = await writeReply(world, 'alex', await hear(world, 'Acme, when do you open?'), 'On Monday')
  await pressOnDraft(world, 'alex', 'draft.approve', id)
  await performDue(world, id)
  world.clock.advance(30 * HOUR)
  const modal = modalOf(await pressOnDraft(world, 'alex', 'draft.edit', id))
  await submit(world, 'alex', modal, { text: 'On Tuesday' })
  await pressOnDraft(world, 'alex', 'draft.approve', id)
  await performDue(world, id)
  expect(publicTexts(world)).toEqual(['On Tuesday'])
})

describe('a draft in review', () => {
  test('can be taken back by whoever wrote it, and its mention waits again', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme, when do you open?')
    const id = await writeReply(world, 'camille', mention, 'On Monday')
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    expect(await stateOf(world, id)).toBe('withdrawn')
    expect((await mentionOf(world, mention.id)).state).toBe('taken')
  })

  test('with nothing but signs that nobody sees is no draft', async () => {
    const world = await createWorld(shared)
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const answer = await submit(world, 'camille', modal, { account: world.account.id, text: '\u200b\u2060 \u3164' })
    expect(answer).toEqual({ kind: 'errors', errors: { text: en('error.required') } })
  })
})

describe('by default', () => {
  test('an approver may approve the reply they wrote, by a press of its own, and not a post', async () => {
    const world = await createWorld(shared)
    const reply = await writeReply(world, 'alex', await hear(world, 'Acme, when do you open?'), 'On Monday')
    expect(await stateOf(world, reply)).toBe('in-review')
    await performDue(world, reply)
    expect(publicTexts(world)).toEqual([])
    expect(await pressOnDraft(world, 'alex', 'draft.approve', reply)).toMatchObject({ ephemeral: en('done.approved') })
    await performDue(world, reply)
    expect(publicTexts(world)).toEqual(['On Monday'])

    const post = await writePost(world, 'alex', 'We open on Monday')
    expect(await pressOnDraft(world, 'alex', 'draft.approve', post)).toMatchObject({
      ephemeral: en('refusal.draft.own-draft'),
    })
    await pressOnDraft(world, 'noor', 'draft.approve', post)
    await performDue(world, post)
    expect(publicTexts(world)).toEqual(['On Monday', 'We open on Monday'])
  })

  test('an editor who is no approver does not approve their own reply', async () => {
    const world = await createWorld(shared)
    const id = await writeReply(world, 'camille', await hear(world, 'Acme, when do you open?'), 'On Monday')
    expect(await pressOnDraft(world, 'camille', 'draft.approve', id)).toMatchObject({ kind: 'ephemeral' })
    expect(await stateOf(world, id)).toBe('in-review')
  })
})

describe('each kind has its own rules', () => {
  test('where replies need two and posts one', async () => {
    const replyPolicy = { approvals: 2, authorMayApprove: false }
    const world = await createWorld(shared, { brand: { replyPolicy } })
    const reply = await writeReply(world, 'alex', await hear(world, 'Acme, when do you open?'), 'On Monday')
    expect(await pressOnDraft(world, 'alex', 'draft.approve', reply)).toMatchObject({
      ephemeral: en('refusal.draft.own-draft'),
    })
    expect(await pressOnDraft(world, 'noor', 'draft.approve', reply)).toMatchObject({
      ephemeral: en('done.approved.more', { count: 1 }),
    })
    expect(await stateOf(world, reply)).toBe('in-review')
    await pressOnDraft(world, 'sam', 'draft.approve', reply)
    await performDue(world, reply)
    const post = await writePost(world, 'camille', 'We open on Monday')
    await pressOnDraft(world, 'noor', 'draft.approve', post)
    await performDue(world, post)
    expect(publicTexts(world)).toEqual(['On Monday', 'We open on Monday'])
  })

  test('a policy that became stricter for replies holds back a reply, and no post', async () => {
    const world = await createWorld(shared)
    const reply = await writeReply(world, 'alex', await hear(world, 'Acme, when do you open?'), 'On Monday')
    const post = await writePost(world, 'camille', 'We open on Monday')
    await pressOnDraft(world, 'alex', 'draft.approve', reply)
    await pressOnDraft(world, 'noor', 'draft.approve', post)
    await updateBrand(shared.database.connection, world.brand.id, { replyAuthorMayApprove: false })
    for (const id of [reply, post]) await performDue(world, id)
    expect(publicTexts(world)).toEqual(['We open on Monday'])
    expect(await stateOf(world, reply)).toBe('in-review')
  })

  test('both are told, and changed by the brand’s form', async () => {
    const world = await createWorld(shared)
    const told = async () => {
      const answer = await command(world, 'sam', 'brand')
      return answer.kind === 'ephemeral' ? answer.text : ''
    }
    expect(await told()).toContain('Before a post goes out: one approval, not the author’s own.')
    expect(await told()).toContain('Before a reply goes out: one approval; the author’s own counts.')
    const modal = modalOf(await command(world, 'sam', 'brand edit rules'))
    const values = Object.fromEntries(modal.fields.map(({ id, value }) => [id, value]))
    expect(values).toMatchObject({ approvals: '1', own: 'no', 'reply-approvals': '1', 'reply-own': 'yes' })
    const change = { approvals: '2', own: 'yes', 'reply-approvals': '3', 'reply-own': 'no' }
    await submit(world, 'sam', modal, { ...values, ...change })
    expect(await told()).toContain('Before a post goes out: 2 approvals; the author’s own counts.')
    expect(await told()).toContain('Before a reply goes out: 3 approvals, not the author’s own.')
    const wrong = modalOf(await command(world, 'sam', 'brand edit rules'))
    expect(await submit(world, 'sam', wrong, { ...values, 'reply-approvals': '0' })).toEqual({
      kind: 'errors',
      errors: { 'reply-approvals': en('error.choice') },
    })
  })
})
