import { ChatError } from '../chat/platform.ts'
import type { Transaction } from '../db/client.ts'
import { record } from '../db/queries/audit.ts'
import { type BoundChannel, insertChannel, listChannels, unbindChannels } from '../db/queries/people.ts'
import type { Brand } from '../domain/brand.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { Visit } from './services.ts'

/** A channel that somebody wants to bind, as far as its platform tells. */
export type Place =
  /** `isAbsent`: cards wait there until Vigie is invited. */
  | { readonly kind: 'usable'; readonly id: string; readonly name: string; readonly isAbsent: boolean }
  | { readonly kind: 'refused'; readonly reason: 'unseen' | 'shared' | 'direct' | 'archived'; readonly name: string }

/** Asks the platform what the channel is. `name` is what it is called as far as is known. */
export async function lookAt({ services, platform, origin }: Visit, id: string, name = id): Promise<Place> {
  if (platform.channel === undefined) return { kind: 'usable', id, name, isAbsent: false }
  try {
    const channel = await platform.channel(origin.workspace, id)
    if (channel === undefined) return { kind: 'refused', reason: 'unseen', name }
    const { standing } = channel
    if (standing === 'ready' || standing === 'absent') {
      return { kind: 'usable', id, name: channel.name, isAbsent: standing === 'absent' }
    }
    return { kind: 'refused', reason: standing, name: channel.name }
  } catch (fault) {
    if (!(fault instanceof ChatError)) throw fault
    // A right that is missing or a platform in trouble: what is wrong there is said by `status`, and mended later.
    services.log.warn({ err: fault, platform: platform.name }, 'a channel could not be looked at')
    return { kind: 'usable', id, name, isAbsent: false }
  }
}

/** Why a channel cannot be bound, and what to do. */
export function refusalOf({ platform, t }: Visit, place: Extract<Place, { kind: 'refused' }>): string {
  return t(`error.place.${place.reason}`, { name: place.name, platform: platform.name })
}

/** Channels of the visit's workspace that get this of the brand. */
export async function boundHere(
  tx: Parameters<typeof listChannels>[0],
  { platform, origin }: Visit,
  brand: Brand,
  purpose: Purpose,
): Promise<readonly BoundChannel[]> {
  const rows = await listChannels(tx, brand.id, [purpose])
  return rows.filter(row => row.platform === platform.name && row.workspace === origin.workspace)
}

/** Binds the channel in place of the workspace's others with that purpose; answers with the names of those. */
export async function bindPlace(
  tx: Transaction,
  visit: Visit,
  brand: Brand,
  purpose: Purpose,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<readonly string[]> {
  const { services, platform, origin, member } = visit
  const before = await boundHere(tx, visit, brand, purpose)
  const others = before.filter(row => row.remoteId !== id)
  if (before.length === 1 && others.length === 0 && before[0]?.name === name) return []
  const place = { brandId: brand.id, platform: platform.name, workspace: origin.workspace }
  await unbindChannels(tx, place, purpose, services.now())
  await insertChannel(tx, { ...place, purpose, remoteId: id, name })
  await record(tx, {
    actorId: member.id,
    act: 'channel.bound',
    subjectKind: 'brand',
    subjectId: brand.id,
    details: { purpose, platform: platform.name, channel: id, replaced: others.map(row => row.remoteId) },
  })
  return others.map(row => row.name)
}
