import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { AccountLimits } from '../../domain/capabilities.ts'
import type { Identified, NetworkAccount, SourceKind } from '../../networks/network.ts'
import type { Executor } from '../client.ts'
import { type AccountRow, accounts, mentions, networkActions, sources } from '../schema/index.ts'
import type { Vault } from '../vault.ts'
import { openQuietly, withRefreshToken } from './credentials.ts'
import { countWaitingDeeds } from './deeds.ts'

export interface Account extends NetworkAccount {
  readonly brandId: string
  readonly network: string
  readonly name: string
  readonly state: AccountRow['state']
  /** When it was connected last: what an older attempt with it came to says nothing of it any more. */
  readonly connectedAt: Date
  readonly limits: AccountLimits | null
}

/** Without what is nobody's business. */
export function toAccount({ credentials: _, createdAt: __, ...account }: AccountRow): Account {
  return account
}

/** Accounts that were not removed, oldest first. */
export async function listAccounts(executor: Executor, brandId?: string): Promise<readonly Account[]> {
  const rows = await executor
    .select()
    .from(accounts)
    .where(and(ne(accounts.state, 'removed'), brandId === undefined ? undefined : eq(accounts.brandId, brandId)))
    .orderBy(asc(accounts.createdAt), asc(accounts.id))
  return rows.map(toAccount)
}

export async function findAccount(executor: Executor, id: string): Promise<Account | undefined> {
  const [row] = await executor.select().from(accounts).where(eq(accounts.id, id))
  return row === undefined ? undefined : toAccount(row)
}

/** By what its network calls it, whatever brand it belongs or belonged to. */
export async function findAccountAt(
  executor: Executor,
  network: string,
  service: string,
  remoteId: string,
): Promise<Account | undefined> {
  const [row] = await executor
    .select()
    .from(accounts)
    .where(and(eq(accounts.network, network), eq(accounts.service, service), eq(accounts.remoteId, remoteId)))
  return row === undefined ? undefined : toAccount(row)
}

/**
 * Connects an account to a brand, or connects it again: its sources keep their cursors and its history stays. Answers
 * with undefined if it belongs to another brand.
 */
export async function saveAccount(
  executor: Executor,
  vault: Vault,
  brandId: string,
  network: { readonly name: string; readonly sources: readonly SourceKind[] },
  identified: Identified,
): Promise<Account | undefined> {
  const { credentials, limits = null, ...identity } = identified
  const [row] = await executor
    .insert(accounts)
    .values({ brandId, network: network.name, limits, ...identity })
    .onConflictDoUpdate({
      target: [accounts.network, accounts.service, accounts.remoteId],
      set: {
        brandId: sql`case when ${accounts.state} = 'removed' then excluded.brand_id else ${accounts.brandId} end`,
        handle: identity.handle,
        name: identity.name,
        limits,
      },
    })
    .returning()
  if (row === undefined || row.brandId !== brandId) return undefined
  const before = row.credentials === null ? undefined : openQuietly(vault, row.credentials, row.id)
  const sealed = vault.seal(withRefreshToken(credentials, before), row.id)
  const [saved] = await executor
    .update(accounts)
    // Later than any before, whatever the clock says: it tells connections apart.
    .set({
      state: 'active',
      credentials: sealed,
      connectedAt: sql`greatest(now(), ${accounts.connectedAt} + interval '1 millisecond')`,
    })
    .where(eq(accounts.id, row.id))
    .returning()
  for (const kind of network.sources) {
    await executor
      .insert(sources)
      .values({ brandId, network: network.name, accountId: row.id, kind })
      .onConflictDoUpdate({ target: [sources.accountId, sources.kind], set: { nextPollAt: new Date(), failures: 0 } })
  }
  return saved === undefined ? undefined : toAccount(saved)
}

/**
 * Gives accounts that were connected before their network could be read in a further way the source that they lack. Needed
 * at a start only: whoever connects an account gives it all of them.
 */
export async function addMissingSources(
  executor: Executor,
  networks: Iterable<{ readonly name: string; readonly sources: readonly SourceKind[] }>,
): Promise<void> {
  const kindsOf = new Map([...networks].map(network => [network.name, network.sources]))
  const missing = (await listAccounts(executor)).flatMap(({ id, brandId, network }) =>
    (kindsOf.get(network) ?? []).map(kind => ({ brandId, network, accountId: id, kind })),
  )
  if (missing.length > 0) await executor.insert(sources).values(missing).onConflictDoNothing()
}

/** What its end would leave undone. */
export interface WaitingFor {
  /** That are to go out on it. */
  readonly posts: number
  /** With which nobody has dealt. */
  readonly mentions: number
  /** Likes, reposts and deletions. */
  readonly deeds: number
}

export async function countWaitingFor(executor: Executor, id: string): Promise<WaitingFor> {
  const ofAccount = and(eq(networkActions.accountId, id), eq(networkActions.state, 'waiting'))
  const open = and(eq(mentions.accountId, id), inArray(mentions.state, ['open', 'taken', 'replying']))
  return {
    posts: await executor.$count(networkActions, ofAccount),
    mentions: await executor.$count(mentions, open),
    deeds: await countWaitingDeeds(executor, id),
  }
}

/** The account stays as history; its secrets and sources go. */
export async function removeAccount(executor: Executor, id: string): Promise<void> {
  await executor.update(accounts).set({ state: 'removed', credentials: null }).where(eq(accounts.id, id))
  await executor.delete(sources).where(eq(sources.accountId, id))
}

/** What its server says by now. */
export async function saveAccountLimits(executor: Executor, id: string, limits: AccountLimits): Promise<void> {
  await executor.update(accounts).set({ limits }).where(eq(accounts.id, id))
}

/** Its network refuses its credentials. True if this is news, and about the credentials that it still has. */
export async function markRefused(executor: Executor, { id, connectedAt }: Account): Promise<boolean> {
  const rows = await executor
    .update(accounts)
    .set({ state: 'needs-sign-in' })
    .where(and(eq(accounts.id, id), eq(accounts.state, 'active'), eq(accounts.connectedAt, connectedAt)))
    .returning({ id: accounts.id })
  return rows.length > 0
}
