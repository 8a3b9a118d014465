import type { Publication, Published } from '../network.ts'
import type { Account } from './account.ts'
import { type Call, nameOf } from './ask.ts'
import { pageBelow } from './below.ts'
import { postMeant, publishedAs, shownVisibility, visibilityOf } from './convert.ts'
import { understood } from './errors.ts'
import { pageSchema, type Status, sourceAnswerSchema, statusSchema } from './schema.ts'
import { contentText } from './text.ts'

const PAGE_SIZE = 40
/** Pages of the account's own posts that are looked through. */
const MAXIMUM_PAGES = 5
/** Milliseconds by which the server's clock may be behind ours. */
const CLOCK_DIFFERENCE = 5 * 60_000

/** Texts as far as no server changes them: blanks, names of people with their server or without, links with a slash at their end. */
function folded(text: string): string {
  return text
    .normalize('NFC')
    .replace(/@([a-z0-9_]+)@[a-z0-9.-]+/gi, '@$1')
    .replace(/\/(?=\s|$)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

/** Everything but the text speaks for it. */
function mayBe(status: Status, publication: Publication, since: number, isCoarse: boolean): boolean {
  const { media, warning = '', others = [] } = publication
  const replyTo = publication.replyTo === null ? null : postMeant(publication.replyTo)
  const asked = visibilityOf(publication.visibility, replyTo)
  return (
    status.reblog === null &&
    Date.parse(status.created_at) >= since &&
    !others.includes(status.id) &&
    status.in_reply_to_id === (replyTo?.id ?? null) &&
    status.media_attachments.length === media.length &&
    folded(status.spoiler_text ?? '') === folded(warning) &&
    (asked === undefined || status.visibility === shownVisibility(asked, isCoarse))
  )
}

/** The text as it was written, where the server tells it; undefined where it does not. */
async function sourceOf({ calls }: Account, { id }: Status, signal: AbortSignal): Promise<string | undefined> {
  const path = `/api/v1/statuses/${encodeURIComponent(id)}/source`
  const answer = await calls.authorised({ method: 'GET', path, effect: 'read', purpose: 'awaited' }, signal)
  return answer.ok ? sourceAnswerSchema.safeParse(answer.body).data?.text : undefined
}

/**
 * Looks through what the account has published since the first attempt for a post with this text, in answer to the same
 * post, with as many files. No server tells which key a post came with, so that a post which somebody wrote by hand at
 * that time with the very same words is taken for it: it is what was to be out.
 */
export async function findPublished(
  account: Account,
  publication: Publication,
  signal: AbortSignal,
): Promise<Published | undefined> {
  const { calls } = account
  const since = (publication.attemptedAt ?? publication.createdAt).getTime() - CLOCK_DIFFERENCE
  const accountId = await calls.accountId(signal)
  const isCoarse = (await account.facts(signal).catch(() => undefined))?.isCoarse === true
  // What not everybody may see, snac lists among what the account reads alone.
  const path = isCoarse ? '/api/v1/timelines/home' : `/api/v1/accounts/${encodeURIComponent(accountId)}/statuses`
  const wanted = folded(publication.text)
  let below: string | undefined
  for (let pages = 0; pages < MAXIMUM_PAGES; pages++) {
    const call: Call = {
      ...{ method: 'GET', path, effect: 'read', purpose: 'awaited' },
      ...(below !== undefined && { rate: 'page' as const }),
      query: [
        ['limit', String(PAGE_SIZE)],
        ['exclude_reblogs', 'true'],
        ...(below === undefined ? [] : [['max_id', below] as const]),
      ],
    }
    const answer = await calls.authorised(call, signal)
    if (!answer.ok) throw calls.refused(call, answer.refusal)
    const items = understood(pageSchema, { name: nameOf(call), effect: 'read' }, answer.body)
    const statuses = items.flatMap(item => statusSchema.safeParse(item).data ?? [])
    // The oldest first: of several it is the one that was published first.
    for (const status of statuses.toReversed()) {
      if (status.account.id !== accountId || !mayBe(status, publication, since, isCoarse)) continue
      if (folded(contentText(status)) === wanted) return publishedAs(status)
      const source = await sourceOf(account, status, signal)
      if (source !== undefined && folded(source) === wanted) return publishedAs(status)
    }
    below = pageBelow(
      statuses.map(({ id }) => id),
      answer.headers,
    )
    const oldest = statuses.at(-1)
    if (below === undefined || (oldest !== undefined && Date.parse(oldest.created_at) < since)) return undefined
  }
  return undefined
}
