import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Card } from '../../src/chat/card.ts'
import { accounts, posts } from '../../src/db/schema/index.ts'
import { hashContent } from '../../src/domain/content.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import {
  draftIdOf,
  draftOf,
  hear,
  mentionOf,
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

function createQuoting(): Promise<World> {
  const networks = [
    createScriptedNetwork({ name: 'quotes', quotes: true, threads: true }),
    createScriptedNetwork({ name: 'other', quotes: true }),
  ]
  return createWorld(shared, { networks })
}

/** A post that quotes a mention, in review. */
async function quoted(world: World, values: Record<string, string> = {}) {
  const mention = await hear(world, 'Acme makes the best lamps')
  const modal = modalOf(await press(world, 'camille', 'mention.quote', mention, 'mentions'))
  const answer = await submit(world, 'camille', modal, { text: 'Thank you!', ...values })
  return { mention, modal, answer, id: draftIdOf(modal) }
}

async function cardOf(world: World, action: string, id: string): Promise<Card | undefined> {
  const answer = await press(world, 'camille', action, { id, version: 0 })
  return answer.kind === 'update' ? answer.card.en : undefined
}

async function refusalOf(world: World, mention: { readonly id: string; readonly version: number }) {
  const answer = await press(world, 'camille', 'mention.quote', mention, 'mentions')
  return answer.kind === 'update' ? answer.ephemeral : undefined
}

describe('a mention can be quoted', () => {
  test('where the account’s own server has quotes; its card offers no other', async () => {
    const world = await createQuoting()
    // A press that is stale is answered with the card.
    const offer = async (text: string) => {
      const { id } = await hear(world, text)
      const answer = await press(world, 'camille', 'mention.ignore', { id, version: 99 }, 'mentions')
      return JSON.stringify(answer).includes('mention.quote')
    }
    expect(await offer('Acme makes the best lamps')).toBe(true)
    const { connection } = shared.database
    await connection
      .update(accounts)
      .set({ limits: { quotes: false } })
      .where(eq(accounts.id, world.account.id))
    expect(await offer('Acme makes good chairs')).toBe(false)
    expect(await refusalOf(world, await hear(world, 'Acme makes tables'))).toContain('quote')
  })

  test('by a post of our own, which the card shows with it', async () => {
    const world = await createQuoting()
    const { mention, modal, id } = await quoted(world)
    expect(modal).toMatchObject({
      title: en('modal.quote.title', { name: 'robin' }),
      quote: 'Acme makes the best lamps',
    })
    expect(modal.fields.map(field => field.id)).toEqual(['text', 'when'])
    const card = await cardOf(world, 'draft.edit', id)
    expect(card?.header).toBe(en('draft.header.quote', { state: en('draft.state.in-review'), name: 'robin' }))
    expect(JSON.stringify(card)).toContain('Acme makes the best lamps')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    const [post] = await shared.database.connection.select().from(posts).where(eq(posts.id, mention.postId))
    expect(world.network.posts).toMatchObject([{ text: 'Thank you!', replyTo: null, quote: post?.reference }])
    // Somebody may still answer it.
    expect((await mentionOf(world, mention.id)).state).toBe('open')
  })

  test('with the first post of a thread, at a time of its own', async () => {
    const world = await createQuoting()
    const { id } = await quoted(world, { text: 'Thank you!\n---\nSee you', when: '2031-01-01T10:00' })
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    expect((await draftOf(world, id)).row.state).toBe('scheduled')
    await pressOnDraft(world, 'camille', 'draft.now', id)
    await performDue(world, id)
    expect(world.network.posts.map(({ quote }) => quote !== undefined)).toEqual([true, false])
  })

  test('by the account that has read it alone, also after an edit', async () => {
    const world = await createQuoting()
    const { id } = await quoted(world)
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    expect(modal.fields.map(field => field.id)).toEqual(['text', 'when'])
    const account = world.accounts.map(one => one.id).join(',')
    await submit(world, 'camille', modal, { account, text: 'Thanks', when: '' })
    const { content } = (await draftOf(world, id)).revision
    expect(content.variants.map(({ accountId }) => accountId)).toEqual([world.account.id])
    expect(content.quotePostId).toBeDefined()
  })

  test('while it is being answered', async () => {
    const world = await createQuoting()
    const mention = await hear(world, 'Acme makes the best lamps')
    await writeReply(world, 'alex', mention, 'Thank you')
    expect(await press(world, 'camille', 'mention.quote', await mentionOf(world, mention.id))).toMatchObject({
      kind: 'modal',
    })
  })
})

describe('a mention cannot be quoted', () => {
  test('where the network has no quotes, and has no button there', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme makes the best lamps')
    expect(await refusalOf(world, mention)).toBe(en('refusal.quote.unsupported', { network: 'The scripted network' }))
    const card = await cardOf(world, 'mention.ignore', mention.id)
    expect(JSON.stringify(card)).not.toContain('mention.quote')
    const quoting = await createQuoting()
    const other = await cardOf(quoting, 'mention.ignore', (await hear(quoting, 'Acme again')).id)
    expect(JSON.stringify(other)).toContain('mention.quote')
  })

  test('if it was written in private', async () => {
    const world = await createQuoting()
    const mention = await hear(world, 'Acme, in the open')
    await shared.database.connection.update(posts).set({ kind: 'direct' }).where(eq(posts.id, mention.postId))
    expect(await refusalOf(world, mention)).toBe(en('refusal.quote.private'))
    expect(JSON.stringify(await cardOf(world, 'mention.ignore', mention.id))).not.toContain('mention.quote')
  })

  test('once it is gone, and what was to go out with it stays here', async () => {
    const world = await createQuoting()
    const { id, mention } = await quoted(world)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await shared.database.connection.update(posts).set({ goneAt: new Date() }).where(eq(posts.id, mention.postId))
    await performDue(world, id)
    expect((await draftOf(world, id)).row.state).toBe('failed')
    expect(world.network.attempts).toEqual([])
    expect(await refusalOf(world, mention)).toBe(en('refusal.mention.post-gone'))
  })
})

test('what is quoted is part of what is approved', () => {
  const content = { variants: [{ accountId: 'a', text: 'x' }], replyToPostId: null }
  const hashes = [
    content,
    { ...content, quotePostId: 'p' },
    { ...content, quotePostId: 'q' },
    { ...content, replyToPostId: 'p' },
  ]
  expect(new Set(hashes.map(hashContent)).size).toBe(hashes.length)
})
