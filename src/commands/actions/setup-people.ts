import { joinChoices, type ModalField, readChoices } from '../../chat/card.ts'
import type { Answer } from '../../chat/platform.ts'
import { listMembers } from '../../db/queries/people.ts'
import type { MemberRow } from '../../db/schema/index.ts'
import type { Brand } from '../../domain/brand.ts'
import { type Role, roleMark } from '../../domain/member.ts'
import { formatReference } from '../../domain/reference.ts'
import { type Acquaintance, acquaint } from '../meet.ts'
import { giveRoles } from '../roles-change.ts'
import { type Action, ephemeral, type Invocation, type Values, type Visit } from '../services.ts'
import { createNonce } from './nonce.ts'
import { setupSummary } from './setup-summary.ts'

/** Roles that are given; whoever has none of them may read. */
const ASKED = ['editor', 'approver', 'admin'] as const satisfies readonly Role[]
type Asked = (typeof ASKED)[number]

/** The third step. Its version stands for the roles that it shows, so that nobody overwrites what they have not seen. */
export async function peopleStep(
  { services, platform, origin, t }: Visit,
  brand: Brand,
  intro: string,
): Promise<Answer> {
  const people = await listMembers(services.database.connection, platform.name, origin.workspace)
  const fields = ASKED.map(
    (role): ModalField => ({
      id: role,
      kind: 'people',
      label: t(`modal.setup.people.${role}`),
      value: joinChoices(people.filter(one => one.roles.includes(role)).map(one => one.remoteId)),
      required: role === 'admin',
    }),
  )
  const version = roleMark(people)
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

function refusals({ t }: Visit, chosen: readonly string[], met: ReadonlyMap<string, Acquaintance>): string | undefined {
  const refused = chosen.flatMap(id => {
    const one = met.get(id)
    return one?.kind === 'refused' ? [one] : []
  })
  const sentences = [...new Set(refused.map(one => one.standing))].map(standing => {
    const names = refused.filter(one => one.standing === standing).map(one => one.name)
    return t(`error.person.${standing}`, { names: t.list(names), count: names.length })
  })
  return sentences.length === 0 ? undefined : sentences.join(' ')
}

/** Everybody who was chosen, by role; or what is wrong, by field. */
async function readPeople(invocation: Invocation, values: Values) {
  const { services, platform, origin, t } = invocation
  const chosen = new Map(ASKED.map(role => [role, readChoices(values[role] ?? '')]))
  const ids = [...new Set([...chosen.values()].flat())]
  const met = new Map<string, Acquaintance>(
    await Promise.all(
      ids.map(async id => [id, await acquaint(services.database, platform, origin.workspace, id)] as const),
    ),
  )
  const errors: Record<string, string> = {}
  const holders = new Map<Asked, readonly MemberRow[]>()
  for (const [role, people] of chosen) {
    const refused = refusals(invocation, people, met)
    if (refused !== undefined) errors[role] = refused
    const members = people.flatMap(id => {
      const one = met.get(id)
      return one?.kind === 'member' ? [one.member] : []
    })
    holders.set(role, members)
    if (role === 'admin' && people.length === 0) errors[role] = t('command.roles.last-admin')
  }
  return { errors, holders }
}

/** Roles as the form says them: whoever is in none of its lists, and had one of its roles, may still read. */
function rolesAfter(person: MemberRow, holders: ReadonlyMap<Asked, readonly MemberRow[]>): readonly Role[] {
  const given = ASKED.filter(role => holders.get(role)?.some(one => one.id === person.id))
  const had = person.roles.some(role => role !== 'viewer')
  if (given.length > 0) return given
  return had ? ['viewer'] : person.roles
}

export const setupPeople: Action = {
  name: 'setup.people',
  permission: 'administer',
  subject: 'bindable',
  async submit(invocation, reference, values) {
    const { brand, t } = invocation
    const { errors, holders } = await readPeople(invocation, values)
    if (Object.keys(errors).length > 0) return { kind: 'errors', errors }
    const result = await giveRoles(invocation, people => {
      if (roleMark(people) !== reference.version) return 'changed'
      return people.map(person => ({ person, roles: rolesAfter(person, holders) }))
    })
    if (result === 'changed') return { kind: 'errors', errors: { editor: t('error.roles.changed') } }
    if (result === 'last-admin') return { kind: 'errors', errors: { admin: t('command.roles.last-admin') } }
    return ephemeral(await setupSummary(invocation, brand))
  },
}
