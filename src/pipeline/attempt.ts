import type { Connection } from '../db/client.ts'
import { type Account, findAccount } from '../db/queries/accounts.ts'
import { findPublished } from '../db/queries/corrections.ts'
import { findRevision } from '../db/queries/drafts.ts'
import { findAction, findPart, listOthersPublished } from '../db/queries/network-actions.ts'
import { findPost } from '../db/queries/posts.ts'
import type { NetworkActionRow, PostRow, RevisionRow } from '../db/schema/index.ts'
import { type Content, partsOf, type Variant } from '../domain/content.ts'
import { isSamePart } from '../domain/correction.ts'
import type { Json } from '../domain/json.ts'
import type { Publication } from '../networks/network.ts'
import type { MediaShelf } from './media.ts'

/** An action with all that a call about it needs. */
export interface Attempt {
  readonly action: NetworkActionRow
  readonly account: Account
  readonly publication: Publication
  /** True if the post that it answers is not there any more. */
  readonly isTargetGone: boolean
  /** Of an edit alone. */
  readonly edit?: EditAttempt
}

/** The post that an action edits. */
export interface EditAttempt {
  readonly target: Json
  readonly url: string | null
  /** True if it says that already. */
  readonly isSame: boolean
}

/** What the action is to change; null for one that publishes. */
async function editOf(
  connection: Connection,
  { id, targetId, part }: NetworkActionRow,
  { draftId, content }: RevisionRow,
  variant: Variant,
): Promise<EditAttempt | null> {
  if (targetId === null) return null
  const target = await findAction(connection, targetId)
  const before = await findPublished(connection, content.correctsDraftId ?? '', draftId)
  const published = before?.variants.find(({ accountId }) => accountId === variant.accountId)
  if (target === undefined || target.reference === null) throw new Error(`the action ${id} edits nothing`)
  const isSame = published !== undefined && isSamePart(published, variant, part)
  return { target: target.reference, url: target.url, isSame }
}

/** The post that the action answers: the one before it in its thread, or the one that the whole draft answers. */
async function targetOf(
  connection: Connection,
  action: NetworkActionRow,
  { replyToPostId }: Content,
): Promise<{ readonly replyTo: Json | null; readonly isTargetGone: boolean }> {
  if (action.part > 1) {
    const before = await findPart(connection, action, action.part - 1)
    return { replyTo: before?.reference ?? null, isTargetGone: false }
  }
  if (replyToPostId === null) return { replyTo: null, isTargetGone: false }
  const target = await findPost(connection, replyToPostId)
  return { replyTo: target?.reference ?? null, isTargetGone: isGone(target) }
}

function isGone(post: PostRow | undefined): boolean {
  return post === undefined || post.goneAt !== null
}

/** The post that it quotes, with the first post of a thread. Undefined where it quotes none. */
async function quotedBy(connection: Connection, { part }: NetworkActionRow, { quotePostId }: Content) {
  return quotePostId === undefined || part > 1 ? undefined : { post: await findPost(connection, quotePostId) }
}

/** Milliseconds by which a network's clock, and what it takes to commit an outcome, may be off. */
const MARGIN = 10 * 60_000

/** What is to be published: the part of its variant that the action stands for. */
export async function loadAttempt(
  connection: Connection,
  media: Pick<MediaShelf, 'read'>,
  action: NetworkActionRow,
): Promise<Attempt> {
  const account = await findAccount(connection, action.accountId)
  const revision = await findRevision(connection, action.draftId, action.revision)
  const variant = revision?.content.variants.find(one => one.accountId === action.accountId)
  const part = variant && partsOf(variant)[action.part - 1]
  if (account === undefined || revision === undefined || variant === undefined || part === undefined) {
    throw new Error('an action without its account or its words')
  }
  const { id: key, createdAt } = action
  const images = part.media.map(one => ({ ...one, read: () => media.read(one.hash) }))
  const target = await targetOf(connection, action, revision.content)
  const quoted = await quotedBy(connection, action, revision.content)
  const isTargetGone = target.isTargetGone || (quoted !== undefined && isGone(quoted.post))
  const { visibility, warning, language } = variant
  const publication: Publication = {
    key,
    createdAt,
    text: part.text,
    media: images,
    replyTo: target.replyTo,
    ...(quoted?.post && { quote: quoted.post.reference }),
    ...(visibility && { visibility }),
    ...(warning && { warning }),
    ...(language && { language }),
  }
  const { attemptedAt } = action
  const before = attemptedAt !== null && {
    attemptedAt,
    others: await listOthersPublished(connection, action, new Date(attemptedAt.getTime() - MARGIN)),
  }
  const edit = await editOf(connection, action, revision, variant)
  const known = { action, account, isTargetGone, ...(edit && { edit }) }
  if (part.link === undefined) return { ...known, publication: { ...publication, ...before } }
  const { image, ...page } = part.link
  const link = { ...page, image: image && { ...image, read: () => media.read(image.hash) } }
  return { ...known, publication: { ...publication, ...before, link } }
}
