import type { Unit } from '../db/database.ts'
import { record } from '../db/queries/audit.ts'
import { listBrands } from '../db/queries/brands.ts'
import { eraseMentions, forgetMuting, lockMentionsBy, lockOldMentions, thinPostSamples } from '../db/queries/erasure.ts'
import { deleteStaleLooks } from '../db/queries/looks.ts'
import type { Author } from '../db/queries/muting.ts'
import type { Brand } from '../domain/brand.ts'
import { LAST_LOOK } from '../domain/look.ts'
import type { Erasure } from '../domain/mention.ts'
import { authorMark } from '../domain/post.ts'
import { monthsBefore } from '../domain/time.ts'
import { wantDelivery } from './follow-up.ts'
import type { Stage } from './stage.ts'

/** Mentions of one transaction. */
const BATCH = 100
/** Milliseconds for which what nobody looks at any more stays, beyond the last look. */
const STALE = 2 * 24 * 60 * 60_000

/** Gives up what brands hold of the public: because it is old, or because somebody wants to be forgotten. Counts stay. */
export interface Erase {
  /** Erases what brands have held for longer than they keep it, in batches. Does nothing if another replica is at it. */
  eraseOld(): Promise<void>
  /** Erases all that a brand holds of these people. Answers with how many mentions that were. */
  forget(brand: Brand, authors: readonly Author[], actorId: string): Promise<number>
}

export function createErase({ database, jobs, now, log }: Stage): Erase {
  const { connection } = database

  async function erase(unit: Unit, brandId: string, ids: readonly string[], erasure: Erasure): Promise<void> {
    await wantDelivery(jobs, unit, await eraseMentions(unit, brandId, ids, { erasure, at: now() }), now())
  }

  /** Batch after batch, until one brings nothing. Each is a transaction, so that whoever dies in between has lost nothing. */
  async function eraseAll(
    brandId: string,
    erasure: Erasure,
    take: (unit: Unit) => Promise<readonly string[]>,
  ): Promise<number> {
    let erased = 0
    for (;;) {
      const taken = await database.transact(async unit => {
        const ids = await take(unit)
        await erase(unit, brandId, ids, erasure)
        return ids.length
      })
      if (taken === 0) return erased
      erased += taken
    }
  }

  return {
    async eraseOld() {
      await using lock = await database.locks.tryAcquire('erase old')
      if (lock === undefined) return
      for (const { id, retentionMonths } of await listBrands(connection)) {
        const before = monthsBefore(now(), retentionMonths)
        const erased = await eraseAll(id, 'retention', ({ tx }) => lockOldMentions(tx, id, before, BATCH))
        await thinPostSamples(connection, id, before)
        if (erased === 0) continue
        log.info({ brandId: id, erased }, 'mentions that were old were erased')
        const details = { erased, months: retentionMonths }
        await database.transact(({ tx }) =>
          record(tx, { actorId: null, act: 'mentions.erased', subjectKind: 'brand', subjectId: id, details }),
        )
      }
      await deleteStaleLooks(connection, new Date(now().getTime() - LAST_LOOK - STALE))
    },
    async forget(brand, authors, actorId) {
      // Said before it is done: should it break off, somebody can see that it was meant.
      await database.transact(async ({ tx }) => {
        const details = { authors: authors.map(authorMark) }
        await record(tx, { actorId, act: 'author.forgotten', subjectKind: 'brand', subjectId: brand.id, details })
        await forgetMuting(tx, brand.id, authors)
      })
      return eraseAll(brand.id, 'forgotten', ({ tx }) => lockMentionsBy(tx, brand.id, authors, BATCH))
    },
  }
}
