import type { Answer } from '../chat/platform.ts'
import { listMembers } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { foldLetters } from '../domain/folding.ts'
import { findGroup, type KnownGroup } from './group-roles.ts'
import { type Acquaintance, acquaint } from './meet.ts'
import type { Meant } from './roles-words.ts'
import { ephemeral, type Visit } from './services.ts'

type FoundPerson = Acquaintance | { readonly kind: 'several'; readonly people: readonly MemberRow[] }

/** People of that name: the whole of it, or else its beginning. */
function named(people: readonly MemberRow[], user: string): readonly MemberRow[] {
  const wanted = foldLetters(user)
  const whole = people.filter(one => foldLetters(one.name) === wanted)
  return whole.length > 0 ? whole : people.filter(one => foldLetters(one.name).startsWith(`${wanted} `))
}

async function findPerson({ services, platform, origin }: Visit, user: string): Promise<FoundPerson> {
  const { database } = services
  const people = await listMembers(database.connection, platform.name, origin.workspace)
  const byName = people.some(one => one.remoteId === user) ? [] : named(people, user)
  if (byName.length > 1) return { kind: 'several', people: byName }
  return acquaint(database, platform, origin.workspace, byName[0]?.remoteId ?? user)
}

/** Why there is nobody to do something about. */
function nobodyText({ t }: Visit, user: string, found: Exclude<FoundPerson, { kind: 'member' }>): string {
  if (found.kind === 'several') {
    return t('command.roles.several', { user, names: t.list(found.people.map(one => one.name)) })
  }
  if (found.standing === 'nobody') return t('command.roles.unknown', { user: found.name })
  return t(`error.person.${found.standing}`, { names: found.name, count: 1 })
}

type WithPerson = (person: MemberRow) => Promise<Answer> | Answer

/** Does something about somebody of the workspace, by their id or name; or says why there is nobody to do it about. */
export async function withPerson(visit: Visit, { who }: Meant, work: WithPerson): Promise<Answer> {
  const found = await findPerson(visit, who)
  return found.kind === 'member' ? work(found.member) : ephemeral(nobodyText(visit, who, found))
}

/** The same about somebody or a group of people. A name that was typed is a person's, if there is one of that name. */
export async function withMeant(
  visit: Visit,
  { kind, who }: Meant,
  work: { readonly person: WithPerson; readonly group: (group: KnownGroup) => Promise<Answer> },
): Promise<Answer> {
  const found = kind === 'group' ? undefined : await findPerson(visit, who)
  if (found?.kind === 'member') return work.person(found.member)
  const mayBeGroup =
    kind !== 'person' && (found === undefined || (found.kind === 'refused' && found.standing === 'nobody'))
  const group = mayBeGroup ? await findGroup(visit, who) : undefined
  if (group !== undefined) return work.group(group)
  return ephemeral(found === undefined ? visit.t('command.roles.group.unknown') : nobodyText(visit, who, found))
}
