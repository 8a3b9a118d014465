import { asc, eq, sql } from 'drizzle-orm'
import type { Executor, Transaction } from '../client.ts'
import { type ErasureRequestRow, erasureRequests } from '../schema/index.ts'

/** Answers with its id. */
export async function insertErasureRequest(
  tx: Transaction,
  request: typeof erasureRequests.$inferInsert,
): Promise<string> {
  const [row] = await tx.insert(erasureRequests).values(request).returning({ id: erasureRequests.id })
  if (row === undefined) throw new Error('a request was not written')
  return row.id
}

/** Oldest first. */
export async function listErasureRequests(executor: Executor): Promise<readonly string[]> {
  const rows = await executor.select({ id: erasureRequests.id }).from(erasureRequests).orderBy(asc(erasureRequests.id))
  return rows.map(({ id }) => id)
}

export async function findErasureRequest(executor: Executor, id: string): Promise<ErasureRequestRow | undefined> {
  const [row] = await executor.select().from(erasureRequests).where(eq(erasureRequests.id, id))
  return row
}

/** So many more posts are given up. */
export async function countErased(tx: Transaction, id: string, erased: number): Promise<void> {
  await tx
    .update(erasureRequests)
    .set({ erased: sql`${erasureRequests.erased} + ${erased}` })
    .where(eq(erasureRequests.id, id))
}

/** Nothing is left but to tell whoever asked for it. Answers with how many posts it was. */
export async function finishErasure(executor: Executor, id: string, at: Date): Promise<number> {
  const [row] = await executor
    .update(erasureRequests)
    .set({ finishedAt: at, authors: [] })
    .where(eq(erasureRequests.id, id))
    .returning({ erased: erasureRequests.erased })
  return row?.erased ?? 0
}

export async function deleteErasureRequest(executor: Executor, id: string): Promise<void> {
  await executor.delete(erasureRequests).where(eq(erasureRequests.id, id))
}
