import { groupChoice, joinChoices, type ModalField, readPeople } from '../../chat/card.ts'
import type { Answer, Group } from '../../chat/platform.ts'
import { listMembers } from '../../db/queries/people.ts'
import type { GroupGrantRow, MemberRow } from '../../db/schema/index.ts'
import type { Brand } from '../../domain/brand.ts'
import { may, type Role, roleMark } from '../../domain/member.ts'
import { formatReference } from '../../domain/reference.ts'
import { giveGroup, listGrants, listGroups } from '../group-roles.ts'
import { type Acquaintance, acquaint } from '../meet.ts'
import { giveRoles } from '../roles-change.ts'
import { type Action, ephemeral, type Invocation, type Values, type Visit } from '../services.ts'
import { createNonce } from './nonce.ts'
import { setupSummary } from './setup-summary.ts'

/** Roles that are given; whoever has none of them may read. */
const ASKED = ['editor', 'approver', 'admin'] as const satisfies readonly Role[]
type Asked = (typeof ASKED)[number]

/** Stands for what the form shows, so that nobody overwrites what they have not seen. */
function markOf(people: readonly MemberRow[], grants: readonly GroupGrantRow[]): number {
  return roleMark([...people, ...grants.map(({ groupId, roles }) => ({ id: groupId, roles }))])
}

/** The third step: people, who have roles for every brand of the workspace, and groups, whose members have them for this one. */
export async function peopleStep(visit: Visit, brand: Brand, intro: string): Promise<Answer> {
  const { services, platform, origin, t } = visit
  const { connection } = services.database
  const people = await listMembers(connection, platform.name, origin.workspace)
  const groups = await listGroups(visit)
  const grants = groups === undefined ? [] : await listGrants(connection, visit, brand)
  const present = grants.filter(({ groupId }) => groups?.some(({ id }) => id === groupId))
  const fields = ASKED.map((role): ModalField => {
    const holders = people.filter(one => one.roles.includes(role)).map(one => one.remoteId)
    const held = present.filter(one => one.roles.includes(role)).map(one => groupChoice(one.groupId))
    return {
      id: role,
      kind: 'people',
      label: t(`modal.setup.people.${role}`),
      value: joinChoices([...holders, ...held]),
      required: role === 'admin',
      ...(groups === undefined ? {} : { groups: true, hint: t('modal.setup.people.groups', { brand: brand.name }) }),
    }
  })
  const version = markOf(people, grants)
  return {
    kind: 'modal',
    modal: {
      id: formatReference({ action: setupPeople.name, id: brand.id, version, nonce: createNonce() }),
      title: t('modal.setup.people'),
      submit: t('modal.setup.finish'),
      intro,
      fields,
    },
  }
}

function refusals({ t }: Visit, chosen: readonly string[], met: ReadonlyMap<string, Acquaintance>): readonly string[] {
  const refused = chosen.flatMap(id => {
    const one = met.get(id)
    return one?.kind === 'refused' ? [one] : []
  })
  return [...new Set(refused.map(one => one.standing))].map(standing => {
    const names = refused.filter(one => one.standing === standing).map(one => one.name)
    return t(`error.person.${standing}`, { names: t.list(names), count: names.length })
  })
}

/** Who was chosen for a role. */
interface Holders {
  readonly people: readonly MemberRow[]
  readonly groups: readonly string[]
}

/** Everybody who was chosen, by role, and the groups that there are; or what is wrong, by field. */
async function readHolders(invocation: Invocation, values: Values) {
  const { services, platform, origin, t } = invocation
  const chosen = new Map(ASKED.map(role => [role, readPeople(values[role] ?? '')]))
  const ids = [...new Set([...chosen.values()].flatMap(({ people }) => people))]
  const met = new Map<string, Acquaintance>(
    await Promise.all(
      ids.map(async id => [id, await acquaint(services.database, platform, origin.workspace, id)] as const),
    ),
  )
  const present = await listGroups(invocation)
  const errors: Record<string, string> = {}
  const holders = new Map<Asked, Holders>()
  for (const [role, { people, groups }] of chosen) {
    const isUnknown = groups.some(group => present?.every(({ id }) => id !== group) ?? true)
    const wrong = [...refusals(invocation, people, met), ...(isUnknown ? [t('command.roles.group.unknown')] : [])]
    if (wrong.length > 0) errors[role] = wrong.join(' ')
    const members = people.flatMap(id => {
      const one = met.get(id)
      return one?.kind === 'member' ? [one.member] : []
    })
    holders.set(role, { people: members, groups })
    if (role === 'admin' && people.length === 0) errors[role] = t('command.roles.last-admin')
  }
  return { errors, holders, present }
}

/** Roles as the form says them: whoever is in none of its lists, and had one of its roles, may still read. */
function rolesAfter(person: MemberRow, holders: ReadonlyMap<Asked, Holders>): readonly Role[] {
  const given = ASKED.filter(role => holders.get(role)?.people.some(one => one.id === person.id))
  const had = person.roles.some(role => role !== 'viewer')
  if (given.length > 0) return given
  return had ? ['viewer'] : person.roles
}

/** What changes of the groups: those in none of the lists keep what the form does not ask about. */
function groupsAfter(
  grants: readonly GroupGrantRow[],
  present: readonly Group[],
  holders: ReadonlyMap<Asked, Holders>,
): readonly { readonly group: Group; readonly roles: readonly Role[] }[] {
  const before = new Map(grants.map(one => [one.groupId, one]))
  const all = new Map([
    ...grants.map(({ groupId: id, name }) => [id, { id, name }] as const),
    ...present.map(group => [group.id, group] as const),
  ])
  return [...all.values()].flatMap(group => {
    const had = before.get(group.id)?.roles ?? []
    const given = ASKED.filter(role => holders.get(role)?.groups.includes(group.id))
    const roles: readonly Role[] = [...had.filter(role => role === 'viewer'), ...given]
    const isSame = roles.length === had.length && roles.every(role => had.includes(role))
    return isSame ? [] : [{ group, roles }]
  })
}

export const setupPeople: Action = {
  name: 'setup.people',
  permission: 'administer',
  subject: 'bindable',
  async submit(invocation, reference, values) {
    const { rights, brand, t } = invocation
    if (!may(rights.as(undefined), 'administer')) return ephemeral(t('refusal.administer'))
    const { errors, holders, present } = await readHolders(invocation, values)
    if (Object.keys(errors).length > 0) return { kind: 'errors', errors }
    const grantsNow = (tx: Parameters<typeof listGrants>[0]) =>
      present === undefined ? Promise.resolve([]) : listGrants(tx, invocation, brand)
    const result = await giveRoles(
      invocation,
      async (people, tx) => {
        if (markOf(people, await grantsNow(tx)) !== reference.version) return 'changed'
        return people.map(person => ({ person, roles: rolesAfter(person, holders) }))
      },
      async tx => {
        for (const { group, roles } of groupsAfter(await grantsNow(tx), present ?? [], holders)) {
          await giveGroup(tx, invocation, brand, group, roles)
        }
      },
    )
    if (result === 'changed') return { kind: 'errors', errors: { editor: t('error.roles.changed') } }
    if (result === 'last-admin') return { kind: 'errors', errors: { admin: t('command.roles.last-admin') } }
    return ephemeral(await setupSummary(invocation, brand))
  },
}
