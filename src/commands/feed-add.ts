import { oneLine } from '../cards/elements.ts'
import type { Answer } from '../chat/platform.ts'
import { record } from '../db/queries/audit.ts'
import { listChannels } from '../db/queries/people.ts'
import { insertFeed, listFeeds } from '../db/queries/sources.ts'
import { type Beginning, type Examined, NetworkError } from '../networks/network.ts'
import { aboutOf, titleOf } from './feed-lines.ts'
import { ephemeral, type Invocation } from './services.ts'

const NETWORK = 'feeds'
/** Milliseconds that trying an address may take: somebody waits for it. */
const PATIENCE = 20_000
/** Feeds of a brand; each costs a request every quarter of an hour. */
const MAXIMUM_FEEDS = 200
const TITLE_LENGTH = 100

/** What somebody wants to have read, and what for. */
export interface WantedFeed {
  readonly address: string
  readonly about: 'brand' | 'all' | 'sector'
}

/** An address as people and platforms write it; undefined for what is none of the web. */
export function readAddress(written: string): string | undefined {
  const bare = written.replace(/^<([^|>]*).*$/, '$1').replace(/^feed:(?:\/\/)?/i, '')
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `https://${bare}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined
  if (!/[.:]/.test(url.hostname) && url.hostname !== 'localhost') return undefined
  url.hash = ''
  return url.href
}

async function examine({ services }: Invocation, address: string): Promise<Examined> {
  const network = services.addressNetworks.get(NETWORK)
  if (network === undefined) throw new Error(`no network is called ${NETWORK}`)
  try {
    return await network.examine(address, AbortSignal.timeout(PATIENCE))
  } catch (fault) {
    if (!(fault instanceof NetworkError)) throw fault
    const problem = fault.kind === 'rate-limited' ? 'rate-limited' : 'unavailable'
    return { kind: 'unreadable', problem, detail: fault.message }
  }
}

function newestLines({ t, brand }: Invocation, newest: readonly Beginning[]): readonly string[] {
  if (newest.length === 0) return [t('command.feed.empty')]
  const lines = newest.map(({ text, publishedAt }) => {
    const title = oneLine(text.split('\n')[0] ?? '', TITLE_LENGTH)
    return publishedAt === null
      ? t('command.feed.item.undated', { title })
      : t('command.feed.item', { title, at: t.instant(publishedAt, brand.timeZone) })
  })
  return [t('command.feed.newest'), ...lines]
}

/** What still keeps it from bringing anything. */
async function warnings({ services, brand, t }: Invocation, { about }: WantedFeed): Promise<readonly string[]> {
  if (about === 'sector') {
    const channels = await listChannels(services.database.connection, brand.id, ['sector'])
    return channels.length === 0 ? [t('command.feed.no-channel')] : []
  }
  const { phrases, handles } = brand.keywords
  const isDeaf = about === 'brand' && phrases.length + handles.length === 0
  return isDeaf ? [t('command.feed.no-words', { brand: brand.name })] : []
}

/** Tries an address, and has it read from now on if there is a feed. */
export async function addFeed(invocation: Invocation, wanted: WantedFeed): Promise<Answer> {
  const { services, brand, member, t } = invocation
  const { connection } = services.database
  const given = readAddress(wanted.address)
  if (given === undefined) return ephemeral(t('command.feed.no-address', { address: oneLine(wanted.address, 200) }))
  const count = (await listFeeds(connection, brand.id)).length
  if (count >= MAXIMUM_FEEDS) return ephemeral(t('command.feed.too-many', { brand: brand.name, count }))
  const found = await examine(invocation, given)
  if (found.kind === 'unreadable') {
    const problem = t(`feed.problem.${found.problem}`)
    return ephemeral(t('command.feed.refused', { address: oneLine(given, 200), problem }))
  }
  if (found.kind === 'elsewhere') {
    const word = wanted.about === 'brand' ? '' : ` ${t(`command.feed.word.${wanted.about}`)}`
    const lines = found.offers.map(({ address }) => `/vigie ${t('command.feed.add')} ${address}${word}`)
    return ephemeral([t('command.feed.offers', { count: lines.length }), ...lines].join('\n'))
  }
  const { address, title } = found
  const kind = { subject: wanted.about === 'sector' ? 'sector' : 'brand', takesAll: wanted.about === 'all' } as const
  const values = { title: titleOf({ title, address }), about: aboutOf(invocation, kind), brand: brand.name }
  const isNew = await services.database.transact(async ({ tx }) => {
    const source = await insertFeed(tx, { brandId: brand.id, network: NETWORK, address, title, ...kind })
    if (source === undefined) return false
    await services.jobs.send(tx, 'poll-feed', { sourceId: source.id }, { key: source.id })
    const details = { source: source.id, about: wanted.about }
    await record(tx, { actorId: member.id, act: 'feed.added', subjectKind: 'brand', subjectId: brand.id, details })
    return true
  })
  if (!isNew) return ephemeral(t('command.feed.exists', values))
  const lines = [t('command.feed.added', values), ...newestLines(invocation, found.newest), t('command.feed.first')]
  return ephemeral([...lines, ...(await warnings(invocation, wanted))].join('\n'))
}
