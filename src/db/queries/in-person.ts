import { eq } from 'drizzle-orm'
import { DIRECT } from '../../domain/purpose.ts'
import type { Executor, Transaction } from '../client.ts'
import { channels, drafts, type MemberRow, members, mentions, notices, reminders } from '../schema/index.ts'
import { noticeBrandId } from './notices.ts'

/** What is told to one person: a reminder of a draft, what became of theirs, or that a mention is theirs. */
export interface InPerson {
  readonly kind: 'reminder' | 'notice'
  readonly id: string
}

/** Whom something is for, about what, and of which brand. */
export interface Addressee {
  readonly about: 'draft' | 'mention'
  readonly brandId: string
  readonly member: MemberRow
}

const TABLES = { reminder: reminders, notice: notices } as const

export async function findAddressee(executor: Executor, { kind, id }: InPerson): Promise<Addressee | undefined> {
  if (kind === 'notice') {
    const [told] = await executor
      .select({ mentionId: notices.mentionId, brandId: noticeBrandId, member: members })
      .from(notices)
      .innerJoin(members, eq(members.id, notices.memberId))
      .leftJoin(drafts, eq(drafts.id, notices.draftId))
      .leftJoin(mentions, eq(mentions.id, notices.mentionId))
      .where(eq(notices.id, id))
    if (told === undefined) return undefined
    const { mentionId, ...rest } = told
    return { about: mentionId === null ? 'draft' : 'mention', ...rest }
  }
  const [row] = await executor
    .select({ brandId: drafts.brandId, member: members })
    .from(reminders)
    .innerJoin(members, eq(members.id, reminders.memberId))
    .innerJoin(drafts, eq(drafts.id, reminders.draftId))
    .where(eq(reminders.id, id))
  return row === undefined ? undefined : { about: 'draft', ...row }
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
