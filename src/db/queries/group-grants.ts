import { and, asc, eq } from 'drizzle-orm'
import type { Role } from '../../domain/member.ts'
import type { Executor, Transaction } from '../client.ts'
import { type GroupGrantRow, groupGrants } from '../schema/index.ts'

/** What the groups of a workspace give, for all of its brands. */
export async function listGroupGrants(
  executor: Executor,
  platform: string,
  workspace: string,
): Promise<readonly GroupGrantRow[]> {
  return executor
    .select()
    .from(groupGrants)
    .where(and(eq(groupGrants.platform, platform), eq(groupGrants.workspace, workspace)))
    .orderBy(asc(groupGrants.createdAt), asc(groupGrants.id))
}

/** What groups give for a brand, wherever its team works. */
export async function listBrandGroupGrants(executor: Executor, brandId: string): Promise<readonly GroupGrantRow[]> {
  return executor.select().from(groupGrants).where(eq(groupGrants.brandId, brandId))
}

/** Of all workspaces of all platforms. */
export async function listAllGroupGrants(executor: Executor): Promise<readonly GroupGrantRow[]> {
  return executor.select().from(groupGrants)
}

export type NewGrant = Omit<typeof groupGrants.$inferInsert, 'id' | 'createdAt' | 'roles'>

/** The group gives exactly these roles for the brand; without any it gives none any more. */
export async function setGroupGrant(tx: Transaction, grant: NewGrant, roles: readonly Role[]): Promise<void> {
  const { brandId, platform, workspace, groupId, name } = grant
  if (roles.length > 0) {
    await tx
      .insert(groupGrants)
      .values({ ...grant, roles: [...roles] })
      .onConflictDoUpdate({
        target: [groupGrants.brandId, groupGrants.platform, groupGrants.workspace, groupGrants.groupId],
        set: { roles: [...roles], name },
      })
    return
  }
  await tx
    .delete(groupGrants)
    .where(
      and(
        eq(groupGrants.brandId, brandId),
        eq(groupGrants.platform, platform),
        eq(groupGrants.workspace, workspace),
        eq(groupGrants.groupId, groupId),
      ),
    )
}
