import { type Capabilities, limited } from '../../domain/capabilities.ts'
import { countText, isBlank } from '../../domain/counting.ts'
import { checkMedia } from '../../domain/media.ts'
import { NetworkError, type Publication, type Published } from '../network.ts'
import type { Account } from './account.ts'
import { type Call, nameOf } from './ask.ts'
import { postMeant, publishedAs, rejected, visibilityOf } from './convert.ts'
import { isMissing, type Refusal, understood } from './errors.ts'
import { findPublished } from './find.ts'
import { type Reference, statusSchema } from './schema.ts'
import type { ServerFacts } from './server.ts'
import type { Uploads } from './uploads.ts'

/** Throws what the server would refuse, as far as it is known what it takes. */
export function check(publication: Publication, capabilities: Capabilities, facts: ServerFacts | undefined): void {
  const { media, warning = '', quote } = publication
  if (isBlank(publication.text)) throw rejected('text-empty', 'There is nothing to read in it')
  if (facts === undefined) return
  const { text, media: mediaLimits, visibilities } = limited(capabilities, facts.limits)
  const isTooLong = text.some(
    ({ unit, maximum }) => countText(publication.text, unit) + countText(warning, unit) > maximum,
  )
  if (isTooLong) throw rejected('text-too-long', 'Longer than the server takes')
  if (checkMedia(media, mediaLimits).length > 0) throw rejected('media-refused', 'Not images that the server takes')
  if (quote !== undefined && facts.quoteArgument === null) throw rejected('unsupported', 'The server has no quotes')
  if (publication.visibility !== undefined && !visibilities.includes(publication.visibility)) {
    throw rejected('unsupported', 'The server has no such visibility')
  }
}

/** What the server is asked to publish (docs.joinmastodon.org/methods/statuses), but for its files. */
export function statusBody(publication: Publication, facts: ServerFacts | undefined) {
  const { warning, language, quote } = publication
  const replyTo = publication.replyTo === null ? null : postMeant(publication.replyTo)
  const visibility = visibilityOf(publication.visibility, replyTo)
  return {
    status: publication.text.toWellFormed(),
    ...(replyTo && { in_reply_to_id: replyTo.id }),
    ...(quote !== undefined && { [facts?.quoteArgument ?? 'quoted_status_id']: postMeant(quote).id }),
    ...(visibility !== undefined && { visibility }),
    // Pixelfed heeds the one only with the other.
    ...(warning !== undefined && { spoiler_text: warning.toWellFormed(), sensitive: true }),
    ...(language !== undefined && { language }),
  }
}

/** Pixelfed answers a key that it knows so, whatever became of the first request, and not with what was published. */
function isKnownKey({ status, words }: Refusal): boolean {
  return (status === 400 || status === 409 || status === 422) && /\bidempotency\b/i.test(words ?? '')
}

/** What the server says of itself; undefined where it does not at the moment, which keeps nobody from publishing. */
async function factsIfKnown(account: Account, signal: AbortSignal): Promise<ServerFacts | undefined> {
  return account.facts(signal).catch(() => undefined)
}

/** Throws if it is gone. */
async function lookAtTarget({ calls }: Account, { id }: Reference, signal: AbortSignal): Promise<void> {
  const path = `/api/v1/statuses/${encodeURIComponent(id)}`
  const call: Call = { method: 'GET', path, effect: 'read', purpose: 'awaited' }
  const answer = await calls.authorised(call, signal)
  if (!answer.ok) throw calls.refused(call, answer.refusal)
}

/**
 * Publishes, unless an earlier attempt turns out to have done it. The key is heeded by Mastodon for an hour and by some
 * servers never, so that what may be out already is looked for first.
 */
export async function publish(
  account: Account,
  capabilities: Capabilities,
  uploads: Uploads,
  publication: Publication,
  signal: AbortSignal,
): Promise<Published> {
  const { calls } = account
  if (signal.aborted) throw new NetworkError({ kind: 'unavailable' }, 'Given up before anything was sent')
  const facts = await factsIfKnown(account, signal)
  check(publication, capabilities, facts)
  const body = statusBody(publication, facts)
  const found = publication.attemptedAt && (await findPublished(account, publication, signal))
  if (found !== undefined) return found
  if (facts?.isCoarse && publication.replyTo !== null)
    await lookAtTarget(account, postMeant(publication.replyTo), signal)
  const media_ids = await uploads.hand(publication, signal)
  const call: Call = {
    ...{ method: 'POST', path: '/api/v1/statuses', effect: 'write', purpose: 'awaited' },
    headers: { 'idempotency-key': publication.key },
    body: { ...body, ...(media_ids.length > 0 && { media_ids }) },
  }
  const answer = await calls.authorised(call, signal)
  if (answer.ok) {
    uploads.forget(publication)
    return publishedAs(understood(statusSchema, { name: nameOf(call), effect: call.effect }, answer.body))
  }
  if (isKnownKey(answer.refusal)) {
    const published = await findPublished(account, publication, signal)
    if (published !== undefined) return published
    throw new NetworkError({ kind: 'outcome-unknown' }, 'The server knows the key, and shows nothing under it')
  }
  const error = calls.refused(call, answer.refusal)
  if (error.kind !== 'rejected') throw error
  // They may be what it does not take (any more).
  uploads.forget(publication)
  if (isMissing(answer.refusal) && publication.replyTo !== null) throw rejected('target-gone', error.message)
  throw error
}
