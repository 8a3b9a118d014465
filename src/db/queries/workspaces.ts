import { and, asc, eq } from 'drizzle-orm'
import type { Executor } from '../client.ts'
import { type WorkspaceRow, workspaces } from '../schema/index.ts'

/** Remembers a workspace that Vigie is in, under its present name. */
export async function saveWorkspace(
  executor: Executor,
  platform: string,
  remoteId: string,
  name: string,
): Promise<WorkspaceRow> {
  const [row] = await executor
    .insert(workspaces)
    .values({ platform, remoteId, name })
    .onConflictDoUpdate({ target: [workspaces.platform, workspaces.remoteId], set: { name } })
    .returning()
  if (row === undefined) throw new Error('a workspace was not written')
  return row
}

export async function findWorkspace(
  executor: Executor,
  platform: string,
  remoteId: string,
): Promise<WorkspaceRow | undefined> {
  const [row] = await executor
    .select()
    .from(workspaces)
    .where(and(eq(workspaces.platform, platform), eq(workspaces.remoteId, remoteId)))
  return row
}

export async function findWorkspaceById(executor: Executor, id: string): Promise<WorkspaceRow | undefined> {
  const [row] = await executor.select().from(workspaces).where(eq(workspaces.id, id))
  return row
}

export async function listWorkspaces(executor: Executor): Promise<readonly WorkspaceRow[]> {
  return executor.select().from(workspaces).orderBy(asc(workspaces.createdAt), asc(workspaces.id))
}

/** Sets the hash of the code that makes the first admin, or takes it away. */
export async function setClaimHash(executor: Executor, id: string, claimHash: string | null): Promise<void> {
  await executor.update(workspaces).set({ claimHash }).where(eq(workspaces.id, id))
}

/** True once, for whoever brings the right code first: the code is used up by it. */
export async function useClaim(executor: Executor, id: string, claimHash: string): Promise<boolean> {
  const rows = await executor
    .update(workspaces)
    .set({ claimHash: null })
    .where(and(eq(workspaces.id, id), eq(workspaces.claimHash, claimHash)))
    .returning({ id: workspaces.id })
  return rows.length > 0
}
