import { oneLine } from '../cards/elements.ts'
import { listAccounts } from '../db/queries/accounts.ts'
import { listGroupGrants } from '../db/queries/group-grants.ts'
import { countGathered, noiseOf } from '../db/queries/noise.ts'
import { countPendingCards } from '../db/queries/pending-cards.ts'
import { type BoundChannel, listChannels, listWorkspaceChannels } from '../db/queries/people.ts'
import { listSources, type SourceWithAccount } from '../db/queries/sources.ts'
import { listAbandonedChannels, listStuckChannels } from '../db/queries/stuck-cards.ts'
import { PURPOSES } from '../domain/purpose.ts'
import type { Translator } from '../locales/translator.ts'
import { networkFor } from '../networks/network.ts'
import { policyLines } from './brand.ts'
import type { WorkspaceCommand } from './command.ts'
import { feedLines } from './feed-lines.ts'
import { listGrants } from './group-roles.ts'
import { listWorkspaceBrands, refuseWithoutBrand } from './no-brand.ts'
import { noiseText } from './noise-settings.ts'
import { problemLines } from './problems.ts'
import { ephemeral, type Invocation, type Visit } from './services.ts'

function sourceLine({ services, brand, t }: Invocation, { account, source }: SourceWithAccount): string {
  const values = { network: services.networks.get(account.network)?.title ?? account.network, handle: account.handle }
  if (source.failures > 0) {
    const error = oneLine(source.lastError ?? '', 120)
    const at = t.instant(source.nextPollAt, brand.timeZone)
    return t('command.status.account.failing', { ...values, error, at })
  }
  return source.lastReadAt === null
    ? t('command.status.account.never', values)
    : t('command.status.account.active', { ...values, at: t.instant(source.lastReadAt, brand.timeZone) })
}

/** A line for every account of the brand. */
export async function accountLines(invocation: Invocation): Promise<readonly string[]> {
  const { services, brand, t } = invocation
  const { connection } = services.database
  const accounts = await listAccounts(connection, brand.id)
  if (accounts.length === 0) return [t('command.status.no-accounts')]
  const refused = accounts.filter(account => account.state === 'needs-sign-in')
  const sources = (await listSources(connection)).filter(({ account }) => account.brandId === brand.id)
  return [
    ...refused.map(({ network, handle }) => {
      const title = services.networks.get(network)?.title ?? network
      return t('command.status.account.needs-sign-in', { network: title, handle })
    }),
    ...sources.map(one => sourceLine(invocation, one)),
    ...accounts.flatMap(account => {
      const network = networkFor(services.networks, account)
      if (network?.capabilities.search !== 'hashtags') return []
      return [t('command.status.account.hashtags', { network: network.title, handle: account.handle })]
    }),
  ]
}

/** Whether edits and deletions are followed in time, a line for every server. */
async function lookLines({ services, brand, t }: Invocation): Promise<readonly string[]> {
  const reports = await services.measure.report(brand.id)
  return reports.map(({ network: name, late, left, burst, budget, barredUntil }) => {
    const network = services.networks.get(name)?.title ?? name
    if (barredUntil !== null) {
      return t('command.status.looks.barred', { network, at: t.instant(barredUntil, brand.timeZone) })
    }
    const minutes = Math.max(1, Math.round(budget.seconds / 60))
    const looks = t.number(Math.round((budget.looks * minutes * 60) / budget.seconds))
    const values = { network, late: Math.floor(late / 60_000), left: t.number(left), burst: t.number(burst) }
    return t('command.status.looks', { ...values, looks, minutes })
  })
}

function channelLine(t: Translator, channel: BoundChannel): string {
  const values = { name: channel.name, purpose: t(`purpose.${channel.purpose}`) }
  if (channel.purpose !== 'mentions') return t('command.status.channel', values)
  return t('command.status.channel.mentions', { ...values, settings: noiseText(t, noiseOf(channel)) })
}

/** How much is under way for the brand, and why the rest is not there yet. */
async function deliveryLines({ services, brand, t }: Invocation): Promise<readonly string[]> {
  const { connection } = services.database
  const gathered = await countGathered(connection, brand.id, services.now())
  const stuck = await listStuckChannels(connection, brand.id)
  const abandoned = await listAbandonedChannels(connection, brand.id)
  return [
    t('command.status.waiting', { cards: await countPendingCards(connection, brand.id) }),
    ...stuck.map(({ name, count, error }) => t('command.status.stuck', { name, count, error: oneLine(error, 120) })),
    ...abandoned.map(({ name, count }) => t('command.status.abandoned', { name, count })),
    ...(gathered === 0 ? [] : [t('command.status.gathered', { count: gathered })]),
  ]
}

/** How one brand fares; what is wrong with the chat stands before its accounts and channels. */
async function brandLines(invocation: Invocation, problems: readonly string[]): Promise<readonly string[]> {
  const { services, brand, t } = invocation
  const channels = await listChannels(services.database.connection, brand.id, PURPOSES)
  return [
    t('command.status.brand', { brand: brand.name, zone: brand.timeZone }),
    ...policyLines(brand, t),
    ...problems,
    ...(await accountLines(invocation)),
    ...(await feedLines(invocation)),
    ...(await lookLines(invocation)),
    ...channels.map(channel => channelLine(t, channel)),
    ...(await deliveryLines(invocation)),
  ]
}

/** Where no brand is meant more than another: what is wrong with the chat, then each brand of the workspace. */
async function workspaceLines(visit: Visit): Promise<readonly string[]> {
  const { services, platform, origin, t } = visit
  const { connection } = services.database
  const channels = await listWorkspaceChannels(connection, platform.name, origin.workspace)
  const grants = await listGroupGrants(connection, platform.name, origin.workspace)
  const problems = await problemLines(platform, t, { channels, grants })
  const brands = await listWorkspaceBrands(visit)
  if (brands.length === 0) return [...problems, await refuseWithoutBrand(visit)]
  const each = await Promise.all(brands.map(brand => brandLines({ ...visit, brand }, [])))
  return [...problems, ...each.flat()]
}

export const status: WorkspaceCommand = {
  name: 'status',
  aliases: ['statut', 'etat', 'état'],
  usage: 'usage.status',
  summary: 'command.status.summary',
  detail: 'command.status.detail',
  permission: 'read',
  options: [],
  async visit(visit) {
    const { services, platform, origin, brand, t } = visit
    if (brand === undefined) return ephemeral((await workspaceLines(visit)).join('\n'))
    const { connection } = services.database
    const channels = await listWorkspaceChannels(connection, platform.name, origin.workspace)
    const grants = await listGrants(connection, visit, brand)
    const lines = await brandLines({ ...visit, brand }, await problemLines(platform, t, { channels, grants }))
    return ephemeral(lines.join('\n'))
  },
}
