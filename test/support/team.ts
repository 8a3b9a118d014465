import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Modal } from '../../src/chat/card.ts'
import type { Answer } from '../../src/chat/platform.ts'
import { idOfNonce } from '../../src/commands/actions/nonce.ts'
import { type DraftRecord, findDraft } from '../../src/db/queries/drafts.ts'
import { listActions } from '../../src/db/queries/network-actions.ts'
import {
  accounts,
  type MentionRow,
  mentions,
  type NetworkActionRow,
  networkActions,
  posts,
} from '../../src/db/schema/index.ts'
import { readVariant } from '../../src/domain/content.ts'
import { formatReference, parseReference } from '../../src/domain/reference.ts'
import { createReview } from '../../src/pipeline/review.ts'
import { postBy } from './scripted-network.ts'
import type { Place, Who, World } from './world.ts'

/** What people do in the chat, as the platform hands it over. */

export function press(
  world: World,
  who: Who,
  action: string,
  thing: { readonly id: string; readonly version: number },
  place: Place = 'drafts',
): Promise<Answer> {
  return world.handlers.action(originOf(world, who, place), formatReference({ action, ...idAndVersion(thing) }))
}

export function submit(world: World, who: Who, modal: Modal, values: Record<string, string>): Promise<Answer> {
  return world.handlers.submit(originOf(world, who, 'drafts'), modal.id, values)
}

export function command(world: World, who: Who, text: string, place: Place = 'mentions'): Promise<Answer> {
  return world.handlers.command(originOf(world, who, place), text)
}

export function originOf(world: World, who: string, place: Place) {
  return { workspace: world.workspace, channel: world.channels[place].remoteId, user: who }
}

function idAndVersion({ id, version }: { readonly id: string; readonly version: number }) {
  return { id, version }
}

export function modalOf(answer: Answer): Modal {
  if (answer.kind !== 'modal') throw new Error(`no modal but ${JSON.stringify(answer)}`)
  return answer.modal
}

export function draftIdOf(modal: Modal): string {
  const id = idOfNonce(parseReference(modal.id)?.nonce)
  if (id === undefined) throw new Error('the modal makes nothing')
  return id
}

/** A post of the brand in review; answers with the draft's id. `when` is on the brand's wall clock. */
export async function writePost(world: World, who: Who, text: string, when = ''): Promise<string> {
  const modal = modalOf(await command(world, who, 'draft'))
  const answer = await submit(world, who, modal, { account: world.account.id, text, when })
  if (answer.kind !== 'ephemeral') throw new Error(`not submitted: ${JSON.stringify(answer)}`)
  return draftIdOf(modal)
}

/** A post of the public, read; answers with the mention that it became. */
export async function hear(world: World, text: string, author = 'robin'): Promise<MentionRow> {
  const post = postBy(author, text)
  world.network.feed.push(post)
  await world.intake.poll(world.source.id)
  const [row] = await world.test.database.connection
    .select({ mention: mentions })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(eq(posts.remoteId, post.remoteId))
  if (row === undefined) throw new Error('the post became no mention')
  return row.mention
}

/** A reply to a mention in review; answers with the draft's id. */
export async function writeReply(world: World, who: Who, mention: MentionRow, text: string): Promise<string> {
  const modal = modalOf(await press(world, who, 'mention.reply', mention, 'mentions'))
  const answer = await submit(world, who, modal, { text })
  if (answer.kind !== 'ephemeral') throw new Error(`not submitted: ${JSON.stringify(answer)}`)
  return draftIdOf(modal)
}

export async function draftOf(world: World, id: string): Promise<DraftRecord> {
  const found = await findDraft(world.test.database.connection, id)
  if (found === undefined) throw new Error('no such draft')
  return found
}

export async function mentionOf(world: World, id: string): Promise<MentionRow> {
  const [row] = await world.test.database.connection.select().from(mentions).where(eq(mentions.id, id))
  if (row === undefined) throw new Error('no such mention')
  return row
}

/** Presses a button of the draft's newest card. */
export async function pressOnDraft(world: World, who: Who, action: string, id: string): Promise<Answer> {
  return press(world, who, action, (await draftOf(world, id)).row)
}

/** Network actions of the draft's current revision. */
export async function actionsOf(world: World, draftId: string): Promise<readonly NetworkActionRow[]> {
  const { row } = await draftOf(world, draftId)
  const rows = await listActions(world.test.database.connection, draftId, row.revision)
  return rows.map(({ action }) => action)
}

/** Performs whatever is due of the draft, as the queue would: until nothing changes any more. */
export async function performDue(world: World, draftId: string): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    const mine = new Set((await allActionsOf(world, draftId)).map(action => action.id))
    const due = (await world.publish.listToPerform()).filter(id => mine.has(id))
    if (due.length === 0) return
    for (const id of due) await world.publish.perform(id)
  }
}

/** Of every revision. */
export async function allActionsOf(world: World, draftId: string): Promise<readonly NetworkActionRow[]> {
  return world.test.database.connection.select().from(networkActions).where(eq(networkActions.draftId, draftId))
}

export async function setAccountState(
  world: World,
  accountId: string,
  state: 'active' | 'needs-sign-in' | 'removed',
): Promise<void> {
  await world.test.database.connection.update(accounts).set({ state }).where(eq(accounts.id, accountId))
}

/** A post for several accounts in review, one text for each; answers with the draft's id. */
export async function writeEverywhere(world: World, who: Who, texts: readonly string[]): Promise<string> {
  const id = v7()
  const variants = world.accounts.map((account, index) => readVariant(account.id, texts[index] ?? ''))
  const review = createReview({ jobs: world.jobs })
  await world.test.database.transact(unit => {
    const act = { unit, brand: world.brand, memberId: world.members[who].id, now: world.clock.now() }
    return review.submitNew(act, { id, content: { variants, replyToPostId: null }, publishAt: null, mention: null })
  })
  return id
}
