import type { Modal } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import { type Account, findAccount } from '../../db/queries/accounts.ts'
import { findMention, lockMention, type MentionRecord } from '../../db/queries/mentions.ts'
import { readVariant, withMedia } from '../../domain/content.ts'
import { isDealtWith } from '../../domain/mention.ts'
import { plainText } from '../../domain/plain-text.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { type Action, actOf, askerOf, ephemeral, type Invocation, type Values } from '../services.ts'
import { reopenBegun } from './draft-edit.ts'
import { limitsOf, whenField } from './draft-form.ts'
import { filesFields, mediaErrors, readHandedIn } from './draft-media.ts'
import { readSettings, settingFields, visibilityError, withSettings } from './draft-settings.ts'
import { networkOf, readWhen, textError } from './field-checks.ts'
import { freshCard, withLast } from './fresh-card.ts'
import { createNonce, idOfNonce } from './nonce.ts'
import { type Submitted, submitWritten } from './submit-written.ts'
import { submittedText } from './submitted.ts'

/** What is written about a mention: an answer to it, or a post of our own that shows it. */
type Manner = 'reply' | 'quote'

/** A mention with the account that can answer it. */
type Answerable = Omit<MentionRecord, 'account'> & { readonly account: Account }

/** What an answer to the post begins with on its network; '' where it needs nothing. */
function openingFor(invocation: Invocation, { post, account }: Answerable): string {
  return networkOf(invocation, account)?.replyOpening?.({ handle: post.authorHandle }) ?? ''
}

function modalFor(invocation: Invocation, reference: Reference, found: Answerable, manner: Manner): Modal {
  const { t } = invocation
  const isReply = manner === 'reply'
  const { post, account } = found
  const network = networkOf(invocation, account)
  const maximum = network?.capabilities.text[0]?.maximum ?? 0
  const hint = network?.capabilities.threads === true ? 'modal.reply.hint.thread' : 'modal.reply.hint'
  return {
    id: formatReference({ ...reference, nonce: createNonce() }),
    title: t(`modal.${manner}.title`, { name: post.authorName || post.authorHandle }),
    submit: t('modal.submit.review'),
    quote: plainText(post.text).text,
    fields: [
      {
        id: 'text',
        kind: 'textarea',
        label: t(isReply ? 'modal.reply.text' : 'modal.draft.text'),
        value: isReply ? openingFor(invocation, found) : '',
        required: true,
        hint: t(hint, { maximum: t.number(maximum) }),
        ...limitsOf([network]),
      },
      ...settingFields(invocation, [network], isReply),
      ...filesFields(invocation, [account]),
      ...(isReply ? [] : [whenField(invocation, null)]),
    ],
  }
}

/** Why nobody can write about the mention so, in the person's words; undefined if they can. */
function refusalFor(invocation: Invocation, { mention, post, account }: MentionRecord, manner: Manner) {
  const { t } = invocation
  if (post.goneAt !== null) return t('refusal.mention.post-gone')
  if (manner === 'reply') {
    if (isDealtWith(mention)) return t('refusal.mention.already-dealt-with')
    return mention.state === 'replying' ? t('refusal.mention.already-replying') : undefined
  }
  const network = networkOf(invocation, account ?? undefined)
  if (post.kind === 'direct') return t('refusal.quote.private')
  return network?.capabilities.quotes ? undefined : t('refusal.quote.unsupported', { network: network?.title ?? '' })
}

async function press(invocation: Invocation, reference: Reference, manner: Manner): Promise<Answer> {
  const { t, services } = invocation
  const subject = { kind: 'mention', id: reference.id } as const
  const found = await findMention(services.database.connection, reference.id)
  if (found === undefined) return ephemeral(t('refusal.gone'))
  const refusal = refusalFor(invocation, found, manner)
  if (refusal !== undefined) return freshCard(invocation, subject, await withLast(invocation, subject, refusal))
  const { account } = found
  if (account === null) return ephemeral(t('refusal.mention.unanswerable'))
  if (account.state === 'removed') return ephemeral(t('refusal.account-removed'))
  return { kind: 'modal', modal: modalFor(invocation, reference, { ...found, account }, manner) }
}

type Result = Submitted | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

async function submit(invocation: Invocation, reference: Reference, values: Values, manner: Manner): Promise<Answer> {
  const { t, services } = invocation
  const isReply = manner === 'reply'
  const { database, review, attach } = services
  const id = idOfNonce(reference.nonce)
  const text = values.text ?? ''
  const handedIn = await readHandedIn(invocation, values.files)
  const { media, given } = handedIn ?? { media: [], given: [] }
  const hasFiles = media.length + given.length > 0
  const wrong = (error: string): Result => ({ kind: 'errors', errors: { text: error } })
  const result = await database.transact(async (unit): Promise<Result> => {
    const mention = await lockMention(unit.tx, reference.id)
    if (mention === undefined || id === undefined) return wrong(t('refusal.gone'))
    if (mention.account === null) return wrong(t('refusal.mention.unanswerable'))
    const account = await findAccount(unit.tx, mention.account.id)
    if (account === undefined || account.state === 'removed') return wrong(t('refusal.account-removed'))
    const network = networkOf(invocation, account)
    const { settings, errors } = readSettings(invocation, values)
    const refused = visibilityError(invocation, [network], settings)
    const invalid = refused === undefined ? errors : { ...errors, visibility: refused }
    if (Object.keys(invalid).length > 0) return { kind: 'errors', errors: invalid }
    const error = textError(t, text, network, settings.warning)
    if (error !== undefined) return wrong(error)
    // Nothing was added to what the form began with.
    if (isReply && text.trim() === openingFor(invocation, { ...mention, account }).trim())
      return wrong(t('error.required'))
    // The rules of replies are asked where the mention is claimed for this one.
    const unquotable = isReply ? undefined : refusalFor(invocation, mention, manner)
    if (unquotable !== undefined) return wrong(unquotable)
    const when = isReply ? ({ kind: 'at', at: null } as const) : readWhen(invocation, values.when ?? '')
    if (when.kind === 'error') return { kind: 'errors', errors: { when: when.error } }
    const files = handedIn === undefined ? [t('error.file.unknown')] : mediaErrors(t, media, network, given.length)
    if (files.length > 0) return { kind: 'errors', errors: { files: files.join(' ') } }
    const variant = withSettings(invocation, readVariant(account.id, text), account, settings)
    const variants = [withMedia(variant, media)]
    const { id: postId } = mention.post
    const content = isReply
      ? { variants, replyToPostId: postId }
      : { variants, replyToPostId: null, quotePostId: postId }
    const draft = { id, content, publishAt: when.at, mention: isReply ? mention : null }
    if (!hasFiles) return submitWritten(invocation, unit, draft)
    const begun = await review.begin(actOf(invocation, unit), draft)
    if (begun.kind === 'submitted') await attach.request(unit, id, { ...askerOf(invocation), files: given })
    return begun
  })
  if (result.kind === 'errors') return result
  // What was typed must not be lost because somebody was quicker.
  if (result.kind === 'refused') {
    const subject = { kind: 'mention', id: reference.id } as const
    const text = await withLast(invocation, subject, t(`refusal.mention.${result.refusal}`))
    return { kind: 'errors', errors: { text } }
  }
  // What the images show is asked next.
  if (hasFiles && id !== undefined) return reopenBegun(invocation, id)
  // The form stays open: what was written now is nowhere else.
  if (result.kind === 'taken') return { kind: 'errors', errors: { text: t('error.form.taken') } }
  return ephemeral(result.kind === 'reading' ? t('done.links.reading') : submittedText(t, result.channels))
}

function writing(manner: Manner): Action {
  return {
    name: `mention.${manner}`,
    permission: 'write-drafts',
    subject: 'mention',
    press: (invocation, reference) => press(invocation, reference, manner),
    submit: (invocation, reference, values) => submit(invocation, reference, values, manner),
  }
}

/** Writes a reply to a mention and sends it to review. */
export const mentionReply = writing('reply')

/** Writes a post of our own that quotes a mention, and sends it to review. What is done about the mention stays as it is. */
export const mentionQuote = writing('quote')
