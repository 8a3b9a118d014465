import { record } from '../db/queries/audit.ts'
import { listMembers, setMemberRoles } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { may, ROLES, type Role } from '../domain/member.ts'
import type { WorkspaceCommand } from './command.ts'
import { meet } from './meet.ts'
import { ephemeral, type Visit } from './services.ts'

const usage = `roles [@name ${ROLES.join('|')}|none …]`

/** "@camille", or what chat platforms make of a name that was picked: "<@U123|camille>", "<@!123>". */
function readUser(word: string): string {
  return word.replace(/^<@!?([^|>]+)(?:\|[^>]*)?>$/, '$1').replace(/^@/, '')
}

function readRoles(words: readonly string[]): readonly Role[] | undefined {
  if (words.length === 1 && words[0] === 'none') return []
  const roles = ROLES.filter(role => words.includes(role))
  return words.length > 0 && words.every(word => ROLES.some(role => role === word)) ? roles : undefined
}

async function findPerson({ services, platform, origin }: Visit, user: string): Promise<MemberRow | undefined> {
  const { database } = services
  const people = await listMembers(database.connection, platform.name, origin.workspace)
  const named = people.filter(one => one.name.toLowerCase() === user.toLowerCase())
  return (
    people.find(one => one.remoteId === user) ??
    (named.length === 1 ? named[0] : undefined) ??
    (await meet(database, platform, origin.workspace, user))
  )
}

async function change(visit: Visit, user: string, held: readonly Role[]) {
  const { services, platform, origin, member, t } = visit
  if (!may(member, 'administer')) return ephemeral(t('refusal.administer'))
  const person = await findPerson(visit, user)
  if (person === undefined) return ephemeral(t('command.roles.unknown', { user }))
  return services.database.transact(async ({ tx }) => {
    const people = await listMembers(tx, platform.name, origin.workspace)
    const admins = people.filter(one => one.roles.includes('admin') && one.id !== person.id)
    if (admins.length === 0 && !held.includes('admin')) return ephemeral(t('command.roles.last-admin'))
    await setMemberRoles(tx, person.id, held)
    await record(tx, {
      actorId: member.id,
      act: 'member.roles',
      subjectKind: 'member',
      subjectId: person.id,
      details: { from: person.roles, to: [...held] },
    })
    return ephemeral(line(t, { name: person.name, roles: held }))
  })
}

function line(
  t: Visit['t'],
  { name, roles: held }: { readonly name: string; readonly roles: readonly Role[] },
): string {
  const names = held.length === 0 ? t('command.roles.none') : t.list(held.map(role => t(`role.${role}`)))
  return t('command.roles.line', { name, roles: names })
}

export const roles: WorkspaceCommand = {
  name: 'roles',
  aliases: ['equipe', 'équipe'],
  usage,
  summary: 'command.roles.summary',
  detail: 'command.roles.detail',
  permission: 'read',
  async visit(visit, rest) {
    const { services, platform, origin, t } = visit
    // A name that was picked may hold blanks.
    const [user, ...words] = rest.match(/<@[^>]*>|\S+/g) ?? []
    if (user === undefined) {
      const people = await listMembers(services.database.connection, platform.name, origin.workspace)
      return ephemeral(people.map(person => line(t, person)).join('\n'))
    }
    const held = readRoles(words.map(word => word.toLowerCase().replace(/,$/, '')))
    if (held === undefined) return ephemeral(t('command.usage', { usage: `/vigie ${usage}` }))
    return change(visit, readUser(user), held)
  },
}
