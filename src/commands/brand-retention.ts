import type { Answer } from '../chat/platform.ts'
import { record } from '../db/queries/audit.ts'
import { updateBrand } from '../db/queries/brands.ts'
import { countOlder } from '../db/queries/erased-posts.ts'
import { RETENTION } from '../domain/brand.ts'
import { foldLetters } from '../domain/folding.ts'
import { monthsBefore } from '../domain/time.ts'
import { ephemeral, type Invocation } from './services.ts'

/** "retention 13", "conservation 13 mois"; undefined if it is not about that. */
export function readRetention(rest: string): number | undefined {
  const [, months] = /^(?:retention|conservation)\s+(\d{1,3})(?:\s*(?:months?|mois|m))?$/.exec(foldLetters(rest)) ?? []
  return months === undefined ? undefined : Number(months)
}

/** Says for how many months texts and authors are kept. What is older goes within a day, and until then it can be taken back. */
export async function setRetention({ services, brand, member, t }: Invocation, months: number): Promise<Answer> {
  const { minimum, maximum } = RETENTION
  if (months < minimum || months > maximum) return ephemeral(t('error.retention', { minimum, maximum }))
  const count = await services.database.transact(async ({ tx }) => {
    await updateBrand(tx, brand.id, { retentionMonths: months })
    const details = { from: brand.retentionMonths, to: months }
    const act = 'brand.retention-changed'
    await record(tx, { actorId: member.id, act, subjectKind: 'brand', subjectId: brand.id, details })
    return countOlder(tx, brand.id, monthsBefore(services.now(), months))
  })
  return ephemeral(t('command.brand.retention.done', { months, count }))
}
