import type { Modal } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import { findAccount } from '../../db/queries/accounts.ts'
import { findMention, lockMention, type MentionRecord } from '../../db/queries/mentions.ts'
import { isDealtWith } from '../../domain/mention.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import type { SubmitResult } from '../../pipeline/review.ts'
import { type Action, actOf, ephemeral, type Invocation, type Values } from '../services.ts'
import { limitsOf } from './draft-form.ts'
import { networkOf, textError } from './field-checks.ts'
import { freshCard, withLast } from './fresh-card.ts'
import { createNonce, idOfNonce } from './nonce.ts'
import { submittedText } from './submitted.ts'

function modalFor(invocation: Invocation, reference: Reference, { post, account }: MentionRecord): Modal {
  const { t, services } = invocation
  const maximum = services.networks.get(account.network)?.capabilities.text[0]?.maximum ?? 0
  return {
    id: formatReference({ ...reference, nonce: createNonce() }),
    title: t('modal.reply.title', { name: post.authorName || post.authorHandle }),
    submit: t('modal.submit.review'),
    quote: post.text,
    fields: [
      {
        id: 'text',
        kind: 'textarea',
        label: t('modal.reply.text'),
        value: '',
        required: true,
        hint: t('modal.reply.hint', { maximum: t.number(maximum) }),
        ...limitsOf([networkOf(invocation, account)]),
      },
    ],
  }
}

async function press(invocation: Invocation, reference: Reference): Promise<Answer> {
  const { t, services } = invocation
  const subject = { kind: 'mention', id: reference.id } as const
  const found = await findMention(services.database.connection, reference.id)
  if (found === undefined) return ephemeral(t('refusal.gone'))
  const refuse = async (text: string) => freshCard(invocation, subject, await withLast(invocation, subject, text))
  if (isDealtWith(found.mention)) return refuse(t('refusal.mention.already-dealt-with'))
  if (found.mention.state === 'replying') return refuse(t('refusal.mention.already-replying'))
  if (found.account.state === 'removed') return ephemeral(t('refusal.account-removed'))
  return { kind: 'modal', modal: modalFor(invocation, reference, found) }
}

async function submit(invocation: Invocation, reference: Reference, values: Values): Promise<Answer> {
  const { t, services } = invocation
  const { database, review, networks } = services
  const id = idOfNonce(reference.nonce)
  const text = values.text ?? ''
  const result = await database.transact(async (unit): Promise<SubmitResult | { kind: 'error'; error: string }> => {
    const mention = await lockMention(unit.tx, reference.id)
    if (mention === undefined || id === undefined) return { kind: 'error', error: t('refusal.gone') }
    const account = await findAccount(unit.tx, mention.account.id)
    if (account === undefined || account.state === 'removed') {
      return { kind: 'error', error: t('refusal.account-removed') }
    }
    const error = textError(t, text, networks.get(account.network))
    if (error !== undefined) return { kind: 'error', error }
    const content = { variants: [{ accountId: account.id, text }], replyToPostId: mention.post.id }
    return review.submitNew(actOf(invocation, unit), { id, content, publishAt: null, mention })
  })
  if (result.kind === 'error') return { kind: 'errors', errors: { text: result.error } }
  // What was typed must not be lost because somebody was quicker.
  if (result.kind === 'refused') {
    const subject = { kind: 'mention', id: reference.id } as const
    const text = await withLast(invocation, subject, t(`refusal.mention.${result.refusal}`))
    return { kind: 'errors', errors: { text } }
  }
  return ephemeral(submittedText(t, result.channels))
}

/** Writes a reply to a mention and sends it to review. */
export const mentionReply: Action = {
  name: 'mention.reply',
  permission: 'write-drafts',
  subject: 'mention',
  press,
  submit,
}
