import { ChatError, type Group } from '../chat/platform.ts'
import type { Executor, Transaction } from '../db/client.ts'
import { record } from '../db/queries/audit.ts'
import { listGroupGrants, setGroupGrant } from '../db/queries/group-grants.ts'
import { listWorkspaceBrandIds } from '../db/queries/people.ts'
import type { GroupGrantRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import { foldLetters } from '../domain/folding.ts'
import { ROLES, type Role } from '../domain/member.ts'
import type { Visit } from './services.ts'

/** A group, and whether the platform still has it. */
export interface KnownGroup extends Group {
  readonly isGone: boolean
}

/** What the groups of the visit's workspace give for a brand. */
export async function listGrants(
  executor: Executor,
  { platform, origin }: Pick<Visit, 'platform' | 'origin'>,
  brand: Brand,
): Promise<readonly GroupGrantRow[]> {
  const grants = await listGroupGrants(executor, platform.name, origin.workspace)
  return grants.filter(({ brandId }) => brandId === brand.id)
}

/** Groups that the platform has now; undefined where it has none, or says nothing at present. */
export async function listGroups({
  services,
  platform,
  origin,
}: Pick<Visit, 'services' | 'platform' | 'origin'>): Promise<readonly Group[] | undefined> {
  try {
    return await platform.groups?.(origin.workspace)
  } catch (fault) {
    if (!(fault instanceof ChatError)) throw fault
    services.log.warn({ err: fault, platform: platform.name }, 'the groups could not be asked for')
    return undefined
  }
}

/** The group that somebody means, by its id or its name. One that is gone is known while it has roles. */
export async function findGroup(visit: Visit, meant: string): Promise<KnownGroup | undefined> {
  const { services, platform, origin } = visit
  const groups = (await listGroups(visit)) ?? []
  const grants = await listGroupGrants(services.database.connection, platform.name, origin.workspace)
  const here = new Set(groups.map(({ id }) => id))
  const gone = grants.filter(({ groupId }) => !here.has(groupId)).map(({ groupId: id, name }) => ({ id, name }))
  const known = [
    ...groups.map(group => ({ ...group, isGone: false })),
    ...gone.map(group => ({ ...group, isGone: true })),
  ]
  return known.find(({ id }) => id === meant) ?? known.find(({ name }) => foldLetters(name) === foldLetters(meant))
}

/** The group gives exactly these roles for the brand from now on. */
export async function giveGroup(
  tx: Transaction,
  { platform, origin, member }: Visit,
  brand: Brand,
  group: Group,
  roles: readonly Role[],
): Promise<void> {
  const place = { brandId: brand.id, platform: platform.name, workspace: origin.workspace }
  const given = ROLES.filter(role => roles.includes(role))
  await setGroupGrant(tx, { ...place, groupId: group.id, name: group.name }, given)
  await record(tx, {
    actorId: member.id,
    act: 'group.roles',
    subjectKind: 'brand',
    subjectId: brand.id,
    details: { platform: platform.name, workspace: origin.workspace, group: group.id, to: given },
  })
}

/**
 * A brand comes to the workspace. Whoever brings it and may do everything by a group of theirs goes on with it: otherwise
 * they could begin it and not finish.
 */
export async function bringGroups(tx: Transaction, visit: Visit, brand: Brand): Promise<void> {
  const { platform, origin, rights } = visit
  if (rights.adminGroups.length === 0) return
  if ((await listWorkspaceBrandIds(tx, platform.name, origin.workspace)).includes(brand.id)) return
  const grants = await listGroupGrants(tx, platform.name, origin.workspace)
  for (const group of rights.adminGroups) {
    const name = grants.find(({ groupId }) => groupId === group)?.name ?? group
    await giveGroup(tx, visit, brand, { id: group, name }, ['admin'])
  }
}
