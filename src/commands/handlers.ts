import { type Answer, ChatError, type ChatHandlers, type Home, type Origin, USUAL } from '../chat/platform.ts'
import { CommitUnknown } from '../db/database.ts'
import { findAccount } from '../db/queries/accounts.ts'
import { findBrand } from '../db/queries/brands.ts'
import { findConnection } from '../db/queries/connections.ts'
import { findDraft } from '../db/queries/drafts.ts'
import { findMention } from '../db/queries/mentions.ts'
import { findOutage } from '../db/queries/outages.ts'
import {
  findChannel,
  hasAdmin,
  listBindings,
  listWorkspaceBrandIds,
  listWorkspaceChannels,
} from '../db/queries/people.ts'
import { findSummary } from '../db/queries/summaries.ts'
import { findWorkspaceById } from '../db/queries/workspaces.ts'
import type { MemberRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import { may, type Permission } from '../domain/member.ts'
import { parseReference, type Reference } from '../domain/reference.ts'
import type { MessageKey } from '../locales/en/index.ts'
import type { Translator } from '../locales/translator.ts'
import { actions } from './actions/index.ts'
import { listBindable } from './bindable.ts'
import { type Command, mayUse } from './command.ts'
import { parseCommand, suggest } from './grammar.ts'
import { homeCard } from './home.ts'
import { commands } from './index.ts'
import { type Acquaintance, acquaint, meet } from './meet.ts'
import { listWorkspaceBrands, refuseWithoutBrand } from './no-brand.ts'
import { plainValues, withRemoved } from './plain-values.ts'
import { problemLines } from './problems.ts'
import { findRights, type Rights } from './rights.ts'
import {
  type ActingPlatform,
  type Action,
  ephemeral,
  type Invocation,
  type Services,
  type Values,
  type Visit,
} from './services.ts'
import { suggestFor } from './suggest.ts'

type Refused = Extract<Acquaintance, { kind: 'refused' }>

/** What to do with a button or modal, once everything is known about whoever pressed it. */
type Step = 'press' | 'submit'

/**
 * What a chat platform calls when somebody does something. Everything is authorised here: the person by the platform's
 * id, their role, and that the thing belongs to a brand of that workspace. A fault is an answer too: nothing was done.
 */
export function createHandlers(services: Services, platform: ActingPlatform): ChatHandlers {
  const { connection } = services.database

  async function guarded(origin: Origin, work: (rights: Rights, origin: Origin) => Promise<Answer>): Promise<Answer> {
    let member: MemberRow | undefined
    try {
      const met = await acquaint(services.database, platform, origin.workspace, origin.user)
      if (met.kind === 'refused') return ephemeral(await refusalFor(origin, met.standing))
      member = met.member
      const rights = await findRights(connection, member)
      return await work(rights, met.language === undefined ? origin : { ...origin, language: met.language })
    } catch (fault) {
      services.log.error({ err: fault, platform: platform.name, memberId: member?.id }, 'an act in the chat failed')
      const t = services.translators[member?.language ?? 'en']
      const said = t(fault instanceof CommitUnknown ? 'fault.unknown' : 'fault')
      return ephemeral([said, ...(await reasons(origin, fault, t))].join('\n'))
    }
  }

  /** Whoever can have no role is told why, in the language of the team: nothing is known of theirs. */
  async function refusalFor(origin: Origin, standing: Refused['standing']): Promise<string> {
    const [first] = await listWorkspaceBrands({ services, platform, origin })
    const brand = (await brandOfPlace(origin)) ?? first
    const t = services.translators[brand?.language ?? 'en']
    return t(`refusal.standing.${standing}`, { ...(platform.customs ?? USUAL) })
  }

  /** What a person has to mend, where the chat itself refuses us: otherwise nobody could even ask for the status. */
  async function reasons({ workspace }: Origin, fault: unknown, t: Translator): Promise<readonly string[]> {
    if (!(fault instanceof ChatError) || fault.fault.kind !== 'refused') return []
    // What went wrong may be the database as well; what was to be said is said without it.
    const channels = await listWorkspaceChannels(connection, platform.name, workspace).catch(() => [])
    return problemLines(platform, t, { channels, grants: [] })
  }

  function visitOf(origin: Origin, rights: Rights, brand: Brand | undefined): Visit {
    const member = rights.as(brand?.id)
    const t = services.translators[member.language ?? brand?.language ?? origin.language ?? 'en']
    return { services, platform, origin, member, rights, brand, t }
  }

  /** Where nobody is admin yet, whoever wants to do an admin's work is told how to become one. */
  async function refusalOf(origin: Origin, permission: Permission): Promise<MessageKey> {
    const isUnclaimed = permission === 'administer' && !(await hasAdmin(connection, platform.name, origin.workspace))
    return isUnclaimed ? 'refusal.unclaimed' : `refusal.${permission}`
  }

  /** The brand of the place; where the place has none, the workspace's only one. */
  async function brandOfPlace(origin: Origin): Promise<Brand | undefined> {
    const [binding] = await listBindings(connection, platform.name, origin.workspace, origin.channel)
    if (binding !== undefined) return findBrand(connection, binding.brandId)
    const [only, ...more] = await listWorkspaceBrandIds(connection, platform.name, origin.workspace)
    return only === undefined || more.length > 0 ? undefined : findBrand(connection, only)
  }

  async function brandIdOf(subject: Action['subject'], id: string): Promise<string | undefined> {
    switch (subject) {
      case 'mention':
        return (await findMention(connection, id))?.mention.brandId
      case 'draft':
        return (await findDraft(connection, id))?.row.brandId
      case 'brand':
      case 'bindable':
        return id
      case 'channel':
        return (await findChannel(connection, id))?.brandId
      case 'summary':
        return (await findSummary(connection, id))?.channel.brandId
      case 'account':
        return (await findAccount(connection, id))?.brandId
      case 'outage':
        return (await findOutage(connection, id))?.account.brandId
      case 'connection':
        return (await findConnection(connection, id))?.brandId
      default:
        return subject satisfies never
    }
  }

  /** The brand of the thing, if that workspace is one of the brand's. */
  async function brandOfSubject(origin: Origin, subject: Action['subject'], id: string): Promise<Brand | undefined> {
    if (subject === 'bindable') {
      return (await listBindable(connection, platform.name, origin.workspace)).find(brand => brand.id === id)
    }
    const brandId = await brandIdOf(subject, id)
    const visible = await listWorkspaceBrandIds(connection, platform.name, origin.workspace)
    return brandId === undefined || !visible.includes(brandId) ? undefined : findBrand(connection, brandId)
  }

  async function isOwnWorkspace(origin: Origin, id: string): Promise<boolean> {
    const workspace = await findWorkspaceById(connection, id)
    return workspace?.platform === platform.name && workspace.remoteId === origin.workspace
  }

  async function act(origin: Origin, rights: Rights, text: string, step: Step, values: Values): Promise<Answer> {
    const member = rights.as(undefined)
    const speak = services.translators[member.language ?? origin.language ?? 'en']
    const unknown = ephemeral(speak('refusal.unknown-action'))
    const reference = parseReference(text)
    const action = actions.get(reference?.action ?? '')
    if (reference === undefined || action === undefined) return unknown
    if (action.subject === 'workspace') {
      if (!(await isOwnWorkspace(origin, reference.id))) return ephemeral(speak('refusal.gone'))
      if (!may(member, action.permission)) return ephemeral(speak(`refusal.${action.permission}`))
      return (await perform(action, visitOf(origin, rights, undefined), reference, step, values)) ?? unknown
    }
    const brand = await brandOfSubject(origin, action.subject, reference.id)
    if (brand === undefined) return ephemeral(speak('refusal.gone'))
    const invocation: Invocation = { ...visitOf(origin, rights, brand), brand }
    if (!may(invocation.member, action.permission)) return ephemeral(invocation.t(`refusal.${action.permission}`))
    return (await perform(action, invocation, reference, step, values)) ?? unknown
  }

  /** Nobody's page stays empty, and a fault leaves the page as it is. */
  async function home(origin: Origin): Promise<Home | undefined> {
    const member = await meet(services.database, platform, origin.workspace, origin.user)
    if (member === undefined) return undefined
    const rights = await findRights(connection, member)
    if (!rights.mayAnywhere('read')) return undefined
    const ids = await listWorkspaceBrandIds(connection, platform.name, origin.workspace)
    const brands = (await Promise.all(ids.map(id => findBrand(connection, id)))).filter(brand => brand !== undefined)
    const { t } = visitOf(origin, rights, brands[0])
    const card = await homeCard(
      t,
      brands.map(brand => ({ ...visitOf(origin, rights, brand), brand, t })),
    )
    return { card, language: t.language }
  }

  return {
    home: origin =>
      home(origin).catch(fault => {
        services.log.error({ err: fault, platform: platform.name }, 'a person’s own page could not be made')
        return undefined
      }),
    async suggest(origin, name, option, text) {
      const member = await meet(services.database, platform, origin.workspace, origin.user)
      const command = findCommand(name)
      if (member === undefined || command === undefined) return []
      const rights = await findRights(connection, member)
      return suggestFor(visitOf(origin, rights, await brandOfPlace(origin)), command, option, text)
    },
    command: (from, text, files = []) =>
      guarded(from, async (rights, origin) => {
        const brand = await brandOfPlace(origin)
        const visit = { ...visitOf(origin, rights, brand), files }
        const { t } = visit
        const { name, rest } = parseCommand(text)
        const command = findCommand(name)
        if (command === undefined) {
          const names = commands.flatMap(one => [one.name, ...one.aliases])
          return ephemeral(t('command.unknown', { name, suggestion: suggest(name, names) ?? 'none' }))
        }
        if (!mayUse(visit, command)) return ephemeral(t(await refusalOf(origin, command.permission)))
        if ('visit' in command) return written(await command.visit(visit, rest), t)
        return brand === undefined
          ? ephemeral(await refuseWithoutBrand(visit))
          : written(await command.run({ ...visit, brand }, rest), t)
      }),
    action: (from, text) => guarded(from, (rights, origin) => act(origin, rights, text, 'press', {})),
    submit: (from, modal, values) => guarded(from, (rights, origin) => act(origin, rights, modal, 'submit', values)),
  }
}

function findCommand(name: string): Command | undefined {
  return commands.find(one => one.name === name || one.aliases.includes(name))
}

/** A form says which language it is in, unless whoever made it has said so. */
function written<Given extends Answer | undefined>(answer: Given, { language }: Translator): Given | Answer {
  return answer?.kind === 'modal' ? { ...answer, modal: { language, ...answer.modal } } : answer
}

interface Performable<Context> {
  press?(context: Context, reference: Reference): Promise<Answer>
  submit?(context: Context, reference: Reference, values: Values): Promise<Answer>
}

async function perform<Context extends Visit>(
  action: Performable<Context>,
  context: Context,
  reference: Reference,
  step: Step,
  values: Values,
): Promise<Answer | undefined> {
  if (step === 'press') return written(await action.press?.(context, reference), context.t)
  const plain = plainValues(values)
  const answer = await action.submit?.(context, reference, plain.values)
  return answer === undefined ? undefined : written(withRemoved(answer, context.t, plain.removed), context.t)
}
