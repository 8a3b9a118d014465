import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Json } from '../../domain/json.ts'
import type { Executor, Transaction } from '../client.ts'
import { accounts, type LookKind, type LookRow, looks, networkActions, posts } from '../schema/index.ts'

/** A server of a network: what shares a read budget. */
export interface Server {
  readonly network: string
  /** Base address; empty where there is only one. */
  readonly service: string
}

/** Something that is to be looked at now, with the account through which it is seen. */
export interface ClaimedLook {
  readonly row: LookRow
  /** What the adapter knows it by; null for an account. */
  readonly reference: Json
}

function isOn({ network, service }: Server) {
  return and(eq(accounts.network, network), eq(accounts.service, service), eq(accounts.state, 'active'))
}

/** Where something is due: servers of accounts that work, and do not want to be left alone at the moment. */
export async function listDueServers(executor: Executor, now: Date): Promise<readonly Server[]> {
  const at = now.toISOString()
  return executor
    .selectDistinct({ network: accounts.network, service: accounts.service })
    .from(accounts)
    .where(
      and(
        eq(accounts.state, 'active'),
        sql`exists (select from looks where looks.account_id = ${accounts.id} and looks.due_at <= ${at}::timestamptz)`,
        sql`not exists (select from look_purses as purse where purse.network = ${accounts.network}
          and purse.service = ${accounts.service} and purse.barred_until > ${at}::timestamptz)`,
      ),
    )
}

/**
 * Takes what is due longest on a server, of one account and at most so many: nobody else gets it before `until`. Posts and
 * publications are seen together, an account is counted by itself.
 */
export async function findDueLooks(
  tx: Transaction,
  server: Server,
  { kinds, limit, now }: { readonly kinds: readonly LookKind[]; readonly limit: number; readonly now: Date },
): Promise<{ readonly accountId: string; readonly looks: readonly ClaimedLook[] } | undefined> {
  if (kinds.length === 0) return undefined
  const [first] = await tx
    .select({ accountId: looks.accountId, kind: looks.kind })
    .from(looks)
    .innerJoin(accounts, eq(accounts.id, looks.accountId))
    .where(and(isOn(server), inArray(looks.kind, [...kinds]), lte(looks.dueAt, now)))
    .orderBy(asc(looks.dueAt), asc(looks.id))
    .limit(1)
  if (first === undefined) return undefined
  const together: readonly LookKind[] = first.kind === 'account' ? ['account'] : ['post', 'publication']
  const rows = await tx
    .select({ row: looks, postReference: posts.reference, actionReference: networkActions.reference })
    .from(looks)
    .leftJoin(posts, eq(posts.id, looks.postId))
    .leftJoin(networkActions, eq(networkActions.id, looks.actionId))
    .where(and(eq(looks.accountId, first.accountId), inArray(looks.kind, [...together]), lte(looks.dueAt, now)))
    .orderBy(asc(looks.dueAt), asc(looks.id))
    .limit(limit)
    .for('update', { of: looks, skipLocked: true })
  const found = rows.map(({ row, postReference, actionReference }) => ({
    row,
    reference: postReference ?? actionReference,
  }))
  return { accountId: first.accountId, looks: found }
}

/** Nobody else looks at them before then. */
export async function postponeLooks(executor: Executor, ids: readonly string[], dueAt: Date): Promise<void> {
  if (ids.length > 0)
    await executor
      .update(looks)
      .set({ dueAt })
      .where(inArray(looks.id, [...ids]))
}

/** What came of a look; nobody looks any more where there is no next one. */
export async function settleLook(
  executor: Executor,
  id: string,
  change: { readonly dueAt: Date | undefined } & Partial<Pick<LookRow, 'state' | 'lookedAt'>>,
): Promise<void> {
  const { dueAt, ...rest } = change
  if (dueAt === undefined) await executor.delete(looks).where(eq(looks.id, id))
  else
    await executor
      .update(looks)
      .set({ ...rest, dueAt })
      .where(eq(looks.id, id))
}

/** From now on a publication of ours is looked at again, if its network gave us what it takes. */
export async function insertPublicationLook(
  tx: Transaction,
  look: { readonly accountId: string; readonly actionId: string; readonly at: Date; readonly dueAt: Date },
): Promise<void> {
  const { accountId, actionId, at, dueAt } = look
  await tx
    .insert(looks)
    .values({ kind: 'publication', accountId, actionId, publishedAt: at, heldSince: at, dueAt })
    .onConflictDoNothing()
}

/** Nobody looks at a publication of ours any more. */
export async function deletePublicationLook(tx: Transaction, actionId: string): Promise<void> {
  await tx.delete(looks).where(eq(looks.actionId, actionId))
}

/** Which of these publications were not there when they were looked at last. */
export async function listVanished(executor: Executor, actionIds: readonly string[]): Promise<readonly string[]> {
  if (actionIds.length === 0) return []
  const rows = await executor
    .select({ actionId: looks.actionId })
    .from(looks)
    .where(and(inArray(looks.actionId, [...actionIds]), eq(looks.state, 'gone')))
  return rows.flatMap(({ actionId }) => actionId ?? [])
}

/** Accounts that nobody has counted yet are counted from now on: right away, for the first time. */
export async function adoptAccounts(executor: Executor, networks: readonly string[], now: Date): Promise<void> {
  if (networks.length === 0) return
  const fresh = await executor
    .select({ id: accounts.id })
    .from(accounts)
    .leftJoin(looks, and(eq(looks.accountId, accounts.id), eq(looks.kind, 'account')))
    .where(and(eq(accounts.state, 'active'), inArray(accounts.network, [...networks]), isNull(looks.id)))
  if (fresh.length === 0) return
  const row = { kind: 'account' as const, publishedAt: now, heldSince: now, dueAt: now }
  await executor
    .insert(looks)
    .values(fresh.map(({ id }) => ({ ...row, accountId: id })))
    .onConflictDoNothing()
}

/** What was to be looked at until 31 days ago and more, on accounts that are gone or on networks that tell nothing any more. */
export async function deleteStaleLooks(executor: Executor, before: Date): Promise<void> {
  await executor.delete(looks).where(and(lte(looks.heldSince, before), inArray(looks.kind, ['post', 'publication'])))
}

/** How looking again fares on the servers of a brand's accounts, or of all. */
export interface LookLag extends Server {
  /** Looks that are due. */
  readonly due: number
  /** When the longest due of them was; null if none is. */
  readonly since: Date | null
}

export async function readLookLag(executor: Executor, now: Date, brandId?: string): Promise<readonly LookLag[]> {
  const at = now.toISOString()
  const rows = await executor
    .select({
      network: accounts.network,
      service: accounts.service,
      due: sql<number>`(count(${looks.id}) filter (where ${looks.dueAt} <= ${at}::timestamptz))::int`,
      since: sql<string | null>`to_char(min(${looks.dueAt}) filter (where ${looks.dueAt} <= ${at}::timestamptz)
        at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    })
    .from(accounts)
    .innerJoin(looks, eq(looks.accountId, accounts.id))
    .where(and(eq(accounts.state, 'active'), brandId === undefined ? undefined : eq(accounts.brandId, brandId)))
    .groupBy(accounts.network, accounts.service)
    .orderBy(asc(accounts.network), asc(accounts.service))
  return rows.map(({ since, ...rest }) => ({ ...rest, since: since === null ? null : new Date(since) }))
}

/** For each network, looks that are due, and for how many seconds the one that is due longest. */
export async function gaugeLooks(executor: Executor, now: Date) {
  const servers = await readLookLag(executor, now)
  return [...Map.groupBy(servers, ({ network }) => network)].map(([network, here]) => ({
    network,
    due: here.reduce((sum, { due }) => sum + due, 0),
    late: Math.max(...here.map(({ since }) => (since === null ? 0 : (now.getTime() - since.getTime()) / 1_000))),
  }))
}
