import { and, asc, eq, isNull, lte, ne, not, or, sql } from 'drizzle-orm'
import type { ReadingProblem, SourceSubject } from '../../domain/reading.ts'
import type { SourceKind } from '../../networks/network.ts'
import type { Executor } from '../client.ts'
import { accounts, type SourceRow, sources } from '../schema/index.ts'
import { type Account, toAccount } from './accounts.ts'

/** A source that is read on behalf of an account. */
export interface SourceWithAccount {
  readonly source: SourceRow & { readonly kind: SourceKind }
  readonly account: Account
}

/** A source that anybody may read at its address. */
export interface PublicSource {
  readonly source: SourceRow & { readonly kind: 'feed'; readonly address: string }
  readonly account: null
}

export type AnySource = SourceWithAccount | PublicSource

function isFeed(source: SourceRow): source is PublicSource['source'] {
  return source.kind === 'feed' && source.address !== null
}

function isOfAccount(source: SourceRow): source is SourceWithAccount['source'] {
  return source.kind !== 'feed'
}

export async function findSource(executor: Executor, id: string): Promise<AnySource | undefined> {
  const [row] = await executor
    .select({ source: sources, account: accounts })
    .from(sources)
    .leftJoin(accounts, eq(accounts.id, sources.accountId))
    .where(eq(sources.id, id))
  if (row === undefined) return undefined
  const { source, account } = row
  if (account !== null && isOfAccount(source)) return { source, account: toAccount(account) }
  return isFeed(source) ? { source, account: null } : undefined
}

/** Sources of living accounts, oldest first. */
export async function listSources(executor: Executor): Promise<readonly SourceWithAccount[]> {
  const rows = await executor
    .select({ source: sources, account: accounts })
    .from(sources)
    .innerJoin(accounts, eq(accounts.id, sources.accountId))
    .where(eq(accounts.state, 'active'))
    .orderBy(asc(sources.id))
  return rows.flatMap(({ source, account }) => (isOfAccount(source) ? [{ source, account: toAccount(account) }] : []))
}

/** The brand's feeds, or all there are, oldest first. */
export async function listFeeds(executor: Executor, brandId?: string): Promise<readonly PublicSource['source'][]> {
  const rows = await executor
    .select()
    .from(sources)
    .where(and(eq(sources.kind, 'feed'), brandId === undefined ? undefined : eq(sources.brandId, brandId)))
    .orderBy(asc(sources.createdAt), asc(sources.id))
  return rows.filter(isFeed)
}

export interface NewFeed {
  readonly brandId: string
  readonly network: string
  readonly address: string
  readonly title: string
  readonly subject: SourceSubject
  readonly takesAll: boolean
}

/** The new feed; undefined if the brand has one at this address for this already. */
export async function insertFeed(executor: Executor, feed: NewFeed): Promise<SourceRow | undefined> {
  const [row] = await executor
    .insert(sources)
    .values({ ...feed, kind: 'feed' })
    .onConflictDoNothing()
    .returning()
  return row
}

/** What it brought stays. */
export async function removeSource(executor: Executor, id: string): Promise<void> {
  await executor.delete(sources).where(eq(sources.id, id))
}

export async function listSourceIds(executor: Executor, accountId: string): Promise<readonly string[]> {
  const rows = await executor.select({ id: sources.id }).from(sources).where(eq(sources.accountId, accountId))
  return rows.map(row => row.id)
}

export async function listDueSources(
  executor: Executor,
  now: Date,
): Promise<readonly Pick<SourceRow, 'id' | 'kind'>[]> {
  return executor
    .select({ id: sources.id, kind: sources.kind })
    .from(sources)
    .leftJoin(accounts, eq(accounts.id, sources.accountId))
    .where(
      and(
        lte(sources.nextPollAt, now),
        isNull(sources.endedAt),
        or(isNull(sources.accountId), eq(accounts.state, 'active')),
      ),
    )
}

export async function saveReadFailure(
  executor: Executor,
  sourceId: string,
  message: string,
  nextPollAt: Date,
  problem: ReadingProblem | null = null,
): Promise<void> {
  await executor
    .update(sources)
    .set({ nextPollAt, lastError: message, problem, failures: sql`${sources.failures} + 1` })
    .where(eq(sources.id, sourceId))
}

/** It has ended for good. True if this is news. */
export async function endSource(executor: Executor, id: string, at: Date): Promise<boolean> {
  const rows = await executor
    .update(sources)
    .set({ endedAt: at })
    .where(and(eq(sources.id, id), isNull(sources.endedAt)))
    .returning({ id: sources.id })
  return rows.length > 0
}

/** Where it is from now on, and what it calls itself; an address that another source of the brand has stays theirs. */
export async function savePlace(
  executor: Executor,
  source: PublicSource['source'],
  { address, title }: { readonly address: string; readonly title: string },
): Promise<void> {
  if (source.title !== title) await executor.update(sources).set({ title }).where(eq(sources.id, source.id))
  if (source.address === address) return
  const taken = executor
    .select({ id: sources.id })
    .from(sources)
    .where(
      and(
        eq(sources.brandId, source.brandId),
        eq(sources.network, source.network),
        eq(sources.subject, source.subject),
        eq(sources.address, address),
        ne(sources.id, source.id),
      ),
    )
  await executor
    .update(sources)
    .set({ address })
    .where(and(eq(sources.id, source.id), not(sql`exists ${taken}`)))
}
