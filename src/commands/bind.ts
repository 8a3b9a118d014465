import { record } from '../db/queries/audit.ts'
import { unbindChannels } from '../db/queries/people.ts'
import type { Brand } from '../domain/brand.ts'
import { may } from '../domain/member.ts'
import { PURPOSES, type Purpose } from '../domain/purpose.ts'
import { channelList } from './actions/submitted.ts'
import { listBindable } from './bindable.ts'
import type { WorkspaceCommand } from './command.ts'
import { refuseWithoutBrand } from './no-brand.ts'
import type { CommandOption } from './option.ts'
import { bindPlace, listGone, lookAt, lookAtNamed, readChannel, refusalOf, warningsAbout } from './places.ts'
import { ephemeral } from './services.ts'
import { suggestBrands } from './suggestions.ts'

const usage = 'usage.bind'
const unbindUsage = 'usage.unbind'

/** What people call them, in both languages. */
const WORDS: Readonly<Record<string, Purpose>> = {
  mentions: 'mentions',
  alerts: 'alerts',
  alertes: 'alerts',
  drafts: 'drafts',
  brouillons: 'drafts',
  digest: 'digest',
  bilan: 'digest',
  sector: 'sector',
  secteur: 'sector',
}

/** What may be bound, to choose from. */
const cards: CommandOption = {
  name: 'cards',
  title: 'option.cards',
  about: 'option.cards.about',
  isRequired: true,
  field: {
    kind: 'choice',
    choices: PURPOSES.map(purpose => ({
      value: purpose,
      label: t => t(`purpose.${purpose}`),
    })),
  },
}

function readPurpose(word = ''): Purpose | undefined {
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined
}

/** Sends cards of a purpose to the channel it is typed in, or to the one that is named. */
export const bind: WorkspaceCommand = {
  name: 'bind',
  aliases: ['lier'],
  usage,
  summary: 'command.bind.summary',
  detail: 'command.bind.detail',
  permission: 'administer',
  choosesBrand: true,
  options: [
    cards,
    {
      name: 'brand',
      title: 'option.brand',
      about: 'option.brand.about',
      field: { kind: 'text', suggest: suggestBrands },
    },
    { name: 'channel', title: 'option.channel', about: 'option.channel.about', field: { kind: 'channel' } },
  ],
  async visit(visit, rest) {
    const { services, platform, origin, rights, brand, t } = visit
    const words = rest.split(/\s+/)
    const channel = words.map(readChannel).find(one => one !== undefined)
    const [word, slug, ...more] = words.filter(one => readChannel(one) === undefined).map(one => one.toLowerCase())
    const purpose = readPurpose(word)
    if (purpose === undefined || more.length > 0) return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    const bindable = await listBindable(services.database.connection, platform.name, origin.workspace)
    const chosen =
      slug === undefined ? (brand ?? (bindable.length === 1 ? bindable[0] : undefined)) : findBySlug(bindable, slug)
    if (chosen === undefined || !bindable.some(one => one.id === chosen.id)) {
      return ephemeral(t('command.bind.which', { brands: t.list(bindable.map(one => one.slug)) }))
    }
    if (!may(rights.as(chosen.id), 'administer')) return ephemeral(t('refusal.administer'))
    const place = await (channel === undefined
      ? lookAt(visit, origin.channel, origin.channelName)
      : lookAtNamed(visit, channel))
    if (place.kind === 'refused') return ephemeral(refusalOf(visit, place, 'command'))
    const gone = await listGone(visit, chosen)
    const replaced = await services.database.transact(({ tx }) =>
      bindPlace(tx, visit, chosen, purpose, { ...place, gone }),
    )
    const values = { name: place.name, purpose: t(`purpose.${purpose}`), brand: chosen.name }
    return ephemeral(
      [
        t('command.bind.done', values),
        ...(replaced.length === 0 ? [] : [t('command.unbind.done', { ...values, names: channelList(t, replaced) })]),
        ...warningsAbout(visit, [place]),
      ].join('\n'),
    )
  },
}

function findBySlug(brands: readonly Brand[], slug: string): Brand | undefined {
  return brands.find(one => one.slug === slug)
}

/** Stops sending cards of a purpose to this workspace. */
export const unbind: WorkspaceCommand = {
  name: 'unbind',
  aliases: ['delier', 'délier'],
  usage: unbindUsage,
  summary: 'command.unbind.summary',
  detail: 'command.unbind.detail',
  permission: 'administer',
  options: [cards],
  async visit(visit, rest) {
    const { services, platform, origin, member, brand, t } = visit
    const purpose = readPurpose(rest.toLowerCase())
    if (purpose === undefined) return ephemeral(t('command.usage', { usage: `/vigie ${t(unbindUsage)}` }))
    if (brand === undefined) return ephemeral(await refuseWithoutBrand(visit))
    return services.database.transact(async ({ tx }) => {
      const place = { brandId: brand.id, platform: platform.name, workspace: origin.workspace }
      const unbound = await unbindChannels(tx, place, purpose, services.now())
      if (unbound.length === 0) return ephemeral(t('command.unbind.none', { purpose: t(`purpose.${purpose}`) }))
      const details = { purpose, platform: platform.name }
      const act = 'channel.unbound'
      await record(tx, { actorId: member.id, act, subjectKind: 'brand', subjectId: brand.id, details })
      const names = channelList(
        t,
        unbound.map(channel => channel.name),
      )
      return ephemeral(t('command.unbind.done', { names, purpose: t(`purpose.${purpose}`) }))
    })
  },
}
