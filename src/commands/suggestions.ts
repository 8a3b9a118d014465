import { nameIn, oneLine } from '../cards/elements.ts'
import type { Suggestion } from '../chat/commands.ts'
import { listAccounts } from '../db/queries/accounts.ts'
import { listMutedAuthors } from '../db/queries/muting.ts'
import { listNewestDrafts, listNewestWaiting, listRecentAuthors } from '../db/queries/named-things.ts'
import { listFeeds } from '../db/queries/sources.ts'
import { may } from '../domain/member.ts'
import { accountLabel, nameAccount } from './account-names.ts'
import { listBindable } from './bindable.ts'
import type { Suggest } from './option.ts'
import type { Visit } from './services.ts'

/** Rows that are looked through: somebody waits with a finger on a key. */
const LOOKED_AT = 1_000
/** Characters of a text in a line; Discord shows a hundred of the line. */
const WORDS = 70

/** Characters of what may be suggested: Discord drops longer ones ("Application Command Option Choice Structure"). */
const LONGEST_VALUE = 100

/** Words of the grammar. */
const TOMORROW = 'tomorrow'
const OFF = 'off'

/** Brands that may be set up and bound here, by whoever asks. */
export const suggestBrands: Suggest = async ({ services, platform, origin, rights }) => {
  const brands = await listBindable(services.database.connection, platform.name, origin.workspace)
  const own = brands.filter(({ id }) => may(rights.as(id), 'administer'))
  return own.map(({ slug, name }) => ({ value: slug, label: name === slug ? name : `${name} (${slug})` }))
}

/** Feeds of the brand, to be taken out: by their address, or where that is too long for a platform by their id. */
export const suggestFeeds: Suggest = async ({ services, brand, t }) => {
  if (brand === undefined) return []
  const feeds = await listFeeds(services.database.connection, brand.id)
  return feeds.map(({ id, title, address }) => ({
    value: address.length <= LONGEST_VALUE ? address : id,
    label: t('words.labelled', { label: nameIn(title ?? '', address), value: oneLine(address, WORDS) }),
  }))
}

/** Networks on which an account may be connected. */
export const suggestNetworks: Suggest = ({ services }) =>
  [...services.networks.values()].map(({ name, title }) => ({ value: name, label: title }))

/** Accounts of the brand. */
export const suggestAccounts: Suggest = async visit => {
  const { services, brand } = visit
  if (brand === undefined) return []
  const accounts = await listAccounts(services.database.connection, brand.id)
  return accounts.map(account => ({
    value: nameAccount(account),
    label: accountLabel({ services, t: visit.t }, account),
  }))
}

/** Mentions of the brand that wait for somebody, newest first. */
export const suggestMentions: Suggest = async ({ services, brand, t }) => {
  if (brand === undefined) return []
  const waiting = await listNewestWaiting(services.database.connection, brand.id, LOOKED_AT)
  return waiting.map(({ id, name, handle, text, assigneeName }) => {
    const values = { name: nameIn(name, handle), text: oneLine(text, WORDS) }
    return {
      value: id,
      label:
        assigneeName === null
          ? t('words.labelled', { label: values.name, value: values.text })
          : t('option.mention.taken', { ...values, assignee: nameIn(assigneeName) }),
    }
  })
}

/** Drafts of the brand that can be edited, newest first. */
export const suggestDrafts: Suggest = async ({ services, brand, t }) => {
  if (brand === undefined) return []
  const open = await listNewestDrafts(services.database.connection, brand.id, LOOKED_AT)
  return open.map(({ id, state, text, author }) => {
    const values = { state: t(`draft.state.${state}`), text: oneLine(text, WORDS), author: nameIn(author) }
    return { value: id, label: t('command.drafts.line', values) }
  })
}

/** Those who are muted, and those who have mentioned the brand of late. */
export const suggestAuthors: Suggest = async ({ services, brand, t }) => {
  if (brand === undefined) return []
  const { connection } = services.database
  const muted = await listMutedAuthors(connection, brand.id, services.now())
  const recent = await listRecentAuthors(connection, brand.id, LOOKED_AT)
  const known = new Map<string, string>()
  for (const { handle } of muted) known.set(handle, t('option.author.muted', { handle: oneLine(handle, WORDS) }))
  for (const { handle, name } of recent) {
    const label = t('option.author', { name: nameIn(name, handle), handle: oneLine(handle, WORDS) })
    if (!known.has(handle)) known.set(handle, label)
  }
  return [...known].map(([handle, label]) => ({ value: `@${handle}`, label }))
}

/** For how long to mute, in words that `readUntil` reads. */
export const suggestTimes: Suggest = ({ t }: Visit): readonly Suggestion[] => [
  ...[1, 2, 4, 8].map(hours => ({ value: `${hours}h`, label: t('option.time.hours', { hours }) })),
  { value: TOMORROW, label: t('option.time.tomorrow') },
  ...[1, 3, 7, 30].map(days => ({ value: `${days}d`, label: t('option.time.days', { days }) })),
  { value: OFF, label: t('option.time.off') },
]

/** Quiet hours that many have; any others can be typed. */
export const suggestQuietHours: Suggest = ({ t }: Visit): readonly Suggestion[] => [
  ...['20:00-08:00', '19:00-09:00', '22:00-07:00'].map(hours => ({ value: hours, label: hours })),
  { value: OFF, label: t('option.quiet.off') },
]
