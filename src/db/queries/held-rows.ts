import { and, asc, eq, isNull, lt, lte } from 'drizzle-orm'
import type { Held } from '../../domain/post.ts'
import type { Transaction } from '../client.ts'
import { mentions, posts, sectorItems } from '../schema/index.ts'
import { isBy } from './erased-posts.ts'

/** What a brand holds of posts until it gives it up: mentions of it, and what is said of its sector. */
const TABLES = { mention: mentions, sector: sectorItems } as const
export type HeldKind = keyof typeof TABLES

/** What a brand has held for too long, the oldest first, locked; what somebody else erases is left to them. */
export async function lockOld(
  tx: Transaction,
  kind: HeldKind,
  { brandId, before, limit }: { readonly brandId: string; readonly before: Date; readonly limit: number },
): Promise<readonly string[]> {
  const table = TABLES[kind]
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.brandId, brandId), isNull(table.erasedAt), lt(table.receivedAt, before)))
    .orderBy(asc(table.receivedAt), asc(table.id))
    .limit(limit)
    .for('update', { skipLocked: true })
  return rows.map(({ id }) => id)
}

/** Up to so much of what these people wrote, and of which the brand heard until then. */
export interface WrittenBy {
  readonly authors: readonly Held[]
  readonly until: Date
  readonly limit: number
}

/** What a brand holds of what somebody wrote, locked. */
export async function lockBy(
  tx: Transaction,
  kind: HeldKind,
  brandId: string,
  { authors, until, limit }: WrittenBy,
): Promise<readonly string[]> {
  if (authors.length === 0) return []
  const table = TABLES[kind]
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .innerJoin(posts, eq(posts.id, table.postId))
    .where(and(eq(table.brandId, brandId), isNull(table.erasedAt), lte(table.receivedAt, until), isBy(authors)))
    .orderBy(asc(table.id))
    .limit(limit)
    .for('update', { of: table })
  return rows.map(({ id }) => id)
}
