import { ChatError, type ChatPlatform } from '../chat/platform.ts'
import type { Executor } from '../db/client.ts'
import { listGroupGrants } from '../db/queries/group-grants.ts'
import { updateMember } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { rolesFor } from '../domain/group.ts'
import { may } from '../domain/member.ts'

/**
 * Whether somebody may still decide about drafts of the brand: who may by a group has perhaps left it since Vigie met them
 * last, which their platform is asked for. `later`: it says nothing at present.
 */
export async function stillMayDecide(
  executor: Executor,
  platforms: ReadonlyMap<string, ChatPlatform>,
  brandId: string,
  member: MemberRow,
): Promise<'yes' | 'no' | 'later'> {
  if (may(member, 'review-drafts')) return 'yes'
  const { id, platform, workspace, remoteId } = member
  try {
    const person = await platforms.get(platform)?.person?.(workspace, remoteId)
    const groups = person?.groups ?? []
    if (groups.toSorted().join() !== member.groups.join()) {
      await updateMember(executor, id, { name: person?.name ?? member.name, groups: groups.toSorted() })
    }
    const grants = await listGroupGrants(executor, platform, workspace)
    return may({ roles: rolesFor({ roles: member.roles, groups }, grants, brandId) }, 'review-drafts') ? 'yes' : 'no'
  } catch (fault) {
    if (fault instanceof ChatError) return 'later'
    throw fault
  }
}
