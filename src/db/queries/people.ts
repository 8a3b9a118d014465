import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Language } from '../../domain/language.ts'
import type { Role } from '../../domain/member.ts'
import { DIRECT, PURPOSES, type Purpose } from '../../domain/purpose.ts'
import type { Executor, Transaction } from '../client.ts'
import { type ChannelRow, channels, type MemberRow, members } from '../schema/index.ts'

/** A channel that people have bound to something; the other kind is direct messages with one person. */
export interface BoundChannel extends ChannelRow {
  readonly purpose: Purpose
}

export function isBound(row: ChannelRow): row is BoundChannel {
  return PURPOSES.some(purpose => purpose === row.purpose)
}

export async function findMember(
  executor: Executor,
  platform: string,
  workspace: string,
  remoteId: string,
): Promise<MemberRow | undefined> {
  const [row] = await executor
    .select()
    .from(members)
    .where(and(eq(members.platform, platform), eq(members.workspace, workspace), eq(members.remoteId, remoteId)))
  return row
}

export async function findMemberById(executor: Executor, id: string): Promise<MemberRow | undefined> {
  const [row] = await executor.select().from(members).where(eq(members.id, id))
  return row
}

export async function listMembers(
  executor: Executor,
  platform: string,
  workspace: string,
): Promise<readonly MemberRow[]> {
  return executor
    .select()
    .from(members)
    .where(and(eq(members.platform, platform), eq(members.workspace, workspace)))
    .orderBy(asc(members.createdAt), asc(members.id))
}

/** Names of the members by id. */
export async function nameMembers(executor: Executor, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await executor
    .select({ id: members.id, name: members.name })
    .from(members)
    .where(inArray(members.id, [...ids]))
  return new Map(rows.map(row => [row.id, row.name]))
}

/** Gives a member exactly these roles. */
export async function setMemberRoles(executor: Executor, id: string, roles: readonly Role[]): Promise<void> {
  await executor
    .update(members)
    .set({ roles: [...roles] })
    .where(eq(members.id, id))
}

/** What the platform says of somebody by now. */
export async function updateMember(
  executor: Executor,
  id: string,
  known: { readonly name: string; readonly groups: readonly string[] },
): Promise<void> {
  await executor
    .update(members)
    .set({ name: known.name, groups: [...known.groups] })
    .where(eq(members.id, id))
}

/** Locks everybody's roles in a workspace until the transaction ends, so that two people changing them take turns. */
export async function lockMembers(tx: Transaction, platform: string, workspace: string): Promise<readonly MemberRow[]> {
  return tx
    .select()
    .from(members)
    .where(and(eq(members.platform, platform), eq(members.workspace, workspace)))
    .orderBy(asc(members.createdAt), asc(members.id))
    .for('update')
}

/** True if somebody in the workspace may do everything. */
export async function hasAdmin(executor: Executor, platform: string, workspace: string): Promise<boolean> {
  const rows = await listMembers(executor, platform, workspace)
  return rows.some(row => row.roles.includes('admin'))
}

export async function setMemberLanguage(executor: Executor, id: string, language: Language): Promise<void> {
  await executor.update(members).set({ language }).where(eq(members.id, id))
}

export async function insertMember(executor: Executor, member: typeof members.$inferInsert): Promise<void> {
  await executor.insert(members).values(member).onConflictDoNothing()
}

/** Binds a channel to a purpose, or binds it again. */
export async function insertChannel(executor: Executor, channel: typeof channels.$inferInsert): Promise<void> {
  await executor
    .insert(channels)
    .values(channel)
    .onConflictDoUpdate({
      target: [channels.brandId, channels.purpose, channels.platform, channels.workspace, channels.remoteId],
      set: { unboundAt: null, name: channel.name },
    })
}

/** Channels stop to get what is new for the purpose. Answers with those that did get it. */
export async function unbindChannels(
  executor: Executor,
  place: { readonly brandId: string; readonly platform: string; readonly workspace: string },
  purpose: Purpose,
  at: Date,
): Promise<readonly ChannelRow[]> {
  return executor
    .update(channels)
    .set({ unboundAt: at })
    .where(
      and(
        eq(channels.brandId, place.brandId),
        eq(channels.platform, place.platform),
        eq(channels.workspace, place.workspace),
        eq(channels.purpose, purpose),
        isNull(channels.unboundAt),
      ),
    )
    .returning()
}

/** Where cards of these purposes go for the brand, on every platform. */
export async function listChannels(
  executor: Executor,
  brandId: string,
  purposes: readonly Purpose[],
): Promise<readonly BoundChannel[]> {
  const rows = await executor
    .select()
    .from(channels)
    .where(and(eq(channels.brandId, brandId), inArray(channels.purpose, [...purposes]), isNull(channels.unboundAt)))
    .orderBy(asc(channels.createdAt), asc(channels.id))
  return rows.filter(isBound)
}

/** Channels that get this of the brand in a workspace, or did. */
export async function listPurposeChannels(
  executor: Executor,
  place: { readonly brandId: string; readonly platform: string; readonly workspace: string },
  purpose: Purpose,
): Promise<readonly ChannelRow[]> {
  return executor
    .select()
    .from(channels)
    .where(
      and(
        eq(channels.brandId, place.brandId),
        eq(channels.platform, place.platform),
        eq(channels.workspace, place.workspace),
        eq(channels.purpose, purpose),
      ),
    )
}

/** Every channel that is bound to something. */
export async function listAllChannels(executor: Executor): Promise<readonly BoundChannel[]> {
  return (await executor.select().from(channels).where(isNull(channels.unboundAt))).filter(isBound)
}

/** Every channel of one workspace that is bound to something. */
export async function listWorkspaceChannels(
  executor: Executor,
  platform: string,
  workspace: string,
): Promise<readonly BoundChannel[]> {
  const isThere = and(eq(channels.platform, platform), eq(channels.workspace, workspace), isNull(channels.unboundAt))
  return (await executor.select().from(channels).where(isThere)).filter(isBound)
}

/** The direct messages with somebody about a brand; made if there are none yet. `remoteId` is the platform's address of them. */
export async function ensureDirectChannel(
  tx: Transaction,
  place: { readonly brandId: string; readonly platform: string; readonly workspace: string },
  remoteId: string,
  name: string,
): Promise<string> {
  await insertChannel(tx, { ...place, purpose: DIRECT, remoteId, name })
  const [row] = await tx
    .select({ id: channels.id })
    .from(channels)
    .where(
      and(
        eq(channels.brandId, place.brandId),
        eq(channels.platform, place.platform),
        eq(channels.workspace, place.workspace),
        eq(channels.purpose, DIRECT),
        eq(channels.remoteId, remoteId),
      ),
    )
  if (row === undefined) throw new Error('direct messages were not written')
  return row.id
}

export async function findChannel(executor: Executor, id: string): Promise<ChannelRow | undefined> {
  const [row] = await executor.select().from(channels).where(eq(channels.id, id))
  return row
}

/** Everything that is or was bound to the same place in a chat as the channel, itself included. */
export async function listPlaceChannels(
  executor: Executor,
  { platform, workspace, remoteId }: Pick<ChannelRow, 'platform' | 'workspace' | 'remoteId'>,
): Promise<readonly ChannelRow[]> {
  return executor
    .select()
    .from(channels)
    .where(and(eq(channels.platform, platform), eq(channels.workspace, workspace), eq(channels.remoteId, remoteId)))
    .orderBy(asc(channels.createdAt), asc(channels.id))
}

/** What a place in a chat is bound to; several brands may share a channel. */
export async function listBindings(
  executor: Executor,
  platform: string,
  workspace: string,
  remoteId: string,
): Promise<readonly BoundChannel[]> {
  const rows = await executor
    .select()
    .from(channels)
    .where(
      and(
        eq(channels.platform, platform),
        eq(channels.workspace, workspace),
        eq(channels.remoteId, remoteId),
        isNull(channels.unboundAt),
      ),
    )
    .orderBy(asc(channels.createdAt), asc(channels.id))
  return rows.filter(isBound)
}

/** Brands that a workspace may see: those with a channel in it. */
export async function listWorkspaceBrandIds(
  executor: Executor,
  platform: string,
  workspace: string,
): Promise<readonly string[]> {
  const rows = await executor
    .selectDistinct({ brandId: channels.brandId })
    .from(channels)
    .where(and(eq(channels.platform, platform), eq(channels.workspace, workspace)))
  return rows.map(row => row.brandId)
}

/** Chat platforms that some channel is bound on. */
export async function listBoundPlatforms(executor: Executor): Promise<readonly string[]> {
  const rows = await executor.selectDistinct({ platform: channels.platform }).from(channels)
  return rows.map(row => row.platform)
}
