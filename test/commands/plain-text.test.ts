import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/chat/platform.ts'
import { hashContent } from '../../src/domain/content.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { publicTexts, stateOf } from '../support/publishing.ts'
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
  writePost,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()
const TURNED = 'Pay to \u202Emoc.live\u202C now'
const STRAIGHT = 'Pay to moc.live now'
const REMOVED = en('written.removed', { count: 2 })
/** What writing needs. */
const KEPT = 'می‌خواهم \u200fשלום\u200e 👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿\n\tin'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function textOf(world: World, id: string) {
  return (await draftOf(world, id)).revision.content.variants[0]?.text
}

function told(answer: Answer): string {
  return answer.kind === 'ephemeral' ? answer.text : ''
}

/** Texts on the draft's card, as the platforms get it. */
async function shownOf(world: World): Promise<readonly string[]> {
  const channel = world.channels.drafts
  await world.notify.deliver(channel.id)
  const cards = world.chat.shown(channel.remoteId).map(({ card }) => card.en)
  return cards.flatMap(card => card.elements.flatMap(element => (element.kind === 'text' ? [element.text] : [])))
}

describe('signs that nobody sees, and what turns a text around,', () => {
  test('leave a new draft, and the person is told', async () => {
    const world = await createWorld(shared)
    const modal = modalOf(await command(world, 'camille', 'draft'))
    const answer = await submit(world, 'camille', modal, { account: world.account.id, text: TURNED })
    expect(told(answer)).toContain(REMOVED)
    const id = draftIdOf(modal)
    expect(await textOf(world, id)).toBe(STRAIGHT)
    expect(await shownOf(world)).toContain(STRAIGHT)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(publicTexts(world)).toEqual([STRAIGHT])
  })

  test('leave an edit', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', 'Hello')
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    expect(told(await submit(world, 'camille', modal, { text: TURNED, when: '' }))).toContain(REMOVED)
    expect(await textOf(world, id)).toBe(STRAIGHT)
  })

  test('leave a reply', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme, where do I pay?')
    const modal = modalOf(await press(world, 'camille', 'mention.reply', mention, 'mentions'))
    expect(told(await submit(world, 'camille', modal, { text: TURNED }))).toContain(REMOVED)
    expect(await textOf(world, draftIdOf(modal))).toBe(STRAIGHT)
  })

  test('leave what a draft is made from, which the form says', async () => {
    const world = await createWorld(shared)
    const { fields, intro } = modalOf(await command(world, 'camille', `draft ${TURNED}`))
    expect(fields.find(({ id }) => id === 'text')?.value).toBe(STRAIGHT)
    expect(intro).toBe(REMOVED)
  })

  test('keep words that were stored before from being approved, until an edit takes them out', async () => {
    const world = await createWorld(shared)
    const id = await writePost(world, 'camille', STRAIGHT)
    const { content } = (await draftOf(world, id)).revision
    const turned = { ...content, variants: content.variants.map(variant => ({ ...variant, text: TURNED })) }
    await shared.database.transact(async ({ tx }) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      const hash = hashContent(turned)
      await tx.execute(
        sql`update revisions set content = ${JSON.stringify(turned)}::jsonb, content_hash = ${hash} where draft_id = ${id}`,
      )
      await tx.execute(sql`update drafts set content_hash = ${hash} where id = ${id}`)
    })
    expect(await pressOnDraft(world, 'noor', 'draft.approve', id)).toMatchObject({
      ephemeral: en('refusal.draft.not-shown-whole'),
    })
    expect(await stateOf(world, id)).toBe('in-review')
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    await submit(world, 'camille', modal, { text: TURNED, when: '' })
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(publicTexts(world)).toEqual([STRAIGHT])
  })
})

test('what writing needs is shown and goes out as it was written', async () => {
  const world = await createWorld(shared)
  const modal = modalOf(await command(world, 'camille', 'draft'))
  const answer = await submit(world, 'camille', modal, { account: world.account.id, text: KEPT })
  expect(told(answer)).not.toContain('taken out')
  const id = draftIdOf(modal)
  expect(await shownOf(world)).toContain(KEPT)
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  expect(publicTexts(world)).toEqual([KEPT])
})
