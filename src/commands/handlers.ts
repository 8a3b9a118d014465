import type { Answer, ChatHandlers, Origin } from '../chat/platform.ts'
import { findBrand } from '../db/queries/brands.ts'
import { findDraft } from '../db/queries/drafts.ts'
import { findMention } from '../db/queries/mentions.ts'
import { findMember, listBindings, listWorkspaceBrandIds } from '../db/queries/people.ts'
import type { MemberRow } from '../db/schema/index.ts'
import type { Brand } from '../domain/brand.ts'
import { may } from '../domain/member.ts'
import { parseReference, type Reference } from '../domain/reference.ts'
import { actions } from './actions/index.ts'
import { parseCommand, suggest } from './grammar.ts'
import { commands } from './index.ts'
import { type Action, ephemeral, type Invocation, type Services, type Values } from './services.ts'

/**
 * What a chat platform calls when somebody does something. Everything is authorised here: the person by the platform's
 * id, their role, and that the thing belongs to a brand of that workspace. A fault is an answer too: nothing was done.
 */
export function createHandlers(services: Services, platform: string): ChatHandlers {
  const { connection } = services.database

  async function guarded(origin: Origin, work: (member: MemberRow) => Promise<Answer>): Promise<Answer> {
    try {
      const member = await findMember(connection, platform, origin.workspace, origin.user)
      if (member === undefined) return ephemeral(services.translators.en('refusal.not-a-member'))
      try {
        return await work(member)
      } catch (fault) {
        services.log.error({ err: fault, platform, memberId: member.id }, 'an act in the chat failed')
        return ephemeral(services.translators[member.language ?? 'en']('fault'))
      }
    } catch (fault) {
      services.log.error({ err: fault, platform }, 'an act in the chat failed')
      return ephemeral(services.translators.en('fault'))
    }
  }

  function invocationOf(origin: Origin, member: MemberRow, brand: Brand): Invocation {
    const t = services.translators[member.language ?? brand.language]
    return { services, platform, origin, member, brand, t }
  }

  /** The brand of the place; where the place has none, the workspace's only one. */
  async function brandOfPlace(origin: Origin): Promise<Brand | undefined> {
    const [binding] = await listBindings(connection, platform, origin.workspace, origin.channel)
    if (binding !== undefined) return findBrand(connection, binding.brandId)
    const [only, ...more] = await listWorkspaceBrandIds(connection, platform, origin.workspace)
    return only === undefined || more.length > 0 ? undefined : findBrand(connection, only)
  }

  async function brandIdOf(subject: Action['subject'], id: string): Promise<string | undefined> {
    switch (subject) {
      case 'mention':
        return (await findMention(connection, id))?.mention.brandId
      case 'draft':
        return (await findDraft(connection, id))?.row.brandId
      case 'brand':
        return id
      default:
        return subject satisfies never
    }
  }

  /** The brand of the thing, if that workspace is one of the brand's. */
  async function brandOfSubject(origin: Origin, subject: Action['subject'], id: string): Promise<Brand | undefined> {
    const brandId = await brandIdOf(subject, id)
    const visible = await listWorkspaceBrandIds(connection, platform, origin.workspace)
    return brandId === undefined || !visible.includes(brandId) ? undefined : findBrand(connection, brandId)
  }

  async function act(
    origin: Origin,
    member: MemberRow,
    text: string,
    perform: (action: Action, invocation: Invocation, reference: Reference) => Promise<Answer> | undefined,
  ): Promise<Answer> {
    const speak = services.translators[member.language ?? 'en']
    const reference = parseReference(text)
    const action = actions.get(reference?.action ?? '')
    if (reference === undefined || action === undefined) return ephemeral(speak('refusal.unknown-action'))
    const brand = await brandOfSubject(origin, action.subject, reference.id)
    if (brand === undefined) return ephemeral(speak('refusal.gone'))
    const invocation = invocationOf(origin, member, brand)
    if (!may(member, action.permission)) return ephemeral(invocation.t(`refusal.${action.permission}`))
    return (await perform(action, invocation, reference)) ?? ephemeral(invocation.t('refusal.unknown-action'))
  }

  return {
    command: (origin, text) =>
      guarded(origin, async member => {
        const brand = await brandOfPlace(origin)
        if (brand === undefined) return ephemeral(services.translators[member.language ?? 'en']('refusal.no-brand'))
        const invocation = invocationOf(origin, member, brand)
        const { t } = invocation
        const { name, rest } = parseCommand(text)
        const command = commands.find(one => one.name === name || one.aliases.includes(name))
        if (command === undefined) {
          const names = commands.flatMap(one => [one.name, ...one.aliases])
          return ephemeral(t('command.unknown', { name, suggestion: suggest(name, names) ?? 'none' }))
        }
        if (!may(member, command.permission)) return ephemeral(t(`refusal.${command.permission}`))
        return command.run(invocation, rest)
      }),
    action: (origin, text) =>
      guarded(origin, member =>
        act(origin, member, text, (action, invocation, reference) => action.press?.(invocation, reference)),
      ),
    submit: (origin, modal, values: Values) =>
      guarded(origin, member =>
        act(origin, member, modal, (action, invocation, reference) => action.submit?.(invocation, reference, values)),
      ),
  }
}
