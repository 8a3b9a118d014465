import type { NoteLine, Runs } from '../chat/card.ts'
import type { EditSummary } from '../domain/edit.ts'
import type { HistoryEvent, HistoryFailure, HistoryLink } from '../domain/history.ts'
import type { Failure } from '../domain/network-action.ts'
import { writtenOut } from '../domain/writing.ts'
import type { MessageKey } from '../locales/en/index.ts'
import type { Translator } from '../locales/translator.ts'
import { nameIn, oneLine } from './elements.ts'

/** What a line about something that was done is made of. */
export interface HistoryLineInput {
  readonly event: HistoryEvent
  readonly at: Date
  /** Null when Vigie itself acted. */
  readonly actorName: string | null
  readonly timeZone: string
  /** Of the accounts that the event names. */
  readonly accounts: ReadonlyMap<string, { readonly networkTitle: string; readonly handle: string }>
  /** Names of the members that the event names. */
  readonly people: ReadonlyMap<string, string>
  /** For an edit, what it changed; null where the older text is gone. */
  readonly edit: EditSummary | null
}

/** Characters of a reason and of a stretch of words: a line is read at a glance, the card has the whole. */
const COMMENT_LENGTH = 200
const WORDS_LENGTH = 60

/** What a network's refusal means, in a sentence for a person. */
export function failureSentence(
  { kind, reason, detail }: Failure,
  account: { readonly networkTitle: string; readonly handle: string },
  t: Translator,
): string {
  const key = kind === 'rejected' ? (`failure.${reason}` as const) : (`failure.${kind}` as const)
  return t(key, { network: account.networkTitle, handle: account.handle, detail })
}

/** The same of something done to a post that exists, where that asks for other advice. */
export function deedFailureSentence(
  failure: Failure,
  account: { readonly networkTitle: string; readonly handle: string },
  t: Translator,
): string {
  const reason = failure.kind === 'rejected' ? failure.reason : failure.kind
  const values = { network: account.networkTitle, handle: account.handle }
  switch (reason) {
    case 'target-gone':
    case 'not-allowed':
    case 'unauthorised':
    case 'gave-up':
      return t(`deed.failure.${reason}`, values)
    default:
      return failureSentence(failure, account, t)
  }
}

function reasonOf(
  { failures }: { readonly failures: readonly HistoryFailure[] },
  input: HistoryLineInput,
  t: Translator,
  sentenceOf = failureSentence,
) {
  const sentences = failures.flatMap(({ accountId, part, failure }) => {
    const account = input.accounts.get(accountId)
    if (account === undefined) return []
    const sentence = oneLine(sentenceOf(failure, account, t), COMMENT_LENGTH)
    return [part === undefined ? sentence : t('history.part', { number: t.number(part), sentence })]
  })
  return sentences.join(' ')
}

function networksOf(ids: readonly string[], { accounts }: HistoryLineInput, t: Translator): string {
  const titles = ids.flatMap(id => accounts.get(id)?.networkTitle ?? [])
  return t.list([...new Set(titles)])
}

function editText(edit: EditSummary | null, name: string, t: Translator): string {
  if (edit === null) return t('history.edited', { name })
  if (edit.kind === 'other') return t('history.edited.other', { name })
  const before = oneLine(edit.before, WORDS_LENGTH)
  const after = oneLine(edit.after, WORDS_LENGTH)
  if (before === '') return t('history.edited.added', { name, after })
  return after === ''
    ? t('history.edited.removed', { name, before })
    : t('history.edited.words', { name, before, after })
}

function correctedText(
  edit: EditSummary | null,
  who: { readonly name: string; readonly networks: string },
  t: Translator,
): string {
  if (edit?.kind !== 'words') return t('history.corrected', who)
  const before = oneLine(edit.before, WORDS_LENGTH)
  const after = oneLine(edit.after, WORDS_LENGTH)
  if (before === '') return t('history.corrected.added', { ...who, after })
  return after === ''
    ? t('history.corrected.removed', { ...who, before })
    : t('history.corrected.words', { ...who, before, after })
}

/** Sentences that need no more than who it was. */
const PLAIN = {
  taken: 'history.taken',
  ignored: 'history.ignored',
  reopened: 'history.reopened',
  'reply-drafted': 'history.reply-drafted',
  'reply-approved': 'history.reply-approved',
  'reply-withdrawn': 'history.reply-withdrawn',
  submitted: 'history.submitted',
  approved: 'history.approved',
  withdrawn: 'history.withdrawn',
  hurried: 'history.hurried',
  retried: 'history.retried',
  missed: 'history.missed',
  'review-reopened': 'history.review-reopened',
  'post-edited': 'history.post-edited',
  'post-gone': 'history.post-gone',
  'post-back': 'history.post-back',
  liked: 'history.liked',
  'like-taken-back': 'history.like-taken-back',
  reposted: 'history.reposted',
  'repost-taken-back': 'history.repost-taken-back',
  'reply-deleted': 'history.reply-deleted',
} as const satisfies Partial<Record<HistoryEvent['kind'], MessageKey>>

function runsOf(input: HistoryLineInput, t: Translator): Runs {
  const { event, timeZone } = input
  const name = nameIn(input.actorName ?? '')
  switch (event.kind) {
    case 'sentiment-corrected': {
      const from = event.from === null ? t('mention.sentiment.unclassified') : t(`sentiment.${event.from}`)
      return [t('history.sentiment-corrected', { name, from, to: t(`sentiment.${event.to}`) })]
    }
    case 'assigned':
      return [t('history.assigned', { name, to: nameIn(input.people.get(event.to) ?? '') })]
    case 'reply-rejected':
    case 'changes-requested':
    case 'rejected':
      return [t(`history.${event.kind}`, { name, comment: oneLine(event.comment, COMMENT_LENGTH) })]
    case 'edited':
      return [editText(input.edit, name, t)]
    case 'corrected': {
      const ids = event.links.map(link => link.accountId)
      return [correctedText(input.edit, { name, networks: networksOf(ids, input, t) }, t)]
    }
    case 'scheduled':
      return t.runs('history.scheduled', { at: t.moment(new Date(event.at), timeZone) })
    case 'rescheduled':
      if (event.at === null) return [t('history.rescheduled.at-once', { name })]
      return t.runs('history.rescheduled', { name, at: t.moment(new Date(event.at), timeZone) })
    case 'published':
    case 'found':
    case 'given-up':
    case 'reply-published': {
      const networks = networksOf(
        event.links.map(link => link.accountId),
        input,
        t,
      )
      return [t(`history.${event.kind}`, { name, networks })]
    }
    case 'failed':
      return [t('history.failed', { reason: reasonOf(event, input, t) }).trim()]
    case 'mark-failed': {
      const reason = reasonOf(event, input, t, deedFailureSentence)
      return [t(`history.mark-failed.${event.wish}`, { kind: event.mark, reason }).trim()]
    }
    case 'deletion-failed':
      return [t('history.deletion-failed', { reason: reasonOf(event, input, t, deedFailureSentence) }).trim()]
    case 'outcome-lost':
    case 'vanished':
    case 'returned':
    case 'deletion-asked':
    case 'deleted':
      return [t(`history.${event.kind}`, { name, networks: networksOf(event.accountIds, input, t) })]
    default:
      return [t(PLAIN[event.kind], { name })]
  }
}

function linksOf({ event, accounts }: HistoryLineInput, t: Translator): NoteLine['links'] {
  const links: readonly HistoryLink[] = 'links' in event ? event.links : []
  return links.flatMap(({ accountId, url }) => {
    const network = accounts.get(accountId)?.networkTitle
    return url === null || network === undefined ? [] : [{ label: t('draft.link', { network }), url }]
  })
}

/** One line of a thing's history. */
export function historyLine(input: HistoryLineInput, t: Translator): NoteLine {
  const runs = runsOf(input, t)
  const isTimed = runs.some(run => typeof run !== 'string')
  const when = t.instant(input.at, input.timeZone)
  const line = { text: writtenOut(runs), at: input.at.toISOString(), when, links: linksOf(input, t) }
  return isTimed ? { ...line, runs } : line
}
