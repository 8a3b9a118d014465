import type { Database } from '../db/database.ts'
import { findMember, insertMember } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import type { ActingPlatform } from './services.ts'

/**
 * The member behind a platform's id. Somebody of the workspace whom Vigie meets for the first time is a viewer; guests,
 * people of other workspaces and bots are nobody.
 */
export async function meet(
  { connection }: Database,
  platform: ActingPlatform,
  workspace: string,
  user: string,
): Promise<MemberRow | undefined> {
  const known = await findMember(connection, platform.name, workspace, user)
  if (known !== undefined) return known
  const person = await platform.person?.(workspace, user)
  if (person?.standing !== 'member') return undefined
  await insertMember(connection, {
    platform: platform.name,
    workspace,
    remoteId: user,
    name: person.name,
    roles: ['viewer'],
  })
  return findMember(connection, platform.name, workspace, user)
}
