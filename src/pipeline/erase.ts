import type { Unit } from '../db/database.ts'
import { record } from '../db/queries/audit.ts'
import { listBrands } from '../db/queries/brands.ts'
import { eraseMentions, forgetMuting, thinPostSamples } from '../db/queries/erasure.ts'
import {
  countErased,
  deleteErasureRequest,
  findErasureRequest,
  finishErasure,
  insertErasureRequest,
  listErasureRequests,
} from '../db/queries/erasure-requests.ts'
import { lockBy, lockOld } from '../db/queries/held-rows.ts'
import { deleteStaleLooks } from '../db/queries/looks.ts'
import { eraseItems } from '../db/queries/sector-erasure.ts'
import type { ErasureRequestRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import { LAST_LOOK } from '../domain/look.ts'
import type { Erasure } from '../domain/mention.ts'
import { authorMark, type Held } from '../domain/post.ts'
import { monthsBefore } from '../domain/time.ts'
import { wantDelivery } from './follow-up.ts'
import type { Asker } from './link-cards.ts'
import type { Stage } from './stage.ts'

/** Posts of one transaction. */
const BATCH = 100
/** Milliseconds for which what nobody looks at any more stays, beyond the last look. */
const STALE = 2 * 24 * 60 * 60_000

/**
 * Gives up what brands hold of the public, as mentions and as said of their sector: because it is old, or because somebody
 * wants to be forgotten. Counts stay.
 */
export interface Erase {
  /** Erases what brands have held for longer than they keep it, in batches. Does nothing if another replica is at it. */
  eraseOld(): Promise<void>
  /** Has all that a brand holds of these people erased; whoever asks is told when it is done. */
  request(brand: Brand, authors: readonly Held[], asker: Asker): Promise<void>
  /** Does what was asked for, from where it was left. Does nothing if another replica is at it. */
  forget(requestId: string): Promise<void>
  /** Requests that are not done yet. */
  listRequests(): Promise<readonly string[]>
}

export interface EraseOptions extends Stage {
  /** Tells whoever asked for it that somebody is forgotten. It may be called twice, if the process dies meanwhile. */
  readonly tell: (request: ErasureRequestRow, erased: number) => Promise<void>
}

/** Takes up to a batch of what is to be erased, locked; answers with its ids. */
type Take = (unit: Unit) => Promise<readonly string[]>

export function createErase({ database, jobs, now, log, tell }: EraseOptions): Erase {
  const { connection } = database

  /** Batch after batch, until one brings nothing. Each is a transaction, so that whoever dies in between has lost nothing. */
  async function eraseAll(
    take: Take,
    eraseThese: (unit: Unit, ids: readonly string[]) => Promise<readonly string[]>,
    count?: (unit: Unit, erased: number) => Promise<void>,
  ): Promise<number> {
    let erased = 0
    for (;;) {
      const taken = await database.transact(async unit => {
        const ids = await take(unit)
        await wantDelivery(jobs, unit, await eraseThese(unit, ids), now())
        if (ids.length > 0) await count?.(unit, ids.length)
        return ids.length
      })
      if (taken === 0) return erased
      erased += taken
    }
  }

  function mentionsOf(brandId: string, erasure: Erasure) {
    return (unit: Unit, ids: readonly string[]) => eraseMentions(unit, brandId, ids, { erasure, at: now() })
  }

  function items(erasure: Erasure) {
    return (unit: Unit, ids: readonly string[]) => eraseItems(unit, ids, { erasure, at: now() })
  }

  async function eraseOldOf({ id, retentionMonths: months }: Brand): Promise<void> {
    const before = monthsBefore(now(), months)
    const old = { brandId: id, before, limit: BATCH }
    const erased = await eraseAll(({ tx }) => lockOld(tx, 'mention', old), mentionsOf(id, 'retention'))
    const sector = await eraseAll(({ tx }) => lockOld(tx, 'sector', old), items('retention'))
    await thinPostSamples(connection, id, before)
    if (erased + sector === 0) return
    log.info({ brandId: id, erased, sector }, 'posts that were old were erased')
    const details = { erased, sector, months }
    await database.transact(({ tx }) =>
      record(tx, { actorId: null, act: 'mentions.erased', subjectKind: 'brand', subjectId: id, details }),
    )
  }

  async function eraseBy({ id, brandId, authors, requestedAt: until }: ErasureRequestRow): Promise<number> {
    const by = { authors, until, limit: BATCH }
    const count = ({ tx }: Unit, erased: number) => countErased(tx, id, erased)
    await eraseAll(({ tx }) => lockBy(tx, 'mention', brandId, by), mentionsOf(brandId, 'forgotten'), count)
    await eraseAll(({ tx }) => lockBy(tx, 'sector', brandId, by), items('forgotten'), count)
    return finishErasure(connection, id, now())
  }

  return {
    async eraseOld() {
      await using lock = await database.locks.tryAcquire('erase old')
      if (lock === undefined) return
      for (const brand of await listBrands(connection)) await eraseOldOf(brand)
      await deleteStaleLooks(connection, new Date(now().getTime() - LAST_LOOK - STALE))
    },
    async request(brand, authors, { platform, origin: { workspace, channel }, memberId }) {
      // Said before it is done, with the job that does it: should anything break off, it is taken up again.
      await database.transact(async ({ tx }) => {
        const details = { authors: authors.map(authorMark) }
        const act = 'author.forgotten'
        await record(tx, { actorId: memberId, act, subjectKind: 'brand', subjectId: brand.id, details })
        await forgetMuting(tx, brand.id, authors)
        const asker = { platform, workspace, channel, memberId }
        const requestId = await insertErasureRequest(tx, { brandId: brand.id, authors, requestedAt: now(), ...asker })
        await jobs.send(tx, 'forget-author', { requestId }, { key: requestId })
      })
    },
    async forget(requestId) {
      await using lock = await database.locks.tryAcquire(`erasure ${requestId}`)
      const request = lock && (await findErasureRequest(connection, requestId))
      if (request === undefined) return
      await tell(request, request.finishedAt === null ? await eraseBy(request) : request.erased)
      await deleteErasureRequest(connection, requestId)
    },
    listRequests: () => listErasureRequests(connection),
  }
}
