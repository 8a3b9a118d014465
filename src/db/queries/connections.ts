import { and, desc, eq, gt, inArray, lt, lte, sql } from 'drizzle-orm'
import { type ConnectionProblem, MAXIMUM_TRIES, OPEN_CONNECTION_STATES } from '../../domain/connection.ts'
import type { Executor, Transaction } from '../client.ts'
import { type ConnectionRow, connections, type GivenSignIn } from '../schema/index.ts'

/** What an end takes away: all that is secret, and the way back from the network. The browser still knows its own. */
const NOTHING = { sealed: null, stateHash: null, problem: null, given: null } as const

export type NewConnection = Pick<
  ConnectionRow,
  'brandId' | 'memberId' | 'network' | 'accountId' | 'linkHash' | 'expiresAt'
>

/** A new one in place of those that the person has begun for the same and not come to an end with. */
export async function insertConnection(tx: Transaction, connection: NewConnection): Promise<string> {
  await tx
    .update(connections)
    .set({ state: 'expired', ...NOTHING })
    .where(
      and(
        eq(connections.brandId, connection.brandId),
        eq(connections.memberId, connection.memberId),
        eq(connections.network, connection.network),
        inArray(connections.state, ['offered', 'opened', 'authorising']),
      ),
    )
  const [row] = await tx.insert(connections).values(connection).returning({ id: connections.id })
  if (row === undefined) throw new Error('a connection was not written')
  return row.id
}

export async function findConnection(executor: Executor, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await executor.select().from(connections).where(eq(connections.id, id))
  return row
}

export async function findConnectionByLink(executor: Executor, linkHash: string): Promise<ConnectionRow | undefined> {
  const [row] = await executor.select().from(connections).where(eq(connections.linkHash, linkHash))
  return row
}

/** Whoever writes takes turns with everybody else until the transaction ends. */
export async function lockConnection(tx: Transaction, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await tx.select().from(connections).where(eq(connections.id, id)).for('update')
  return row
}

/** The account that the person has yet to say something about, for the brand; the last one tried. */
export async function findTriedConnection(
  executor: Executor,
  { brandId, memberId }: Pick<ConnectionRow, 'brandId' | 'memberId'>,
  now: Date,
): Promise<ConnectionRow | undefined> {
  const [row] = await executor
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.brandId, brandId),
        eq(connections.memberId, memberId),
        eq(connections.state, 'tried'),
        gt(connections.expiresAt, now),
      ),
    )
    .orderBy(desc(connections.expiresAt), desc(connections.id))
    .limit(1)
  return row
}

/** The first browser gets it. False for every other. */
export async function bindBrowser(tx: Transaction, id: string, browserHash: string): Promise<boolean> {
  const rows = await tx
    .update(connections)
    .set({ state: 'opened', browserHash })
    .where(and(eq(connections.id, id), eq(connections.state, 'offered')))
    .returning({ id: connections.id })
  return rows.length > 0
}

/** Counts a call to the network. False once there were enough, or where there is nothing to try (any more). */
export async function countTry(executor: Executor, id: string, given: GivenSignIn): Promise<boolean> {
  const rows = await executor
    .update(connections)
    .set({ tries: sql`${connections.tries} + 1`, state: 'opened', stateHash: null, sealed: null, problem: null, given })
    .where(
      and(
        eq(connections.id, id),
        inArray(connections.state, ['opened', 'authorising']),
        lt(connections.tries, MAXIMUM_TRIES),
      ),
    )
    .returning({ id: connections.id })
  return rows.length > 0
}

/** Why it did not work, with what was typed unless that is kept already. Only while it is still being tried. */
export async function saveProblem(
  executor: Executor,
  id: string,
  problem: ConnectionProblem,
  given?: GivenSignIn,
): Promise<void> {
  await executor
    .update(connections)
    .set({ problem, ...(given && { given }), state: 'opened', stateHash: null, sealed: null })
    .where(and(eq(connections.id, id), inArray(connections.state, ['opened', 'authorising'])))
}

/** The browser goes to the network, and comes back with the state. */
export async function saveAuthorising(
  executor: Executor,
  id: string,
  { stateHash, sealed }: { readonly stateHash: string; readonly sealed: string },
): Promise<boolean> {
  const rows = await executor
    .update(connections)
    .set({ state: 'authorising', stateHash, sealed })
    .where(and(eq(connections.id, id), eq(connections.state, 'opened')))
    .returning({ id: connections.id })
  return rows.length > 0
}

export async function findConnectionByState(executor: Executor, stateHash: string): Promise<ConnectionRow | undefined> {
  const [row] = await executor.select().from(connections).where(eq(connections.stateHash, stateHash))
  return row
}

/** True once for each state: who comes back with it first. */
export async function useState(executor: Executor, id: string, stateHash: string): Promise<boolean> {
  const rows = await executor
    .update(connections)
    .set({ state: 'opened', stateHash: null, sealed: null, problem: null })
    .where(and(eq(connections.id, id), eq(connections.stateHash, stateHash), eq(connections.state, 'authorising')))
    .returning({ id: connections.id })
  return rows.length > 0
}

export type TriedAccount = { readonly [Key in 'sealed' | 'service' | 'handle' | 'name']: string } & {
  readonly expiresAt: Date
}

/** The account was opened. False if it came too late. */
export async function saveTried(tx: Transaction, id: string, tried: TriedAccount): Promise<boolean> {
  const rows = await tx
    .update(connections)
    .set({ ...tried, state: 'tried', problem: null, stateHash: null })
    .where(and(eq(connections.id, id), eq(connections.state, 'opened')))
    .returning({ id: connections.id })
  return rows.length > 0
}

/** The end of one whose row is locked. */
export async function settleConnection(tx: Transaction, id: string, state: 'confirmed' | 'declined'): Promise<void> {
  await tx
    .update(connections)
    .set({ state, ...NOTHING })
    .where(eq(connections.id, id))
}

/** Those that are too late lose what is secret. Answers with them. */
export async function expireConnections(tx: Transaction, now: Date): Promise<readonly ConnectionRow[]> {
  return tx
    .update(connections)
    .set({ state: 'expired', ...NOTHING })
    .where(and(inArray(connections.state, [...OPEN_CONNECTION_STATES]), lte(connections.expiresAt, now)))
    .returning()
}
