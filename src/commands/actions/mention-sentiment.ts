import type { Answer } from '../../chat/platform.ts'
import { record } from '../../db/queries/audit.ts'
import { refreshCards } from '../../db/queries/cards.ts'
import { tellHistory } from '../../db/queries/history.ts'
import { correctSentiment, findMention, lockMention } from '../../db/queries/mentions.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { SENTIMENTS } from '../../domain/sentiment.ts'
import { wantDelivery } from '../../pipeline/follow-up.ts'
import { type Action, ephemeral, type Invocation, type Values } from '../services.ts'
import { createNonce } from './nonce.ts'

async function press({ t, services }: Invocation, reference: Reference): Promise<Answer> {
  const found = await findMention(services.database.connection, reference.id)
  if (found === undefined) return ephemeral(t('refusal.gone'))
  return {
    kind: 'modal',
    modal: {
      id: formatReference({ ...reference, nonce: createNonce() }),
      title: t('modal.sentiment.title'),
      submit: t('modal.save'),
      quote: found.post.text,
      fields: [
        {
          id: 'sentiment',
          kind: 'select',
          label: t('modal.sentiment.label'),
          value: found.mention.sentiment ?? 'neutral',
          required: true,
          options: SENTIMENTS.map(value => ({ value, label: t(`sentiment.${value}`) })),
        },
      ],
    },
  }
}

async function submit({ t, services, member }: Invocation, reference: Reference, values: Values): Promise<Answer> {
  const sentiment = SENTIMENTS.find(one => one === values.sentiment)
  if (sentiment === undefined) return { kind: 'errors', errors: { sentiment: t('error.choice') } }
  const { database, jobs, now } = services
  // Two people may correct each other; the last word counts, so the version does not matter here.
  const isDone = await database.transact(async unit => {
    const found = await lockMention(unit.tx, reference.id)
    if (found === undefined) return false
    await correctSentiment(unit.tx, found, sentiment, member.id)
    const subject = { kind: 'mention', id: reference.id } as const
    const details = { from: found.mention.sentiment, to: sentiment }
    const act = 'mention.sentiment-corrected'
    await record(unit.tx, { actorId: member.id, act, subjectKind: 'mention', subjectId: subject.id, details })
    const { sentiment: from } = found.mention
    // Said again what was said already: nothing to tell.
    const events = from === sentiment ? [] : [{ kind: 'sentiment-corrected' as const, from, to: sentiment }]
    await tellHistory(unit, subject, { actorId: member.id, at: now(), events })
    await wantDelivery(jobs, unit, await refreshCards(unit, subject, now()), now())
    return true
  })
  return ephemeral(isDone ? t('done.corrected', { sentiment: t(`sentiment.${sentiment}`) }) : t('refusal.gone'))
}

/** Says that the classifier was wrong, and how it is meant. */
export const mentionSentiment: Action = {
  name: 'mention.sentiment',
  permission: 'handle-mentions',
  subject: 'mention',
  press,
  submit,
}
