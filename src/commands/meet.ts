import { ChatError, type Person } from '../chat/platform.ts'
import type { Executor } from '../db/client.ts'
import type { Database } from '../db/database.ts'
import { findMember, insertMember, updateMember } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import type { Language } from '../domain/language.ts'
import type { ActingPlatform } from './services.ts'

export type Acquaintance =
  /** `language` is what they use the platform in, where that is known. */
  | { readonly kind: 'member'; readonly member: MemberRow; readonly language?: Language }
  /** Somebody who has no rights here, whatever Vigie knows of them; `nobody` is known to neither. */
  | {
      readonly kind: 'refused'
      readonly standing: Exclude<Person['standing'], 'member'> | 'nobody'
      readonly name: string
    }

/**
 * Who is behind a platform's id. The platform is asked each time, so that the rights of whoever has left, or has become
 * a guest, are gone with their next act; it may remember its answer for a short while. Somebody of the workspace whom
 * Vigie meets for the first time is a viewer.
 */
export async function acquaint(
  { connection }: Database,
  platform: ActingPlatform,
  workspace: string,
  user: string,
): Promise<Acquaintance> {
  const known = await findMember(connection, platform.name, workspace, user)
  const name = known?.name ?? user
  if (platform.person === undefined) {
    return known === undefined ? { kind: 'refused', standing: 'nobody', name } : { kind: 'member', member: known }
  }
  const person = await ask(platform, workspace, user, known)
  if (person === undefined) return { kind: 'refused', standing: 'nobody', name }
  if (person.standing !== 'member') return { kind: 'refused', standing: person.standing, name: person.name }
  const spoken = person.language === undefined ? {} : { language: person.language }
  if (known !== undefined) return { kind: 'member', member: await bringUpToDate(connection, known, person), ...spoken }
  await insertMember(connection, {
    platform: platform.name,
    workspace,
    remoteId: user,
    name: person.name,
    roles: ['viewer'],
    groups: [...(person.groups ?? [])].sort(),
  })
  const member = await findMember(connection, platform.name, workspace, user)
  return member === undefined ? { kind: 'refused', standing: 'nobody', name } : { kind: 'member', member, ...spoken }
}

/**
 * The member as the platform knows them now. What rights somebody has by their groups is true only while it says so: where
 * it says nothing, they have none, and what is remembered of them stays.
 */
async function bringUpToDate(executor: Executor, known: MemberRow, { name, groups }: Person): Promise<MemberRow> {
  const after = { name, groups: groups === undefined ? known.groups : [...groups].sort() }
  if (known.name !== name || known.groups.join() !== after.groups.join()) await updateMember(executor, known.id, after)
  return { ...known, name, groups: groups === undefined ? [] : after.groups }
}

/**
 * What the platform says of somebody. While it says nothing, because it is away or lets us not ask, members stay members:
 * the team goes on working, and `status`, which tells what has to be mended, is for members too. Whoever is unknown stays so.
 */
async function ask(
  platform: ActingPlatform,
  workspace: string,
  user: string,
  known: MemberRow | undefined,
): Promise<Person | undefined> {
  try {
    return await platform.person?.(workspace, user)
  } catch (fault) {
    if (fault instanceof ChatError && known !== undefined) return { name: known.name, standing: 'member' }
    throw fault
  }
}

/** The member behind a platform's id; guests, people of other workspaces, bots and whoever has left are nobody. */
export async function meet(
  database: Database,
  platform: ActingPlatform,
  workspace: string,
  user: string,
): Promise<MemberRow | undefined> {
  const met = await acquaint(database, platform, workspace, user)
  return met.kind === 'member' ? met.member : undefined
}
