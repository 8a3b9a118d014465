import { mayAct } from '../chat/platform.ts'
import type { Transaction } from '../db/client.ts'
import { record } from '../db/queries/audit.ts'
import { listMembers, lockMembers, setMemberRoles } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { ROLES, type Role } from '../domain/member.ts'
import type { Visit } from './services.ts'

export interface RoleChange {
  readonly person: MemberRow
  readonly roles: readonly Role[]
}

function isSame(one: readonly Role[], other: readonly Role[]): boolean {
  return ROLES.every(role => one.includes(role) === other.includes(role))
}

/** Admins who have left or are guests by now: nobody can ask them for anything. Whoever cannot be asked about counts as there. */
async function listDeparted({ services, platform, origin, member }: Visit): Promise<ReadonlySet<string>> {
  const people = await listMembers(services.database.connection, platform.name, origin.workspace)
  const others = people.filter(person => person.roles.includes('admin') && person.id !== member.id)
  const isGone = async ({ remoteId }: MemberRow) => !(await mayAct(platform, origin.workspace, remoteId))
  const gone = await Promise.all(others.map(async person => ((await isGone(person)) ? [person.id] : [])))
  return new Set(gone.flat())
}

/**
 * Gives the roles that `decide` answers with, for all the people of the visit's workspace, whose rows are locked; so nobody
 * else gives any meanwhile, to groups neither. Refused as a whole if no person would be left to give roles (a group may be
 * gone tomorrow), or if `decide` says so. `also` is done with the rest, or not at all.
 */
export async function giveRoles<Refusal extends string>(
  visit: Visit,
  decide: (people: readonly MemberRow[], tx: Transaction) => Promise<readonly RoleChange[] | Refusal>,
  also: (tx: Transaction) => Promise<void> = async () => {},
): Promise<'done' | 'last-admin' | Refusal> {
  const { services, platform, origin, member } = visit
  const departed = await listDeparted(visit)
  return services.database.transact(async ({ tx }) => {
    const people = await lockMembers(tx, platform.name, origin.workspace)
    const decided = await decide(people, tx)
    if (typeof decided === 'string') return decided
    const after = new Map(decided.map(({ person, roles }) => [person.id, roles]))
    const isAdmin = ({ id, roles }: MemberRow) => !departed.has(id) && (after.get(id) ?? roles).includes('admin')
    if (!people.some(isAdmin)) return 'last-admin'
    for (const { person, roles } of decided) {
      if (isSame(person.roles, roles)) continue
      await setMemberRoles(tx, person.id, roles)
      await record(tx, {
        actorId: member.id,
        act: 'member.roles',
        subjectKind: 'member',
        subjectId: person.id,
        details: { from: person.roles, to: [...roles] },
      })
    }
    await also(tx)
    return 'done'
  })
}
