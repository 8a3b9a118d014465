import type { Modal } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import type { Executor } from '../../db/client.ts'
import { type Account, findAccount } from '../../db/queries/accounts.ts'
import { findMention, lockMention, type MentionRecord } from '../../db/queries/mentions.ts'
import type { DeedRefusal, MarkKind, Wish } from '../../domain/deed.ts'
import type { Permission } from '../../domain/member.ts'
import { plainText } from '../../domain/plain-text.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { askMark } from '../../pipeline/ask-deed.ts'
import { type Action, actOf, ephemeral, type Invocation, type Values } from '../services.ts'
import { networkOf } from './field-checks.ts'
import { freshCard, withLast } from './fresh-card.ts'
import { createMarkedNonce, hasShown } from './nonce.ts'

/** Nothing is done by mistake: the first is offered. */
const ANSWERS = ['keep', 'repost'] as const

interface Asked {
  readonly kind: MarkKind
  readonly wish: Wish
}

type Refusal = DeedRefusal | 'gone' | 'post-gone' | 'unsupported' | 'account-removed' | 'private' | 'stale'

interface Possible {
  readonly found: MentionRecord
  readonly account: Account
}

/** The mention with the account that does it, or why it cannot be done. Taking back is always possible. */
async function possible(
  invocation: Invocation,
  executor: Executor,
  found: MentionRecord | undefined,
  { kind, wish }: Asked,
): Promise<Possible | Refusal> {
  if (found === undefined || found.mention.erasedAt !== null) return 'gone'
  const { mention, post } = found
  if (post.goneAt !== null) return 'post-gone'
  const account = mention.accountId === null ? undefined : await findAccount(executor, mention.accountId)
  if (account === undefined) return 'unsupported'
  if (account.state === 'removed') return 'account-removed'
  if (wish === 'undo') return { found, account }
  if (kind === 'repost' && post.kind === 'direct') return 'private'
  const isKnown = networkOf(invocation, account)?.capabilities.deeds.includes(kind) === true
  return isKnown ? { found, account } : 'unsupported'
}

function refusalText({ t }: Invocation, refusal: Exclude<Refusal, 'gone'>, { kind }: Asked): string {
  return refusal === 'stale' ? t('refusal.stale') : t(`refusal.mark.${refusal}`, { kind })
}

async function refuse(invocation: Invocation, { id }: Reference, refusal: Refusal, asked: Asked): Promise<Answer> {
  if (refusal === 'gone') return ephemeral(invocation.t('refusal.gone'))
  const subject = { kind: 'mention', id } as const
  return freshCard(invocation, subject, await withLast(invocation, subject, refusalText(invocation, refusal, asked)))
}

/** Writes the wish, if the mention is still what the person has seen. */
async function ask<Unseen extends string>(
  invocation: Invocation,
  reference: Reference,
  asked: Asked,
  unseenIn: (found: MentionRecord) => Unseen | undefined,
): Promise<Account | Refusal | Unseen> {
  const { database, jobs } = invocation.services
  return database.transact(async unit => {
    const able = await possible(invocation, unit.tx, await lockMention(unit.tx, reference.id), asked)
    if (typeof able === 'string') return able
    const unseen = unseenIn(able.found)
    if (unseen !== undefined) return unseen
    const refusal = await askMark(jobs, actOf(invocation, unit), able.found, able.account.id, asked)
    return refusal ?? able.account
  })
}

/** A button that acts at once. */
function marking(name: string, permission: Permission, asked: Asked): Action {
  async function press(invocation: Invocation, reference: Reference): Promise<Answer> {
    const done = await ask(invocation, reference, asked, ({ mention }) =>
      mention.version === reference.version ? undefined : 'stale',
    )
    return typeof done === 'string'
      ? refuse(invocation, reference, done, asked)
      : freshCard(invocation, { kind: 'mention', id: reference.id })
  }
  return { name, permission, subject: 'mention', press }
}

export const mentionLike = marking('mention.like', 'write-drafts', { kind: 'like', wish: 'do' })
export const mentionUnlike = marking('mention.unlike', 'write-drafts', { kind: 'like', wish: 'undo' })
export const mentionUnrepost = marking('mention.unrepost', 'review-drafts', { kind: 'repost', wish: 'undo' })

const REPOST: Asked = { kind: 'repost', wish: 'do' }

/** Shows exactly what everybody who follows the brand would see, and asks whether it is meant. */
function repostModal(
  invocation: Invocation,
  reference: Reference,
  { found: { post }, account }: Possible,
  isEdited: boolean,
): Modal {
  const { t } = invocation
  const name = post.authorName || post.authorHandle
  const network = networkOf(invocation, account)?.title ?? account.network
  const intro = t('modal.repost.intro', { name, network, handle: account.handle })
  return {
    id: formatReference({ ...reference, nonce: createMarkedNonce(post.text) }),
    title: t('modal.repost.title'),
    submit: t('modal.repost.submit'),
    intro: isEdited ? `${t('modal.repost.edited')}\n${intro}` : intro,
    quote: plainText(post.text).text,
    fields: [
      {
        id: 'sure',
        kind: 'select',
        label: t('modal.repost.really'),
        value: ANSWERS[0],
        required: true,
        options: ANSWERS.map(value => ({ value, label: t(`modal.repost.${value}`) })),
      },
    ],
  }
}

async function openRepost(invocation: Invocation, reference: Reference, isEdited: boolean): Promise<Answer> {
  const { connection } = invocation.services.database
  const able = await possible(invocation, connection, await findMention(connection, reference.id), REPOST)
  if (typeof able === 'string') return refuse(invocation, reference, able, REPOST)
  return { kind: 'modal', modal: repostModal(invocation, reference, able, isEdited) }
}

/** Puts somebody's words on the brand's own profile, once whoever may approve has read them as they are. */
export const mentionRepost: Action = {
  name: 'mention.repost',
  permission: 'review-drafts',
  subject: 'mention',
  async press(invocation, reference) {
    const found = await findMention(invocation.services.database.connection, reference.id)
    const isOld = found !== undefined && found.mention.version !== reference.version
    if (isOld) return refuse(invocation, reference, 'stale', REPOST)
    return openRepost(invocation, reference, false)
  },
  async submit(invocation: Invocation, reference: Reference, { sure }: Values) {
    const { t } = invocation
    if (sure !== 'repost') return ephemeral(t('done.repost.kept'))
    // What others did about the mention meanwhile is no reason not to; other words are.
    const done = await ask(invocation, reference, REPOST, ({ post }) =>
      hasShown(reference.nonce, post.text) ? undefined : 'edited',
    )
    if (done === 'edited') return openRepost(invocation, reference, true)
    if (typeof done === 'string') return refuse(invocation, reference, done, REPOST)
    return freshCard(invocation, { kind: 'mention', id: reference.id }, t('done.repost', { handle: done.handle }))
  },
}
