import { eq } from 'drizzle-orm'
import { DIRECT } from '../../domain/purpose.ts'
import type { Executor, Transaction } from '../client.ts'
import { channels, drafts, type MemberRow, members, notices, reminders } from '../schema/index.ts'

/** What is told to one person: a reminder of a draft, or what became of theirs. */
export interface InPerson {
  readonly kind: 'reminder' | 'notice'
  readonly id: string
}

/** Whom something is for, and about which brand. */
export interface Addressee {
  readonly brandId: string
  readonly member: MemberRow
}

const TABLES = { reminder: reminders, notice: notices } as const

export async function findAddressee(executor: Executor, { kind, id }: InPerson): Promise<Addressee | undefined> {
  const table = TABLES[kind]
  const [row] = await executor
    .select({ brandId: drafts.brandId, member: members })
    .from(table)
    .innerJoin(members, eq(members.id, table.memberId))
    .innerJoin(drafts, eq(drafts.id, table.draftId))
    .where(eq(table.id, id))
  return row
}

/** It is in another channel from now on. */
export async function moveInPerson(tx: Transaction, { kind, id }: InPerson, channelId: string): Promise<void> {
  const table = TABLES[kind]
  await tx.update(table).set({ channelId }).where(eq(table.id, id))
}

/** Whom it calls, where it is in a channel that others read; undefined in direct messages. */
export async function findCalled(executor: Executor, { kind, id }: InPerson): Promise<MemberRow | undefined> {
  const table = TABLES[kind]
  const [row] = await executor
    .select({ member: members, purpose: channels.purpose })
    .from(table)
    .innerJoin(members, eq(members.id, table.memberId))
    .innerJoin(channels, eq(channels.id, table.channelId))
    .where(eq(table.id, id))
  return row === undefined || row.purpose === DIRECT ? undefined : row.member
}
