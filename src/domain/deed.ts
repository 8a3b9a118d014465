import { createHash } from 'node:crypto'
import { LATE_LIMIT } from './draft.ts'

/** What the team does with a post of somebody else's, as its own account, and may take back. */
export const MARK_KINDS = ['like', 'repost'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** What is done to a post that exists: a mark on a mention, or a post of ours deleted for good. */
export const ASKED_KINDS = [...MARK_KINDS, 'delete'] as const
export type AskedKind = (typeof ASKED_KINDS)[number]

/** `undo` is for marks alone. */
export const WISHES = ['do', 'undo'] as const
export type Wish = (typeof WISHES)[number]

/**
 * The life of a wish. Unlike a publication a deed may be done twice without harm, so that `attempting` without a living
 * owner is simply done again, and there is no unknown outcome. `cancelled`: what it was about is not held any more, or
 * what had to come before it did not come about.
 */
export const DEED_STATES = ['waiting', 'attempting', 'succeeded', 'failed', 'cancelled'] as const
export type DeedState = (typeof DEED_STATES)[number]

/** What is wished of one thing, and how far that is. There is one of each kind: another wish takes the place of the last. */
export interface DeedProgress {
  readonly wish: Wish
  readonly state: DeedState
  /** True while it may be done at the network: it was sent, and not taken back since. */
  readonly isSent: boolean
}

export type DeedRefusal = 'done-already' | 'not-done'

export type DeedTransition =
  | { readonly kind: 'moved'; readonly deed: DeedProgress }
  | { readonly kind: 'refused'; readonly refusal: DeedRefusal }

/** True until it is known what becomes of it. */
export function isUnderWay({ state }: Pick<DeedProgress, 'state'>): boolean {
  return state === 'waiting' || state === 'attempting'
}

/** True if it is done or about to be, so that it can be taken back; also where taking it back did not succeed. */
export function isStanding(deed: DeedProgress | undefined): boolean {
  if (deed === undefined) return false
  const isOver = deed.state === 'failed' || deed.state === 'cancelled'
  return deed.wish === 'do' ? !isOver : deed.state === 'failed'
}

/** The deed after what somebody wishes of it by now, or why that means nothing. Pure. */
export function wishDeed(before: DeedProgress | undefined, wish: Wish): DeedTransition {
  const isSent = before?.isSent ?? false
  const isThere = isStanding(before)
  if (wish === 'do') {
    if (isThere && before?.wish === 'do') return { kind: 'refused', refusal: 'done-already' }
    return { kind: 'moved', deed: { wish, state: 'waiting', isSent } }
  }
  if (!isThere) return { kind: 'refused', refusal: 'not-done' }
  // What has not left need not be called back.
  return { kind: 'moved', deed: { wish, state: isSent ? 'waiting' : 'succeeded', isSent } }
}

/**
 * True if it must not be done unasked at this moment any more: what is shown to everybody is stale by then, as a post of
 * ours would be. Nobody minds a like that comes late, and what is taken back or deleted is wanted gone all the same.
 */
export function isStale(
  { kind, wish, askedAt }: { readonly kind: AskedKind; readonly wish: Wish; readonly askedAt: Date },
  at: Date,
): boolean {
  return kind === 'repost' && wish === 'do' && at.getTime() - askedAt.getTime() > LATE_LIMIT
}

/** Stands for the exact words of a post, and tells nothing of them: SHA-256, hexadecimal. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
