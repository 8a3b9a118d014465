import type { Role } from './member.ts'
import { may } from './member.ts'
import { nextWorkingMoment } from './time.ts'

/** Minutes after which whoever is next in line is reminded of a draft that waits for them; 0: nobody ever is. */
export interface ReminderRules {
  readonly post: number
  readonly reply: number
}

/** Somebody of the public waits for a reply; a post can wait until after a meeting. */
export const REMINDER_RULES: ReminderRules = { post: 240, reply: 30 }

const MINUTE = 60_000
/** Milliseconds that anybody has to decide before the next is asked, however soon the draft is to go out. */
const SHORTEST = 5 * MINUTE

export interface Waiting {
  /** Since when the present words wait for a decision. */
  readonly since: Date
  /** When somebody was last reminded of them. */
  readonly lastAt: Date | null
  /** Minutes. */
  readonly interval: number
  readonly publishAt: Date | null
  /** IANA name, of the brand. */
  readonly timeZone: string
}

/**
 * When the next person in line is to be reminded; undefined if nobody ever is. Where the draft is to go out before that,
 * half of the time that is left. Outside working hours it waits for them, unless the draft would go out meanwhile.
 */
export function nextReminderAt({ since, lastAt, interval, publishAt, timeZone }: Waiting): Date | undefined {
  if (interval <= 0) return undefined
  const from = lastAt ?? since
  const left = publishAt === null ? Number.POSITIVE_INFINITY : publishAt.getTime() - from.getTime()
  const wait = left > 0 && left < interval * MINUTE ? Math.max(SHORTEST, left / 2) : interval * MINUTE
  const at = new Date(from.getTime() + wait)
  const working = nextWorkingMoment(at, timeZone)
  const isTooLate = publishAt !== null && left > 0 && publishAt <= working
  return isTooLate ? at : working
}

/** Somebody who may be asked for a decision, as far as their place in the line depends on it. */
export interface Approver {
  readonly id: string
  readonly roles: readonly Role[]
  /** When they last decided about a draft of the brand. */
  readonly lastDecisionAt: Date | null
  readonly joinedAt: Date
}

export interface LineRules {
  readonly authorId: string
  readonly authorMayApprove: boolean
  /** Who has approved the present words, and who has been reminded of them. */
  readonly approvedBy: readonly string[]
  readonly reminded: readonly string[]
}

/**
 * Who is asked, first to last: those who may decide and have not. Approvers come before admins, who are everybody's last
 * resort; among them those first who decided most recently, since they are the likeliest to be at work. To take turns
 * would be fairer, and would wait an interval for everybody who is on holiday.
 */
export function lineUp<Person extends Approver>(people: readonly Person[], rules: LineRules): readonly Person[] {
  const isAsked = (person: Person) =>
    may(person, 'review-drafts') &&
    (rules.authorMayApprove || person.id !== rules.authorId) &&
    !rules.approvedBy.includes(person.id) &&
    !rules.reminded.includes(person.id)
  const rank = ({ roles }: Person) => (roles.includes('approver') ? 0 : 1)
  return people
    .filter(isAsked)
    .toSorted(
      (one, other) =>
        rank(one) - rank(other) ||
        (other.lastDecisionAt?.getTime() ?? 0) - (one.lastDecisionAt?.getTime() ?? 0) ||
        one.joinedAt.getTime() - other.joinedAt.getTime() ||
        (one.id < other.id ? -1 : 1),
    )
}
