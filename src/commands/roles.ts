import type { Suggestion } from '../chat/commands.ts'
import type { Answer } from '../chat/platform.ts'
import { listGroupGrants } from '../db/queries/group-grants.ts'
import { listMembers, lockMembers } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { may, ROLES, type Role } from '../domain/member.ts'
import type { Translator } from '../locales/translator.ts'
import type { WorkspaceCommand } from './command.ts'
import { giveGroup, type KnownGroup, listGrants, listGroups } from './group-roles.ts'
import { withMeant } from './meant.ts'
import { listWorkspaceBrands, refuseWithoutBrand } from './no-brand.ts'
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

function rolesText({ t }: Visit, roles: readonly Role[]): string {
  return roles.length === 0 ? t('command.roles.none') : t.list(roles.map(role => t(`role.${role}`)))
}

function line(visit: Visit, { name, roles }: { readonly name: string; readonly roles: readonly Role[] }): string {
  return visit.t('command.roles.line', { name, roles: rolesText(visit, roles) })
}

/** What groups give their members, for each brand that is meant where the command is typed. */
async function groupLines(visit: Visit, only?: KnownGroup): Promise<readonly string[]> {
  const { services, brand, t } = visit
  const { connection } = services.database
  const brands = brand === undefined ? await listWorkspaceBrands(visit) : [brand]
  const grants = await Promise.all(
    brands.map(async one => (await listGrants(connection, visit, one)).map(grant => ({ ...grant, brand: one.name }))),
  )
  const wanted = grants.flat().filter(({ groupId }) => only === undefined || groupId === only.id)
  const groups = wanted.length === 0 ? undefined : await listGroups(visit)
  return wanted.map(({ groupId, name, roles, brand: of }) => {
    const present = groups?.find(({ id }) => id === groupId)
    const gone = groups !== undefined && present === undefined ? 'yes' : 'no'
    return t('command.roles.group', { name: present?.name ?? name, roles: rolesText(visit, roles), brand: of, gone })
  })
}

/** Those who have roles and are perhaps there no more, so that nobody can pick them. */
async function suggestAbsent(visit: Visit): Promise<readonly Suggestion[]> {
  const { services, platform, origin } = visit
  const { connection } = services.database
  const grants = await listGroupGrants(connection, platform.name, origin.workspace)
  const people = await listMembers(connection, platform.name, origin.workspace)
  const names = [...grants, ...people.filter(one => one.roles.length > 0)].map(({ name }) => `@${name}`)
  return [...new Set(names)].map(name => ({ value: name, label: name }))
}

async function showGroup(visit: Visit, group: KnownGroup): Promise<Answer> {
  const lines = await groupLines(visit, group)
  return ephemeral(lines.length > 0 ? lines.join('\n') : visit.t('command.roles.group.nothing', { name: group.name }))
}

async function giveToGroup(visit: Visit, group: KnownGroup, roles: readonly Role[]): Promise<Answer> {
  const { services, platform, origin, brand, member, t } = visit
  const { name } = group
  if (brand === undefined) return ephemeral(await refuseWithoutBrand(visit))
  if (!may(member, 'administer')) return ephemeral(t('refusal.administer'))
  if (group.isGone && roles.length > 0) return ephemeral(t('command.roles.group.gone', { name }))
  await services.database.transact(async ({ tx }) => {
    await lockMembers(tx, platform.name, origin.workspace)
    await giveGroup(tx, visit, brand, group, roles)
  })
  if (roles.length === 0) return ephemeral(t('command.roles.group.taken', { name, brand: brand.name }))
  return ephemeral(t('command.roles.group.given', { name, brand: brand.name, roles: rolesText(visit, roles) }))
}

async function giveToPerson(visit: Visit, person: MemberRow, held: readonly Role[]): Promise<Answer> {
  const { rights, t } = visit
  // People have their roles for every brand of the workspace.
  if (!may(rights.as(undefined), 'administer')) return ephemeral(t('refusal.administer'))
  const result = await giveRoles(visit, async people =>
    people.filter(one => one.id === person.id).map(one => ({ person: one, roles: held })),
  )
  return ephemeral(result === 'done' ? line(visit, { name: person.name, roles: held }) : t('command.roles.last-admin'))
}

export const roles: WorkspaceCommand = {
  name: 'roles',
  aliases: ['equipe', 'équipe'],
  usage,
  summary: 'command.roles.summary',
  detail: 'command.roles.detail',
  permission: 'read',
  options: [
    {
      name: 'person',
      title: 'option.person',
      about: 'option.role-person.about',
      field: { kind: 'person', orGroup: true },
    },
    { name: 'role', title: 'option.role', about: 'option.role.about', field: anyRole },
    { name: 'also', title: 'option.also', about: 'option.also.about', field: anyRole },
    {
      name: 'name',
      title: 'option.who-name',
      about: 'option.who-name.about',
      field: { kind: 'text', suggest: suggestAbsent },
    },
  ],
  write: ({ person, name, role, also }) => [person || name, role, also].filter(word => word?.trim()).join(' '),
  async visit(visit, rest) {
    const { services, platform, origin, rights, member, t } = visit
    const request = readRoleRequest(rest)
    if (request.kind === 'list') {
      const people = await listMembers(services.database.connection, platform.name, origin.workspace)
      return ephemeral([...people.map(person => line(visit, person)), ...(await groupLines(visit))].join('\n'))
    }
    if (request.kind === 'show') {
      return withMeant(visit, request.meant, {
        person: person => ephemeral(line(visit, person)),
        group: group => showGroup(visit, group),
      })
    }
    if (![member, rights.as(undefined)].some(one => may(one, 'administer'))) return ephemeral(t('refusal.administer'))
    if (request.kind === 'no-role') {
      const { word, meant } = request
      const known = t.list([...ROLES.map(role => t(`role.${role}`)), t('command.roles.none')])
      return ephemeral(t('command.roles.no-role', { word, known, suggestion: meant ?? 'unknown' }))
    }
    return withMeant(visit, request.meant, {
      person: person => giveToPerson(visit, person, request.roles),
      group: group => giveToGroup(visit, group, request.roles),
    })
  },
}
