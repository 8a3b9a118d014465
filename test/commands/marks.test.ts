import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/chat/platform.ts'
import { cards, mentions, networkActions } from '../../src/db/schema/index.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { show } from '../cards/show.ts'
import { MINUTE } from '../support/clock.ts'
import { correct, publish } from '../support/correcting.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  createDoing,
  deleteEverywhere,
  deletionsOf,
  doDue,
  marksOf,
  pressOnMention,
  publishPost,
  repost,
} from '../support/deeds.ts'
import { lookAfter } from '../support/looking.ts'
import { createScriptedNetwork, postBy } from '../support/scripted-network.ts'
import {
  command,
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
  writePost,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en, fr } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

function toldIn(answer: Answer): string | undefined {
  if (answer.kind === 'update') return answer.ephemeral
  return answer.kind === 'ephemeral' ? answer.text : undefined
}

function cardIn(answer: Answer): string {
  return answer.kind === 'update' ? show(answer.card.en) : ''
}

describe('a like', () => {
  test('is one press, and its card offers to take it back', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme is great')
    const answer = await press(world, 'camille', 'mention.like', mention, 'mentions')
    expect(cardIn(answer)).toContain('[Take the like back]')
    expect(toldIn(answer)).toBeUndefined()
  })

  test('on an old card does nothing, and says what happened', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme is great')
    await press(world, 'camille', 'mention.like', mention, 'mentions')
    const late = await press(world, 'alex', 'mention.like', mention, 'mentions')
    expect(toldIn(late)).toBe(`${en('refusal.stale')} What happened: Camille liked it.`)
    const again = await pressOnMention(world, 'alex', 'mention.like', mention.id)
    expect(toldIn(again)).toContain(en('refusal.mark.done-already', { kind: 'like' }))
    expect(await marksOf(world, mention.id)).toHaveLength(1)
  })

  test('is offered only where the network has it, and refused there all the same', async () => {
    const world = await createWorld(shared, { networks: [createScriptedNetwork({ name: 'mute' })] })
    const mention = await hear(world, 'Acme is great')
    const answer = await press(world, 'camille', 'mention.like', mention, 'mentions')
    expect(toldIn(answer)).toBe(en('refusal.mark.unsupported', { kind: 'like' }))
    expect(cardIn(answer)).not.toContain('Like')
    expect(await marksOf(world, mention.id)).toEqual([])
  })

  test('of what is gone, or with an account that is, is refused', async () => {
    const world = await createDoing(shared)
    const first = await hear(world, 'Acme is great')
    const second = await hear(world, 'Acme is good')
    world.network.remove(world.network.feed[0]!.remoteId)
    await lookAfter(world, 31 * MINUTE)
    await lookAfter(world, 11 * MINUTE)
    const gone = await pressOnMention(world, 'camille', 'mention.like', first.id)
    expect(toldIn(gone)).toBe(en('refusal.mark.post-gone', { kind: 'like' }))
    expect(cardIn(gone)).not.toContain('[')
    await setAccountState(world, world.account.id, 'removed')
    const removed = await pressOnMention(world, 'camille', 'mention.like', second.id)
    expect(toldIn(removed)).toBe(en('refusal.mark.account-removed', { kind: 'like' }))
  })

  test('that there is not cannot be taken back', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme is great')
    const answer = await press(world, 'camille', 'mention.unlike', mention, 'mentions')
    expect(toldIn(answer)).toBe(en('refusal.mark.not-done', { kind: 'like' }))
  })
})

describe('a repost', () => {
  test('shows exactly the post, and what it means, before anything is done', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme is great\u202e!')
    const modal = modalOf(await press(world, 'noor', 'mention.repost', mention, 'mentions'))
    expect(modal).toMatchObject({ title: 'Repost', quote: 'Acme is great!' })
    expect(modal.intro).toContain(`Everybody who follows @${world.account.handle}`)
    expect(modal.fields).toMatchObject([{ id: 'sure', kind: 'select', value: 'keep' }])
    expect(toldIn(await submit(world, 'noor', modal, { sure: 'keep' }))).toBe(en('done.repost.kept'))
    expect(await marksOf(world, mention.id)).toEqual([])
    const done = await submit(world, 'noor', modal, { sure: 'repost' })
    expect(toldIn(done)).toBe(en('done.repost', { handle: world.account.handle }))
    // The same form sent twice is one repost.
    expect(toldIn(await submit(world, 'noor', modal, { sure: 'repost' }))).toBe(
      en('refusal.mark.done-already', { kind: 'repost' }),
    )
    await doDue(world)
    expect(world.network.deeds).toHaveLength(1)
  })

  test('does not happen if the author has edited the post meanwhile: the form shows the new words', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme is great')
    await command(world, 'noor', 'lang fr')
    const modal = modalOf(await press(world, 'noor', 'mention.repost', mention, 'mentions'))
    world.network.edit(world.network.feed[0]!.remoteId, 'Acme is a scam')
    await lookAfter(world, 31 * MINUTE)
    const again = modalOf(await submit(world, 'noor', modal, { sure: 'repost' }))
    expect(again.quote).toBe('Acme is a scam')
    expect(again.intro).toContain(fr('modal.repost.edited'))
    expect(await marksOf(world, mention.id)).toEqual([])
    await submit(world, 'noor', again, { sure: 'repost' })
    expect(await marksOf(world, mention.id)).toHaveLength(1)
  })

  test('happens although somebody has taken the mention meanwhile, and not once the post is gone', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme is great')
    const modal = modalOf(await press(world, 'noor', 'mention.repost', mention, 'mentions'))
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    await submit(world, 'noor', modal, { sure: 'repost' })
    await doDue(world)
    expect(world.network.marks.size).toBe(1)
    await pressOnMention(world, 'noor', 'mention.unrepost', mention.id)
    await doDue(world)
    expect(world.network.marks.size).toBe(0)
    const other = modalOf(await pressOnMention(world, 'noor', 'mention.repost', mention.id))
    world.network.remove(world.network.feed[0]!.remoteId)
    await lookAfter(world, 31 * MINUTE)
    await lookAfter(world, 11 * MINUTE)
    expect(toldIn(await submit(world, 'noor', other, { sure: 'repost' }))).toContain(
      en('refusal.mark.post-gone', { kind: 'repost' }),
    )
  })

  test('is not offered for what was written in private, nor done', async () => {
    const world = await createDoing(shared)
    world.network.feed.push(postBy('robin', 'Acme, a secret', { kind: 'direct' }))
    const mention = await hear(world, 'Acme is great')
    const direct = { id: await privateMention(world, mention.id), version: 1 }
    const answer = await press(world, 'noor', 'mention.repost', direct, 'mentions')
    expect(toldIn(answer)).toBe(en('refusal.mark.private', { kind: 'repost' }))
    expect(cardIn(answer)).toContain('[Like]')
    expect(cardIn(answer)).not.toContain('[Repost…]')
  })
})

async function privateMention(world: World, otherId: string): Promise<string> {
  const rows = await shared.database.connection.select().from(mentions)
  return rows.find(row => row.accountId === world.account.id && row.id !== otherId)?.id ?? ''
}

describe('what is public', () => {
  test('is deleted after a form that says what and where, and that nobody can take it back', async () => {
    const networks = ['one', 'other'].map(name => createScriptedNetwork({ name, deeds: ['delete'], threads: true }))
    const world = await createWorld(shared, { networks })
    const id = await writeEverywhere(world, 'camille', ['Hello', 'Hello\n---\nand more'])
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    const modal = modalOf(await pressOnDraft(world, 'noor', 'draft.delete', id))
    expect(modal.quote).toBe('The one network:\nHello\n\nThe other network:\nHello\n\n---\n\nand more')
    expect(modal.intro).toBe(en('modal.delete.intro'))
    const [field] = modal.fields
    const { handle } = world.account
    expect(field).toMatchObject({
      kind: 'choices',
      value: '',
      options: [
        { label: `The one network, @${handle}` },
        { label: `The other network, @${handle}: a thread of 2, the last post first` },
      ],
    })
    expect(await submit(world, 'noor', modal, { accounts: '' })).toMatchObject({
      errors: { accounts: en('error.delete.nowhere') },
    })
    expect(await submit(world, 'noor', modal, { accounts: 'elsewhere' })).toMatchObject({
      errors: { accounts: en('error.choice') },
    })
    const done = await submit(world, 'noor', modal, { accounts: world.accounts[1]!.id })
    expect(toldIn(done)).toBe(en('done.delete', { networks: 'The other network' }))
    await doDue(world)
    expect(networks.map(({ removed }) => removed.size)).toEqual([0, 2])
    // The rest can still be deleted, with the newest card alone.
    expect(toldIn(await submit(world, 'noor', modal, { accounts: world.account.id }))).toContain(en('refusal.stale'))
    await deleteEverywhere(world, 'noor', id)
    await doDue(world)
    expect(networks.map(({ removed }) => removed.size)).toEqual([1, 2])
    const nothing = await pressOnDraft(world, 'noor', 'draft.delete', id)
    expect(toldIn(nothing)).toContain(en('refusal.delete.nothing'))
  })

  test('is all that can be deleted: no draft before, and nothing where the network keeps it', async () => {
    const world = await createDoing(shared)
    const draft = await writePost(world, 'camille', 'Hello')
    expect(toldIn(await pressOnDraft(world, 'noor', 'draft.delete', draft))).toContain(en('refusal.delete.nothing'))
    const keeping = await createWorld(shared, { networks: [createScriptedNetwork({ name: 'keeping' })] })
    const id = await publishPost(keeping, 'Hello')
    const answer = await pressOnDraft(keeping, 'noor', 'draft.delete', id)
    expect(toldIn(answer)).toContain(en('refusal.delete.nothing'))
    expect(cardIn(answer)).not.toContain('[')
  })

  test('is not said to be gone where nobody knows where a part of it is', async () => {
    const world = await createDoing(shared, { threads: true })
    const id = await publishPost(world, 'One\n---\nTwo')
    const isFirst = and(eq(networkActions.draftId, id), eq(networkActions.part, 1))
    // Somebody's word that it is there is all that there is.
    await shared.database.connection.update(networkActions).set({ reference: null }).where(isFirst)
    const lost = en('draft.deletion.lost', { count: 1 })
    expect(modalOf(await pressOnDraft(world, 'noor', 'draft.delete', id)).intro).toContain(lost)
    await deleteEverywhere(world, 'noor', id)
    await doDue(world)
    expect(world.network.removed.size).toBe(1)
    const card = cardIn(await pressOnDraft(world, 'noor', 'draft.delete', id))
    expect(card).toMatch(/^Published: post/)
    expect(card).toContain(lost)
    expect(card).not.toContain('[Delete')
  })

  test('is gone on the card of its edit too, which is told', async () => {
    const world = await createDoing(shared, { deeds: ['delete', 'edit'] })
    const id = await publishPost(world, 'Hello')
    const edit = await publish(world, await correct(world, 'camille', id, 'Hello all'))
    const wanted = async () => {
      const rows = await shared.database.connection.select().from(cards).where(eq(cards.subjectId, edit))
      return rows.map(row => row.wanted)
    }
    const [before = 0] = await wanted()
    await deleteEverywhere(world, 'noor', id)
    await doDue(world)
    expect(await wanted()).toEqual([before + 1])
    const card = cardIn(await pressOnDraft(world, 'noor', 'draft.delete', edit))
    expect(card).toContain('Deleted on The')
    expect(card).not.toContain('[')
  })

  test('is deleted by what the newest card offers alone', async () => {
    const world = await createDoing(shared)
    const id = await publishPost(world, 'Hello')
    const { row } = await draftOf(world, id)
    await deleteEverywhere(world, 'noor', id)
    expect(toldIn(await press(world, 'alex', 'draft.delete', row))).toBe(
      `${en('refusal.stale')} What happened: Noor wants it deleted on The ${world.network.name} network.`,
    )
    expect(await deletionsOf(world, id)).toHaveLength(1)
  })
})

describe('what waits', () => {
  test('is said before an account is taken out', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme is great')
    const line = en('modal.disconnect.deeds', { deeds: 1 })
    const introOf = async () => modalOf(await command(world, 'sam', `disconnect ${world.account.handle}`)).intro
    expect(await introOf()).not.toContain('repost')
    await press(world, 'camille', 'mention.like', mention, 'mentions')
    expect(await introOf()).toContain(line)
    await doDue(world)
    expect(await introOf()).not.toContain(line)
  })

  test('is told on the card when the account is refused, and when it works again', async () => {
    const world = await createDoing(shared)
    const mention = await hear(world, 'Acme is great')
    await repost(world, 'noor', mention.id)
    world.network.onAct({ kind: 'fails', fault: { kind: 'unauthorised' } })
    await doDue(world)
    const card = () => pressOnMention(world, 'camille', 'mention.reopen', mention.id).then(cardIn)
    expect(await card()).toContain('must be connected again: until then this waits.')
    expect((await mentionOf(world, mention.id)).state).toBe('open')
  })
})
