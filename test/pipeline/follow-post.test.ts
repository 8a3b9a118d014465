import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PostRow } from '../../src/db/schema/index.ts'
import { digests, mentions } from '../../src/db/schema/index.ts'
import { show } from '../cards/show.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hearPost, lookAfter, storedPost } from '../support/looking.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { countsBySentiment, mentionsBySentiment } from '../support/taken.ts'
import {
  actionsOf,
  command,
  draftOf,
  mentionOf,
  modalOf,
  performDue,
  press,
  pressOnDraft,
  submit,
  writeReply,
} from '../support/team.ts'
import { createWorld, type Place, type World } from '../support/world.ts'

let shared: TestDatabase
let count = 0
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function started(text = 'Is Acme open on Sunday?') {
  const network = createScriptedNetwork({ name: `followed-${++count}` })
  const world = await createWorld(shared, { networks: [network] })
  const post = await hearPost(world, text)
  await deliver(world)
  const mention = () => mentionFor(world, post.remoteId)
  return { world, network, post, mention }
}

async function mentionFor(world: World, remoteId: string) {
  const { id } = await storedPost(world, remoteId)
  const [row] = await shared.database.connection.select().from(mentions).where(eq(mentions.postId, id))
  return mentionOf(world, row!.id)
}

async function deliver(world: World): Promise<void> {
  for (const { id } of Object.values(world.channels)) await world.notify.deliver(id)
}

/** What the cards of a channel say, oldest first. */
function cardsIn(world: World, place: Place, language: 'en' | 'fr' = 'en'): readonly string[] {
  return world.chat.shown(world.channels[place].remoteId).map(({ card }) => show(card[language]))
}

function notesIn(world: World, place: Place): readonly string[] {
  const notes = world.chat.notes(world.channels[place].remoteId)
  return notes.flatMap(({ note }) => note.en.lines.map(({ text }) => text))
}

/** Deletes it, and looks until that is believed. */
async function vanish(world: World, remoteId: string): Promise<void> {
  world.network.remove(remoteId)
  await lookAfter(world, 30 * MINUTE)
  await lookAfter(world, 10 * MINUTE)
  await deliver(world)
}

async function edit(world: World, remoteId: string, text: string): Promise<void> {
  world.network.edit(remoteId, text)
  await lookAfter(world, 30 * MINUTE)
  await deliver(world)
}

describe('a post that is edited', () => {
  test('has its card edited in place, with a mark, and is read anew', async () => {
    const { world, post, mention } = await started('Acme is fine, I guess')
    const before = await mention()
    const messages = world.chat.shown(world.channels.mentions.remoteId).map(({ id }) => id)
    await edit(world, post.remoteId, 'Acme is the worst, what a disgusting and horrible scam')
    const after = await mention()
    expect(after.sentiment).toBe('negative')
    expect(after.version).toBe(before.version + 1)
    expect(await storedPost(world, post.remoteId)).toMatchObject({ text: expect.stringContaining('disgusting') })
    expect(cardsIn(world, 'mentions')[0]).toMatch(/> Acme is the worst.*\n\(Edited by its author, as seen/)
    expect(cardsIn(world, 'mentions', 'fr')[0]).toContain('(Modifié par son auteur, constaté le')
    expect(world.chat.shown(world.channels.mentions.remoteId).map(({ id }) => id)).toEqual(messages)
    expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
    // Nobody has answered: the card says it all.
    expect(notesIn(world, 'mentions')).toEqual([])
  })

  test('to say that it is urgent wakes somebody, once', async () => {
    const { world, post, mention } = await started('Acme lamps are fine')
    expect(cardsIn(world, 'alerts')).toEqual([])
    await edit(world, post.remoteId, 'My Acme lamp caught fire and my child is in hospital')
    expect(await mention()).toMatchObject({ isAlert: true, urgencyReason: 'safety' })
    expect(cardsIn(world, 'alerts')).toHaveLength(1)
    expect(cardsIn(world, 'mentions')[0]).toContain('Alert: ')
    await edit(world, post.remoteId, 'Acme lamps are fine again')
    expect(await mention()).toMatchObject({ isAlert: true, urgencyReason: null })
    expect(cardsIn(world, 'alerts')).toHaveLength(1)
  })

  test('stays as a person has read it', async () => {
    const { world, post, mention } = await started('Acme is fine')
    const modal = modalOf(await press(world, 'camille', 'mention.sentiment', await mention(), 'mentions'))
    await submit(world, 'camille', modal, { sentiment: 'positive' })
    await edit(world, post.remoteId, 'Acme is the worst, what a disgusting and horrible scam')
    expect(await mention()).toMatchObject({ sentiment: 'positive' })
    expect(await countsBySentiment(world)).toEqual({ positive: 1 })
  })

  test('is told in the thread and on the draft if somebody is answering it, and what was read before is not approved', async () => {
    const { world, post, mention } = await started()
    const id = await writeReply(world, 'camille', await mention(), 'Yes, we are.')
    await deliver(world)
    const { version } = (await draftOf(world, id)).row
    await edit(world, post.remoteId, 'Is Acme run by crooks?')
    const [card] = cardsIn(world, 'drafts')
    expect(card).toMatch(/> Is Acme run by crooks\?\nrobin has edited the post since this was written/)
    expect(notesIn(world, 'drafts')).toContain('The author edited the post.')
    expect(notesIn(world, 'mentions')).toContain('The author edited the post.')
    const stale = await press(world, 'noor', 'draft.approve', { id, version })
    expect(stale).toMatchObject({ kind: 'update', ephemeral: expect.stringContaining('Somebody was quicker') })
    expect((await draftOf(world, id)).draft.state).toBe('in-review')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect((await draftOf(world, id)).draft.state).toBe('published')
  })

  test('after it was answered is told in the thread', async () => {
    const { world, post, mention } = await started()
    const id = await writeReply(world, 'camille', await mention(), 'Yes, we are.')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    await deliver(world)
    await edit(world, post.remoteId, 'Is Acme run by crooks?')
    expect(notesIn(world, 'mentions').at(-1)).toBe('The author edited the post.')
    expect(cardsIn(world, 'mentions')[0]).toContain('Replied: robin')
  })

  test('before anybody has seen its card comes with its new words, once', async () => {
    const network = createScriptedNetwork({ name: `followed-${++count}` })
    const world = await createWorld(shared, { networks: [network] })
    const { remoteId } = await hearPost(world, 'Acme is fine')
    network.edit(remoteId, 'Acme is so-so')
    await lookAfter(world, 30 * MINUTE)
    await deliver(world)
    expect(cardsIn(world, 'mentions')).toHaveLength(1)
    expect(cardsIn(world, 'mentions')[0]).toContain('> Acme is so-so')
  })

  test('only in what its author is called changes no card', async () => {
    const { world, network, post } = await started()
    const index = network.feed.findIndex(({ remoteId }) => remoteId === post.remoteId)
    const author = { ...post.author, handle: 'robin.new', name: 'Robin the Second' }
    network.feed[index] = { ...post, author, reference: { remoteId: post.remoteId, cid: 'other' } }
    const { calls } = world.chat
    const before = calls.length
    await lookAfter(world, 30 * MINUTE)
    await deliver(world)
    expect(calls).toHaveLength(before)
    const stored: PostRow = await storedPost(world, post.remoteId)
    expect(stored).toMatchObject({ authorHandle: 'robin.new', authorName: 'Robin the Second', editedAt: null })
    expect(stored.reference).toEqual({ remoteId: post.remoteId, cid: 'other' })
  })
})

describe('a post that is deleted', () => {
  test('is believed to be gone at the second look, ten minutes after the first', async () => {
    const { world, network, post } = await started()
    network.remove(post.remoteId)
    await lookAfter(world, 30 * MINUTE)
    expect(await storedPost(world, post.remoteId)).toMatchObject({ goneAt: null, text: post.text })
    network.restore(post.remoteId)
    await lookAfter(world, 10 * MINUTE)
    expect(await storedPost(world, post.remoteId)).toMatchObject({ goneAt: null, text: post.text })
    await vanish(world, post.remoteId)
    expect(await storedPost(world, post.remoteId)).toMatchObject({ goneAt: world.clock.now(), text: '' })
  })

  test('loses its text, its card shrinks to a line, and it waits for nobody', async () => {
    const { world, post, mention } = await started()
    await press(world, 'camille', 'mention.assign', await mention(), 'mentions')
    await vanish(world, post.remoteId)
    expect(cardsIn(world, 'mentions')).toEqual([
      expect.stringMatching(
        /^Deleted: robin on The followed-\d+ network \(quiet\)\n\(Deleted by its author, or hidden\./,
      ),
    ])
    expect(cardsIn(world, 'mentions').join()).not.toContain('Sunday')
    expect(await mention()).toMatchObject({ state: 'gone', assigneeId: world.members.camille.id })
    expect(await command(world, 'camille', 'mentions')).toMatchObject({ text: 'Nothing waits. Well done.' })
    const { rows } = await shared.database.connection.execute(
      sql`select 1 from posts where text like '%open on Sunday%' and network = ${world.network.name}`,
    )
    expect(rows).toEqual([])
    for (const action of ['mention.reply', 'mention.reopen', 'mention.ignore']) {
      expect(await press(world, 'camille', action, await mention(), 'mentions')).toMatchObject({ kind: 'update' })
    }
    expect(await mention()).toMatchObject({ state: 'gone' })
  })

  test('keeps our answer on its card', async () => {
    const { world, post, mention } = await started()
    const id = await writeReply(world, 'camille', await mention(), 'Yes, from ten to six.')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    await deliver(world)
    await vanish(world, post.remoteId)
    expect(await mention()).toMatchObject({ state: 'replied' })
    expect(cardsIn(world, 'mentions')[0]).toContain('Yes, from ten to six.')
    expect(notesIn(world, 'mentions').at(-1)).toBe('The post is gone: its author deleted it, or it is hidden.')
  })

  test('leaves a draft to whoever writes it, and says so', async () => {
    const { world, post, mention } = await started()
    const id = await writeReply(world, 'camille', await mention(), 'Yes, we are.')
    await deliver(world)
    await vanish(world, post.remoteId)
    expect(cardsIn(world, 'drafts')[0]).toContain('The post by robin that this answers or quotes is gone')
    expect(await mention()).toMatchObject({ state: 'replying' })
    // Approved all the same, it is stopped before its network is asked.
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
    expect((await draftOf(world, id)).draft.state).toBe('failed')
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    expect(await mention()).toMatchObject({ state: 'gone' })
  })

  test('stops a reply that was approved for later, and whoever wrote it is told', async () => {
    const { world, post, mention } = await started()
    const id = await writeReply(world, 'camille', await mention(), 'Yes, we are.')
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    const later = new Date(world.clock.now().getTime() + 20 * HOUR).toISOString().slice(0, 16)
    await submit(world, 'camille', modal, { ...valuesOf(modal), when: later })
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    expect((await draftOf(world, id)).draft.state).toBe('scheduled')
    await vanish(world, post.remoteId)
    expect((await draftOf(world, id)).draft.state).toBe('failed')
    expect(await actionsOf(world, id)).toMatchObject([
      { state: 'failed', failure: { kind: 'rejected', reason: 'target-gone' } },
    ])
    expect(cardsIn(world, 'drafts')[0]).toContain('The post that it answers or quotes is gone, so it cannot go out.')
    expect(notesIn(world, 'drafts').at(-1)).toContain('Not published. The post that it answers or quotes is gone')
    expect(world.jobs.sent).toContainEqual(expect.objectContaining({ name: 'tell-author', payload: { draftId: id } }))
    world.clock.advance(24 * HOUR)
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
  })

  test('is not quoted by a digest any more', async () => {
    const { world, post } = await started()
    world.clock.advance(MINUTE)
    await command(world, 'camille', 'digest now')
    await deliver(world)
    expect(cardsIn(world, 'digest')[0]).toContain('Is Acme open on Sunday?')
    await vanish(world, post.remoteId)
    expect(cardsIn(world, 'digest')[0]).not.toContain('Is Acme open on Sunday?')
    const [row] = await shared.database.connection.select().from(digests).where(eq(digests.brandId, world.brand.id))
    expect(row?.report.current.mentions).toBe(1)
  })
})

describe('a post that is there again', () => {
  test('has its words and its card back, and waits for somebody as before', async () => {
    const { world, network, post, mention } = await started()
    await vanish(world, post.remoteId)
    network.restore(post.remoteId)
    await lookAfter(world, HOUR)
    await deliver(world)
    expect(await storedPost(world, post.remoteId)).toMatchObject({ goneAt: null, text: post.text, editedAt: null })
    expect(await mention()).toMatchObject({ state: 'open' })
    expect(cardsIn(world, 'mentions')).toEqual([expect.stringContaining('> Is Acme open on Sunday?')])
    expect(await countsBySentiment(world)).toEqual(await mentionsBySentiment(world))
  })

  test('can be answered again by the reply that was stopped', async () => {
    const { world, network, post, mention } = await started()
    const id = await writeReply(world, 'camille', await mention(), 'Yes, we are.')
    await vanish(world, post.remoteId)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    network.restore(post.remoteId)
    await lookAfter(world, HOUR)
    await deliver(world)
    expect(notesIn(world, 'drafts')).toContain('The post is there again.')
    await pressOnDraft(world, 'camille', 'draft.retry', id)
    await performDue(world, id)
    expect((await draftOf(world, id)).draft.state).toBe('published')
    expect(await mention()).toMatchObject({ state: 'replied' })
  })
})

function valuesOf(modal: ReturnType<typeof modalOf>): Record<string, string> {
  return Object.fromEntries(modal.fields.map(({ id, value }) => [id, value]))
}
