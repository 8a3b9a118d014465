import { ROLES, type Role } from './member.ts'

/** What a group of people in a chat, such as a role of a Discord server, gives its members for one brand. */
export interface GroupGrant {
  readonly brandId: string
  /** The platform's id of the group. */
  readonly groupId: string
  readonly roles: readonly Role[]
}

/** Somebody with roles of their own, in groups by the platform's ids. */
export interface Grouped {
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

function granted(person: Grouped, grants: readonly GroupGrant[], brandId: string, groupId?: string): readonly Role[] {
  return grants
    .filter(one => one.brandId === brandId && (groupId === undefined || one.groupId === groupId))
    .filter(one => person.groups.includes(one.groupId))
    .flatMap(({ roles }) => roles)
}

function united(...roles: readonly Role[]): readonly Role[] {
  return ROLES.filter(role => roles.includes(role))
}

/** The roles that somebody has for a brand: their own, and those of their groups. */
export function rolesFor(person: Grouped, grants: readonly GroupGrant[], brandId: string): readonly Role[] {
  return united(...person.roles, ...granted(person, grants, brandId))
}

/** Groups that give a role for each of these brands. */
export function groupsForAll(
  person: Grouped,
  grants: readonly GroupGrant[],
  brandIds: readonly string[],
  role: Role,
): readonly string[] {
  if (brandIds.length === 0) return []
  return person.groups.filter(group =>
    brandIds.every(brandId => granted(person, grants, brandId, group).includes(role)),
  )
}

/**
 * The roles that somebody has where no brand is meant, as for what concerns the whole team: their own, and those that one
 * of their groups gives for every brand there is. What a group may do for one brand opens no other.
 */
export function rolesForAll(
  person: Grouped,
  grants: readonly GroupGrant[],
  brandIds: readonly string[],
): readonly Role[] {
  return united(...person.roles, ...ROLES.filter(role => groupsForAll(person, grants, brandIds, role).length > 0))
}
