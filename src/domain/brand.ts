import type { ReviewPolicy } from './draft.ts'
import { foldLetters } from './folding.ts'
import type { Keywords } from './keywords.ts'
import type { Language } from './language.ts'

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
  readonly policy: ReviewPolicy
  readonly createdAt: Date
}

/** "Maison Vigie" -> "maison-vigie"; empty if nothing of the name can be written that way. */
export function slugOf(name: string): string {
  return foldLetters(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
