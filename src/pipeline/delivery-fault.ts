import { ChatError } from '../chat/platform.ts'
import type { PendingCard } from '../db/queries/pending-cards.ts'
import type { Delivery } from './deliver-card.ts'

/** Milliseconds between attempts at what cannot be delivered: doubling from the first to the last. */
const FIRST_WAIT = 1_000
export const LONGEST_WAIT = 60_000
/** Milliseconds until a card that the platform refuses is tried again, for whoever mends the cause. */
const REFUSED_WAIT = 60_000
/** The same at most for an edit that is refused again and again: nobody waits for it, and it has been seen in other words. */
const LONGEST_REFUSED_WAIT = 60 * 60_000
/** Attempts at edits in a channel that is gone, a day of them: 63 minutes of ever longer waits, then hour by hour. */
const LAST_ATTEMPT = 29
/** Attempts to post a card after which the fault may well be its own, so that the next one has a try before it. */
const PATIENCE = 10

/** What follows from a fault of one delivery for its card, and for those that wait behind it. */
export type FaultOutcome =
  /** The message is gone: the card is shown anew. */
  | { readonly kind: 'forget' }
  /** The person cannot be written to. */
  | { readonly kind: 'give-up' }
  /** The person takes no direct messages: it is said in a channel. */
  | { readonly kind: 'call' }
  /** This card waits, and no other. */
  | { readonly kind: 'card'; readonly until: Date }
  /** The channel has been gone for a day: what was shown there is not edited any more. */
  | { readonly kind: 'abandon' }
  /** The platform wants no more calls of this kind until then. */
  | { readonly kind: 'method'; readonly until: Date }
  /** Nothing can be posted in the place until then; the card is tried again at `cardUntil`. */
  | { readonly kind: 'place'; readonly until: Date; readonly cardUntil: Date }

/**
 * A place is left alone only if nothing can be posted there: a look-up, an edit or a note that fails says nothing of the
 * next card, and neither does a fault of our own before the chat was asked.
 */
export function outcomeOf(
  fault: unknown,
  method: Delivery['method'],
  row: Pick<PendingCard, 'attempts' | 'subjectKind'>,
  now: Date,
): FaultOutcome {
  const after = (milliseconds: number) => new Date(now.getTime() + milliseconds)
  const said = fault instanceof ChatError ? fault.fault : undefined
  if (said?.kind === 'refused') {
    const isEdit = method === 'update' || method === 'note'
    const doubled = REFUSED_WAIT * 2 ** Math.min(row.attempts, 20)
    const until = after(isEdit ? Math.min(LONGEST_REFUSED_WAIT, doubled) : REFUSED_WAIT)
    if (said.reason === 'message-gone') return { kind: 'forget' }
    const isInPerson = row.subjectKind === 'reminder' || row.subjectKind === 'notice'
    if (isInPerson && said.reason === 'declined') return { kind: 'call' }
    if (isInPerson && said.reason !== 'not-allowed') return { kind: 'give-up' }
    if (said.reason === 'channel-gone' && method === 'update' && row.attempts >= LAST_ATTEMPT)
      return { kind: 'abandon' }
    // Where one edit is not allowed the next is neither, and to ask for each of hundreds would be taken amiss.
    const isOfAll = said.reason === 'not-allowed' || said.reason === 'channel-gone'
    if (isOfAll && (method === 'update' || method === 'find')) return { kind: 'method', until }
    const isOwn = method !== 'post' || said.reason === 'invalid'
    return isOwn ? { kind: 'card', until } : { kind: 'place', until, cardUntil: until }
  }
  // A note is posted too: where no more may be posted, that is true of cards.
  if (said?.kind === 'rate-limited') {
    // A platform that says "now" would be asked without end.
    const retryAt = new Date(Math.max(said.retryAt.getTime(), now.getTime() + FIRST_WAIT))
    const isPosting = method === 'post' || method === 'note'
    return isPosting ? { kind: 'place', until: retryAt, cardUntil: retryAt } : { kind: 'method', until: retryAt }
  }
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(row.attempts, 20))
  if (method !== 'post') return { kind: 'card', until: after(wait) }
  return { kind: 'place', until: after(wait), cardUntil: after(row.attempts < PATIENCE ? wait : 2 * wait) }
}
