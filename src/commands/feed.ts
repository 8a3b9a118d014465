import type { Answer } from '../chat/platform.ts'
import { record } from '../db/queries/audit.ts'
import { closeSourceCards } from '../db/queries/cards.ts'
import { listFeeds, removeSource } from '../db/queries/sources.ts'
import { foldLetters } from '../domain/folding.ts'
import { may } from '../domain/member.ts'
import { wantDelivery } from '../pipeline/follow-up.ts'
import type { BrandCommand } from './command.ts'
import { addFeed, readAddress, type WantedFeed } from './feed-add.ts'
import { feedLine, feedLines, titleOf } from './feed-lines.ts'
import type { Choice } from './option.ts'
import { ephemeral, type Invocation } from './services.ts'
import { suggestFeeds } from './suggestions.ts'

const usage = 'usage.feed'

const ADD: readonly string[] = ['add', 'ajouter']
const LIST: readonly string[] = ['', 'list', 'liste']
const REMOVE: readonly string[] = ['remove', 'retirer']
const ABOUT: Readonly<Record<string, WantedFeed['about']>> = {
  sector: 'sector',
  secteur: 'sector',
  all: 'all',
  tout: 'all',
}

const ACTIONS: readonly Choice[] = (['add', 'list', 'remove'] as const).map(value => ({
  value,
  label: t => t(`option.feed.${value}`),
}))
const SUBJECTS: readonly Choice[] = (['all', 'sector'] as const).map(value => ({
  value,
  label: t => t(`option.feed.${value}`),
}))

async function list(invocation: Invocation): Promise<Answer> {
  const lines = await feedLines(invocation)
  const { t, brand } = invocation
  return ephemeral(lines.length === 0 ? t('command.feed.none', { brand: brand.name }) : lines.join('\n'))
}

/** By its address, or by words of its name and address that fit no other. */
async function remove(invocation: Invocation, words: string): Promise<Answer> {
  const { services, brand, member, t } = invocation
  const feeds = await listFeeds(services.database.connection, brand.id)
  const address = readAddress(words)
  const same = feeds.filter(feed => feed.address === address || feed.id === words)
  const typed = foldLetters(words)
  const fitting = feeds.filter(feed => foldLetters(`${feed.title ?? ''} ${feed.address}`).includes(typed))
  const [feed, ...more] = same.length > 0 ? same : fitting
  if (feed === undefined) return ephemeral(t('command.feed.unknown', { words, brand: brand.name }))
  if (more.length > 0) {
    const lines = [feed, ...more].map(one => feedLine(invocation, one))
    return ephemeral([t('command.feed.which', { words }), ...lines].join('\n'))
  }
  await services.database.transact(async unit => {
    const { tx } = unit
    const channelIds = await closeSourceCards(unit, feed.id, services.now())
    await removeSource(tx, feed.id)
    await wantDelivery(services.jobs, unit, channelIds, services.now())
    const details = { source: feed.id }
    await record(tx, { actorId: member.id, act: 'feed.removed', subjectKind: 'brand', subjectId: brand.id, details })
  })
  return ephemeral(t('command.feed.removed', { title: titleOf(feed) }))
}

/** Feeds that are read for the brand, and for what is said around it. */
export const feed: BrandCommand = {
  name: 'feed',
  aliases: ['flux', 'feeds'],
  usage,
  summary: 'command.feed.summary',
  detail: 'command.feed.detail',
  permission: 'read',
  options: [
    {
      name: 'action',
      title: 'option.feed.action',
      about: 'option.feed.action.about',
      field: { kind: 'choice', choices: ACTIONS },
    },
    {
      name: 'address',
      title: 'option.feed.address',
      about: 'option.feed.address.about',
      field: { kind: 'text', suggest: suggestFeeds },
    },
    {
      name: 'about',
      title: 'option.feed.about',
      about: 'option.feed.about.about',
      field: { kind: 'choice', choices: SUBJECTS },
    },
  ],
  async run(invocation, rest) {
    const { member, t } = invocation
    const [verb = '', ...words] = rest.split(/\s+/)
    const action = verb.toLowerCase()
    if (LIST.includes(action) && words.length === 0) return list(invocation)
    const isKnown = (ADD.includes(action) || REMOVE.includes(action)) && words.length > 0
    if (!isKnown) return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    if (!may(member, 'administer')) return ephemeral(t('refusal.administer'))
    if (REMOVE.includes(action)) return remove(invocation, words.join(' '))
    const [address = '', word, ...more] = words
    const about = word === undefined ? 'brand' : ABOUT[word.toLowerCase()]
    if (about === undefined || more.length > 0) return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    return addFeed(invocation, { address, about })
  },
}
