import type { ReviewPolicy } from './draft.ts'
import { foldLetters } from './folding.ts'
import type { Keywords } from './keywords.ts'
import type { Language } from './language.ts'
import type { ReminderRules } from './reminder.ts'

/** What is watched over. */
export interface Brand {
  readonly id: string
  /** How commands name it: lower case, unique. */
  readonly slug: string
  readonly name: string
  /** IANA name, such as Europe/Paris. */
  readonly timeZone: string
  /** The language of its cards. */
  readonly language: Language
  readonly keywords: Keywords
  /** For posts. */
  readonly policy: ReviewPolicy
  readonly replyPolicy: ReviewPolicy
  readonly reminders: ReminderRules
  /** Months for which texts and authors are kept; counts stay. */
  readonly retentionMonths: number
  readonly createdAt: Date
}

/** Months that a brand may keep texts for: the default is a year and the month to compare it with. */
export const RETENTION = { minimum: 1, maximum: 60 } as const

/** What a brand asks for unless it says otherwise: a post needs another person's approval. */
export const POST_POLICY: ReviewPolicy = { approvals: 1, authorMayApprove: false }
/** A reply is shorter and more urgent: whoever may approve may also approve the reply they wrote, by an act of its own. */
export const REPLY_POLICY: ReviewPolicy = { approvals: 1, authorMayApprove: true }

/** What the brand asks for before a reply, or a post of its own, goes out. */
export function policyFor(brand: Pick<Brand, 'policy' | 'replyPolicy'>, isReply: boolean): ReviewPolicy {
  return isReply ? brand.replyPolicy : brand.policy
}

/** "Maison Vigie" -> "maison-vigie"; empty if nothing of the name can be written that way. */
export function slugOf(name: string): string {
  return foldLetters(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
