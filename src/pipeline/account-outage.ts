import type { Unit } from '../db/database.ts'
import { type Account, markRefused } from '../db/queries/accounts.ts'
import { record } from '../db/queries/audit.ts'
import { PRIORITIES, wantCards } from '../db/queries/cards.ts'
import { beginOutage, refreshWaiting } from '../db/queries/outages.ts'
import { listChannels } from '../db/queries/people.ts'
import { wantDelivery } from './follow-up.ts'
import type { Stage } from './stage.ts'

/**
 * A network refuses an account's credentials: from now on what it has to do waits, and a card where alerts go says so, one
 * for this outage however often and wherever it is met. Nothing happens if the account was connected anew meanwhile.
 */
export async function beginAccountOutage(
  { jobs, now }: Pick<Stage, 'jobs' | 'now'>,
  unit: Unit,
  account: Account,
): Promise<void> {
  if (!(await markRefused(unit.tx, account))) return
  await record(unit.tx, { actorId: null, act: 'account.refused', subjectKind: 'account', subjectId: account.id })
  const at = now()
  const id = await beginOutage(unit.tx, account.id, at)
  const waiting = await refreshWaiting(unit, account.id, at)
  const alerts = await listChannels(unit.tx, account.brandId, ['alerts'])
  const places = alerts.length > 0 ? alerts : await listChannels(unit.tx, account.brandId, ['mentions'])
  const channelIds = id === undefined ? [] : places.map(channel => channel.id)
  await wantCards(unit, { kind: 'outage', id: id ?? '' }, channelIds, PRIORITIES.alert, at)
  await wantDelivery(jobs, unit, [...channelIds, ...waiting], at)
}
