import type { Answer } from '../../chat/platform.ts'
import { lockMention, type MentionRecord } from '../../db/queries/mentions.ts'
import type { MentionRefusal } from '../../domain/mention.ts'
import type { Reference } from '../../domain/reference.ts'
import type { Act } from '../../pipeline/review.ts'
import { actOf, ephemeral, type Invocation } from '../services.ts'
import { freshCard, withLast } from './fresh-card.ts'

/**
 * Acts on a mention whose row is locked, if the button was on its newest card; answers with the fresh card either way,
 * and with the refusal if there is one.
 */
export async function actOnMention(
  invocation: Invocation,
  reference: Reference,
  work: (act: Act, mention: MentionRecord) => Promise<MentionRefusal | undefined>,
  done?: string,
): Promise<Answer> {
  const { services, t } = invocation
  const result = await services.database.transact(async unit => {
    const found = await lockMention(unit.tx, reference.id)
    if (found === undefined) return 'gone'
    if (found.mention.version !== reference.version) return 'stale'
    return work(actOf(invocation, unit), found)
  })
  if (result === 'gone') return ephemeral(t('refusal.gone'))
  const subject = { kind: 'mention', id: reference.id } as const
  if (result === undefined) return freshCard(invocation, subject, done)
  const refusal = t(result === 'stale' ? 'refusal.stale' : `refusal.mention.${result}`)
  return freshCard(invocation, subject, await withLast(invocation, subject, refusal))
}
