import type { Answer } from '../../chat/platform.ts'
import { findMention } from '../../db/queries/mentions.ts'
import type { MemberRow } from '../../db/schema/index.ts'
import { may } from '../../domain/member.ts'
import { isDealtWith, type MentionEvent } from '../../domain/mention.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { acquaint } from '../meet.ts'
import { findRights } from '../rights.ts'
import { type Action, ephemeral, type Invocation, type Values } from '../services.ts'
import { freshCard, withLast } from './fresh-card.ts'
import { createNonce } from './nonce.ts'
import { actOnMention } from './on-mention.ts'

/** What it is to give somebody a mention; undefined if they may not answer any. */
export async function handOverTo(
  { services, member, brand }: Invocation,
  person: MemberRow,
): Promise<MentionEvent | undefined> {
  const rights = await findRights(services.database.connection, person)
  if (!may(rights.as(brand.id), 'handle-mentions')) return undefined
  return person.id === member.id ? { kind: 'taken', by: person.id } : { kind: 'assigned', to: person.id }
}

async function press(invocation: Invocation, reference: Reference): Promise<Answer> {
  const { t, services } = invocation
  const subject = { kind: 'mention', id: reference.id } as const
  const found = await findMention(services.database.connection, reference.id)
  if (found === undefined) return ephemeral(t('refusal.gone'))
  if (isDealtWith(found.mention)) {
    const refusal = await withLast(invocation, subject, t('refusal.mention.already-dealt-with'))
    return freshCard(invocation, subject, refusal)
  }
  return {
    kind: 'modal',
    modal: {
      id: formatReference({ ...reference, nonce: createNonce() }),
      title: t('modal.hand-over.title'),
      submit: t('modal.hand-over.submit'),
      quote: found.post.text,
      fields: [
        {
          id: 'person',
          kind: 'person',
          label: t('modal.hand-over.person'),
          value: '',
          required: true,
          hint: t('modal.hand-over.hint'),
        },
      ],
    },
  }
}

async function submit(invocation: Invocation, reference: Reference, values: Values): Promise<Answer> {
  const { t, services, platform, origin } = invocation
  const wrong = (error: string): Answer => ({ kind: 'errors', errors: { person: error } })
  const chosen = (values.person ?? '').trim()
  if (chosen === '') return wrong(t('error.required'))
  const met = await acquaint(services.database, platform, origin.workspace, chosen)
  if (met.kind === 'refused') return wrong(t(`error.person.${met.standing}`, { names: met.name, count: 1 }))
  const { member: person } = met
  const event = await handOverTo(invocation, person)
  if (event === undefined) return wrong(t('error.person.no-editor', { name: person.name }))
  return actOnMention(
    invocation,
    reference,
    (act, mention) => services.review.moveMention(act, mention, event),
    t('done.assigned', { name: person.name }),
  )
}

/** Gives a mention to somebody else, who is told. */
export const mentionHandOver: Action = {
  name: 'mention.hand-over',
  permission: 'handle-mentions',
  subject: 'mention',
  press,
  submit,
}
