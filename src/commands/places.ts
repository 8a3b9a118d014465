import { ChatError, USUAL } from '../chat/platform.ts'
import type { Transaction } from '../db/client.ts'
import { record } from '../db/queries/audit.ts'
import { moveCards } from '../db/queries/move-cards.ts'
import {
  type BoundChannel,
  insertChannel,
  listChannels,
  listPlaceChannels,
  listPurposeChannels,
  unbindChannels,
} from '../db/queries/people.ts'
import { wantUnshownSector } from '../db/queries/sector.ts'
import type { Brand } from '../domain/brand.ts'
import { PURPOSES, type Purpose } from '../domain/purpose.ts'
import { bringGroups } from './group-roles.ts'
import type { Visit } from './services.ts'

/** A channel that somebody wants to bind, as far as its platform tells. */
export type Place =
  /** `isAbsent`: cards wait there until Vigie is invited. `isUnseen`: nobody can tell who reads it. */
  | {
      readonly kind: 'usable'
      readonly id: string
      readonly name: string
      readonly isAbsent: boolean
      readonly isUnseen: boolean
    }
  | {
      readonly kind: 'refused'
      /** `unasked`: the platform gave no answer this time. */
      readonly reason: 'unseen' | 'shared' | 'direct' | 'archived' | 'unasked'
      readonly name: string
    }

/** What the channel is called, where the platform does not say: as it did before. */
async function knownName({ services, platform, origin }: Visit, id: string): Promise<string> {
  const place = { platform: platform.name, workspace: origin.workspace, remoteId: id }
  const rows = await listPlaceChannels(services.database.connection, place)
  return rows.find(({ name }) => name !== id)?.name ?? id
}

/** Asks the platform what the channel is. `given` is what it is called as far as is known. */
export async function lookAt(visit: Visit, id: string, given = id): Promise<Place> {
  const { services, platform, origin } = visit
  const usable = { kind: 'usable', id, isAbsent: false, isUnseen: false } as const
  if (platform.channel === undefined) return { ...usable, name: given }
  const name = given === id ? await knownName(visit, id) : given
  try {
    const channel = await platform.channel(origin.workspace, id)
    if (channel === undefined) return { kind: 'refused', reason: 'unseen', name }
    const called = channel.name === id ? name : channel.name
    const { standing } = channel
    switch (standing) {
      case 'ready':
      case 'absent':
        return { ...usable, name: called, isAbsent: standing === 'absent' }
      case 'unknown':
        // Which right is missing is said by `status`; once it is there, so is whoever else reads the channel.
        return { ...usable, name: called, isUnseen: true }
      default:
        return { kind: 'refused', reason: standing, name: called }
    }
  } catch (fault) {
    if (!(fault instanceof ChatError)) throw fault
    services.log.warn({ err: fault, platform: platform.name }, 'a channel could not be looked at')
    return { kind: 'refused', reason: 'unasked', name }
  }
}

/** A channel that is named: "#team", or what platforms make of one that was picked, "<#C123|team>" and "<#123>". */
export interface NamedChannel {
  readonly id: string
  readonly name: string | undefined
}

export function readChannel(word: string): NamedChannel | undefined {
  const [, id, label] = /^<#([^|>]+)(?:\|([^>]*))?>$/.exec(word) ?? []
  if (id !== undefined) return { id, name: label === '' ? undefined : label }
  const [, typed] = /^#(\S+)$/.exec(word) ?? []
  return typed === undefined ? undefined : { id: typed, name: undefined }
}

/** The same for a channel that is named. A platform that cannot be asked knows those that cards have gone to. */
export async function lookAtNamed(visit: Visit, { id, name }: NamedChannel): Promise<Place> {
  const { services, platform, origin } = visit
  if (platform.channel !== undefined || id === origin.channel) return lookAt(visit, id, name)
  const place = { platform: platform.name, workspace: origin.workspace, remoteId: id }
  const known = await listPlaceChannels(services.database.connection, place)
  return known.length > 0 ? lookAt(visit, id, name) : { kind: 'refused', reason: 'unseen', name: id }
}

/** What somebody has to know of channels that are bound now. */
export function warningsAbout({ platform, t }: Visit, places: readonly Extract<Place, { kind: 'usable' }>[]) {
  const namesOf = (which: 'isAbsent' | 'isUnseen') => new Set(places.filter(one => one[which]).map(({ name }) => name))
  return [
    ...[...namesOf('isAbsent')].map(name => t('setup.absent', { name, ...(platform.customs ?? USUAL) })),
    ...[...namesOf('isUnseen')].map(name => t('setup.unseen', { name })),
  ]
}

/** Why a channel cannot be bound, and what to do: there is a form open, or a command was typed. */
export function refusalOf(
  { platform, t }: Visit,
  { reason, name }: Extract<Place, { kind: 'refused' }>,
  where: 'form' | 'command' = 'form',
): string {
  const values = { name, ...(platform.customs ?? USUAL) }
  return where === 'command' && reason === 'unseen'
    ? t('error.place.unseen.command', values)
    : t(`error.place.${reason}`, values)
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

/** Channels of the brand here that the platform no longer has. Asked before anything is written. */
export async function listGone(visit: Visit, brand: Brand): Promise<readonly string[]> {
  const { services, platform, origin } = visit
  if (platform.channel === undefined) return []
  const rows = await listChannels(services.database.connection, brand.id, PURPOSES)
  const here = rows.filter(row => row.platform === platform.name && row.workspace === origin.workspace)
  const ids = [...new Set(here.map(({ remoteId }) => remoteId))]
  const looked = await Promise.all(ids.map(async id => ({ id, place: await lookAt(visit, id) })))
  return looked.flatMap(({ id, place }) => (place.kind === 'refused' && place.reason === 'unseen' ? [id] : []))
}

/** Milliseconds for which what a feed said is news. */
const NEWS = 24 * 60 * 60_000

/** What waits for the channels that had the purpose before comes to this one. */
async function moveWaiting(
  tx: Transaction,
  { services, platform, origin }: Visit,
  brand: Brand,
  purpose: Purpose,
  id: string,
  gone: readonly string[],
): Promise<void> {
  const place = { brandId: brand.id, platform: platform.name, workspace: origin.workspace }
  const rows = await listPurposeChannels(tx, place, purpose)
  const to = rows.find(row => row.remoteId === id)
  const from = rows.filter(row => row.remoteId !== id)
  if (to === undefined) return
  if (purpose === 'sector') {
    const now = services.now()
    await wantUnshownSector(tx, brand.id, to.id, { since: new Date(now.getTime() - NEWS), now })
  }
  const lost = from.filter(row => gone.includes(row.remoteId))
  await moveCards(tx, { from: from.map(row => row.id), to: to.id, gone: lost.map(row => row.id) }, services.now())
}

/** Binds the channel in place of the workspace's others with that purpose; answers with the names of those. */
export async function bindPlace(
  tx: Transaction,
  visit: Visit,
  brand: Brand,
  purpose: Purpose,
  { id, name, gone = [] }: { readonly id: string; readonly name: string; readonly gone?: readonly string[] },
): Promise<readonly string[]> {
  const { services, platform, origin, member } = visit
  const before = await boundHere(tx, visit, brand, purpose)
  const others = before.filter(row => row.remoteId !== id)
  if (before.length === 1 && others.length === 0 && before[0]?.name === name) return []
  const place = { brandId: brand.id, platform: platform.name, workspace: origin.workspace }
  await bringGroups(tx, visit, brand)
  await unbindChannels(tx, place, purpose, services.now())
  await insertChannel(tx, { ...place, purpose, remoteId: id, name })
  await moveWaiting(tx, visit, brand, purpose, id, gone)
  await record(tx, {
    actorId: member.id,
    act: 'channel.bound',
    subjectKind: 'brand',
    subjectId: brand.id,
    details: { purpose, platform: platform.name, channel: id, replaced: others.map(row => row.remoteId) },
  })
  return others.map(row => row.name)
}
