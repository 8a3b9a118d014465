import { and, desc, eq } from 'drizzle-orm'
import { v5, v7 } from 'uuid'
import type { Executor, Transaction } from '../client.ts'
import { type DigestRow, digests } from '../schema/index.ts'

export async function findDigest(executor: Executor, id: string): Promise<DigestRow | undefined> {
  const [row] = await executor.select().from(digests).where(eq(digests.id, id))
  return row
}

/** Start of the latest period that has its digest; previews do not count. */
export async function findLastPeriodStart(executor: Executor, brandId: string): Promise<Date | null> {
  const [row] = await executor
    .select({ periodStart: digests.periodStart })
    .from(digests)
    .where(and(eq(digests.brandId, brandId), eq(digests.isPreview, false)))
    .orderBy(desc(digests.periodStart))
    .limit(1)
  return row?.periodStart ?? null
}

/** What ids of previews are made in, from what somebody did (RFC 9562, 5.5). Chosen once. */
const PREVIEWS = '6a0b4f0e-6a55-4a6e-9d5c-0f4f3a0c5b1d'

/** The id of a digest that somebody asks for: the same for the same act. */
export function previewId(memberId: string, act: string | undefined): string {
  return act === undefined ? v7() : v5(`${memberId} ${act}`, PREVIEWS)
}

/** Id of the new digest, or undefined if the period has one, or if there is one by that id. */
export async function insertDigest(
  tx: Transaction,
  digest: Omit<DigestRow, 'id'> & Partial<Pick<DigestRow, 'id'>>,
): Promise<string | undefined> {
  const [row] = await tx.insert(digests).values(digest).onConflictDoNothing().returning({ id: digests.id })
  return row?.id
}
