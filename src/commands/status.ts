import { oneLine } from '../cards/elements.ts'
import { listAccounts, listSources, type SourceWithAccount } from '../db/queries/accounts.ts'
import { countPendingCards } from '../db/queries/cards.ts'
import { countGathered, noiseOf } from '../db/queries/noise.ts'
import { type BoundChannel, listChannels } from '../db/queries/people.ts'
import { PURPOSES } from '../domain/purpose.ts'
import type { Translator } from '../locales/translator.ts'
import { policyLines } from './brand.ts'
import type { BrandCommand } from './command.ts'
import { noiseText } from './noise-settings.ts'
import { problemLines } from './problems.ts'
import { ephemeral, type Invocation } from './services.ts'

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
  ]
}

function channelLine(t: Translator, channel: BoundChannel): string {
  const values = { name: channel.name, purpose: t(`purpose.${channel.purpose}`) }
  if (channel.purpose !== 'mentions') return t('command.status.channel', values)
  return t('command.status.channel.mentions', { ...values, settings: noiseText(t, noiseOf(channel)) })
}

export const status: BrandCommand = {
  name: 'status',
  aliases: ['statut', 'etat', 'état'],
  usage: 'status',
  summary: 'command.status.summary',
  detail: 'command.status.detail',
  permission: 'read',
  async run(invocation) {
    const { services, platform, brand, t } = invocation
    const { connection } = services.database
    const channels = await listChannels(connection, brand.id, PURPOSES)
    const gathered = await countGathered(connection, brand.id, services.now())
    return ephemeral(
      [
        t('command.status.brand', { brand: brand.name, zone: brand.timeZone }),
        ...policyLines(brand, t),
        ...(await problemLines(platform, t, channels)),
        ...(await accountLines(invocation)),
        ...channels.map(channel => channelLine(t, channel)),
        t('command.status.waiting', { cards: await countPendingCards(connection) }),
        ...(gathered === 0 ? [] : [t('command.status.gathered', { count: gathered })]),
      ].join('\n'),
    )
  },
}
