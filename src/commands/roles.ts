import type { Answer } from '../chat/platform.ts'
import { listMembers } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { foldLetters } from '../domain/folding.ts'
import { may, ROLES, type Role } from '../domain/member.ts'
import type { Translator } from '../locales/translator.ts'
import type { WorkspaceCommand } from './command.ts'
import { type Acquaintance, acquaint } from './meet.ts'
import { giveRoles } from './roles-change.ts'
import { readRoleRequest } from './roles-words.ts'
import { ephemeral, type Visit } from './services.ts'

const usage = 'usage.roles'

const anyRole = {
  kind: 'choice',
  choices: [...ROLES, 'none' as const].map(role => ({
    value: role,
    label: (t: Translator) => t(role === 'none' ? 'command.roles.none' : `role.${role}`),
  })),
} as const

type Found = Acquaintance | { readonly kind: 'several'; readonly people: readonly MemberRow[] }

/** People of that name: the whole of it, or else its beginning. */
function named(people: readonly MemberRow[], user: string): readonly MemberRow[] {
  const wanted = foldLetters(user)
  const whole = people.filter(one => foldLetters(one.name) === wanted)
  return whole.length > 0 ? whole : people.filter(one => foldLetters(one.name).startsWith(`${wanted} `))
}

async function findPerson({ services, platform, origin }: Visit, user: string): Promise<Found> {
  const { database } = services
  const people = await listMembers(database.connection, platform.name, origin.workspace)
  const byName = people.some(one => one.remoteId === user) ? [] : named(people, user)
  if (byName.length > 1) return { kind: 'several', people: byName }
  return acquaint(database, platform, origin.workspace, byName[0]?.remoteId ?? user)
}

function line(
  t: Visit['t'],
  { name, roles: held }: { readonly name: string; readonly roles: readonly Role[] },
): string {
  const names = held.length === 0 ? t('command.roles.none') : t.list(held.map(role => t(`role.${role}`)))
  return t('command.roles.line', { name, roles: names })
}

/** Does something about somebody of the workspace, by their id or name; or says why there is nobody to do it about. */
export async function withPerson(
  visit: Visit,
  user: string,
  work: (person: MemberRow) => Promise<Answer> | Answer,
): Promise<Answer> {
  const { t } = visit
  const found = await findPerson(visit, user)
  switch (found.kind) {
    case 'member':
      return work(found.member)
    case 'refused':
      if (found.standing === 'nobody') return ephemeral(t('command.roles.unknown', { user: found.name }))
      return ephemeral(t(`error.person.${found.standing}`, { names: found.name, count: 1 }))
    case 'several':
      return ephemeral(t('command.roles.several', { user, names: t.list(found.people.map(one => one.name)) }))
    default:
      return found satisfies never
  }
}

async function give(visit: Visit, person: MemberRow, held: readonly Role[]): Promise<Answer> {
  const { t } = visit
  const result = await giveRoles(visit, people =>
    people.filter(one => one.id === person.id).map(one => ({ person: one, roles: held })),
  )
  return ephemeral(result === 'done' ? line(t, { name: person.name, roles: held }) : t('command.roles.last-admin'))
}

export const roles: WorkspaceCommand = {
  name: 'roles',
  aliases: ['equipe', 'équipe'],
  usage,
  summary: 'command.roles.summary',
  detail: 'command.roles.detail',
  permission: 'read',
  options: [
    { name: 'person', title: 'option.person', about: 'option.role-person.about', field: { kind: 'person' } },
    { name: 'role', title: 'option.role', about: 'option.role.about', field: anyRole },
    { name: 'also', title: 'option.also', about: 'option.also.about', field: anyRole },
  ],
  async visit(visit, rest) {
    const { services, platform, origin, member, t } = visit
    const request = readRoleRequest(rest)
    if (request.kind === 'list') {
      const people = await listMembers(services.database.connection, platform.name, origin.workspace)
      return ephemeral(people.map(person => line(t, person)).join('\n'))
    }
    if (request.kind === 'show') return withPerson(visit, request.user, person => ephemeral(line(t, person)))
    if (!may(member, 'administer')) return ephemeral(t('refusal.administer'))
    if (request.kind === 'no-role') {
      const { word, meant } = request
      const known = t.list([...ROLES.map(role => t(`role.${role}`)), t('command.roles.none')])
      return ephemeral(t('command.roles.no-role', { word, known, suggestion: meant ?? 'unknown' }))
    }
    return withPerson(visit, request.user, person => give(visit, person, request.roles))
  },
}
