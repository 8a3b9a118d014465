import type { Executor } from '../db/client.ts'
import { listGroupGrants } from '../db/queries/group-grants.ts'
import { listWorkspaceBrandIds } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { groupsForAll, rolesFor, rolesForAll } from '../domain/group.ts'
import { may, type Permission } from '../domain/member.ts'

/** What somebody may do, which may differ from brand to brand where they have rights by the groups that they are in. */
export interface Rights {
  /**
   * They, with the roles that they have for that brand; without one, or for one that is not the workspace's, with those
   * that they have for the whole of it.
   */
  as(brandId: string | undefined): MemberRow
  /** For some brand or other: what is done is asked about once it is known for which. */
  mayAnywhere(permission: Permission): boolean
  /** Groups by which alone they may administer the whole workspace. */
  readonly adminGroups: readonly string[]
}

/** `groups` of the member are what the platform says now. */
export async function findRights(executor: Executor, member: MemberRow): Promise<Rights> {
  const { platform, workspace, groups } = member
  if (groups.length === 0) return { as: () => member, mayAnywhere: one => may(member, one), adminGroups: [] }
  const grants = await listGroupGrants(executor, platform, workspace)
  const brandIds = await listWorkspaceBrandIds(executor, platform, workspace)
  const roles = rolesForAll(member, grants, brandIds)
  const as = (brandId: string | undefined): MemberRow => ({
    ...member,
    roles: [...(brandId !== undefined && brandIds.includes(brandId) ? rolesFor(member, grants, brandId) : roles)],
  })
  return {
    as,
    mayAnywhere: permission => [undefined, ...brandIds].some(brandId => may(as(brandId), permission)),
    adminGroups: may(member, 'administer') ? [] : groupsForAll(member, grants, brandIds, 'admin'),
  }
}
