import type { TextLimit } from '../domain/capabilities.ts'
import type { Language } from '../domain/language.ts'
import type { MediaType, Picture } from '../domain/media.ts'
import type { Run } from '../domain/writing.ts'

/**
 * What Vigie shows in a channel, without a platform. Texts are plain: a renderer escapes them for its platform, so
 * that nothing the public wrote can ping, link or format.
 */
export interface Card {
  /** One line: what this is about. Also what a notification shows. */
  readonly header: string
  /** How urgent or how good it is; a colour on platforms that have one, always said in words too. */
  readonly tone: Tone
  readonly elements: readonly CardElement[]
}

export const TONES = ['neutral', 'good', 'bad', 'waiting', 'quiet'] as const
export type Tone = (typeof TONES)[number]

export type CardElement =
  /** `quote` marks somebody else's words. Long texts are folded by the platform, never cut without saying so. */
  | { readonly kind: 'text'; readonly text: string; readonly runs?: Runs; readonly quote?: boolean }
  | { readonly kind: 'fields'; readonly fields: readonly CardField[] }
  | { readonly kind: 'image'; readonly url: string; readonly alternative: string }
  /**
   * An image that Vigie keeps. `label` says what it is, for beside it, and in its place where the platform cannot show it:
   * who approves must know of every one. `alternative` is '' if nobody has described it.
   */
  | { readonly kind: 'picture'; readonly picture: Picture; readonly label: string; readonly alternative: string }
  | { readonly kind: 'buttons'; readonly buttons: readonly CardButton[] }
  | { readonly kind: 'select'; readonly id: string; readonly label: string; readonly options: readonly Option[] }
  /**
   * Small print. `at` is the moment that the text writes out, ISO 8601: a platform that keeps its page alive can say how
   * long ago that was, which a text that is delivered once cannot.
   */
  | { readonly kind: 'context'; readonly text: string; readonly runs?: Runs; readonly at?: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** Somebody of the team, by the platform's id, for whom the card is in a channel of all: they alone are notified. */
  | { readonly kind: 'call'; readonly user: string; readonly name: string }

/**
 * A text in pieces where it holds moments: together they are the text. A platform that can shows everybody each moment
 * in their own time zone; what it cannot show so, it shows as it is written out.
 */
export type Runs = readonly Run[]

export interface CardField {
  readonly label: string
  readonly value: string
  /** The moment that the value writes out, ISO 8601. */
  readonly at?: string
}

export interface CardButton {
  /** A formatted `Reference`. */
  readonly id: string
  readonly label: string
  readonly style: 'plain' | 'primary' | 'danger'
  /** Asked before a dangerous button acts. */
  readonly confirm?: string
}

/** Small print about a thing's past, to stand below its card: quiet, and never changed once it is shown. */
export interface Note {
  /** Oldest first; at least one. */
  readonly lines: readonly NoteLine[]
}

export interface NoteLine {
  readonly text: string
  readonly runs?: Runs
  /** When it was done, ISO 8601, and how that is written out on the brand's wall clock. */
  readonly at: string
  readonly when: string
  readonly links: readonly { readonly label: string; readonly url: string }[]
}

export interface Option {
  readonly value: string
  readonly label: string
}

/** A form in front of one person. */
export interface Modal {
  /** A formatted `Reference` with a nonce: the same form sent twice is one submission. */
  readonly id: string
  readonly title: string
  readonly submit: string
  /** Shown above the fields: what is being answered. */
  readonly quote?: string
  /** Words of ours above the fields: what the form is for, or what the one before it has done. */
  readonly intro?: string
  readonly fields: readonly ModalField[]
  /** In which it is written, for the words that a platform sets around it; without it, the place's. */
  readonly language?: Language
}

/** How long a text may be somewhere. */
export interface FieldLimit extends TextLimit {
  /** Where, as people name it. */
  readonly name: string
}

interface FieldBase {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly required: boolean
  readonly hint?: string
  /** What the field is about, shown above it by platforms that can. */
  readonly picture?: Picture
}

export type ModalField =
  | (FieldBase & { readonly kind: 'text' })
  /** `limits` is what the text is counted against, shown beside it; while it is typed by platforms that can. */
  | (FieldBase & { readonly kind: 'textarea'; readonly limits?: readonly FieldLimit[] })
  /** Value on the brand's wall clock, "2026-03-29T09:00", or empty. `timeZone` is shown by platforms that can. */
  | (FieldBase & { readonly kind: 'datetime'; readonly timeZone?: string })
  | (FieldBase & { readonly kind: 'select'; readonly options: readonly Option[] })
  /** Any number of the options. The value holds those chosen, see `joinChoices`. */
  | (FieldBase & { readonly kind: 'choices'; readonly options: readonly Option[] })
  /**
   * A channel of the workspace, by the platform's id, or empty. The platform offers those that the person sees; one
   * without a chooser of its own fills in `options`.
   */
  | (FieldBase & { readonly kind: 'channel'; readonly options?: readonly Option[] })
  /**
   * People, by the platform's ids, as a `choices` field's value. `options` as for a channel. With `groups`, groups of people
   * may be chosen as well, see `groupChoice`, on a platform that has them.
   */
  | (FieldBase & { readonly kind: 'people'; readonly options?: readonly Option[]; readonly groups?: true })
  /** One of them, by the platform's id, or empty. */
  | (FieldBase & { readonly kind: 'person'; readonly options?: readonly Option[] })
  /** Files to hand in, `maximum` at most. The value holds them, see `joinFiles`; it is '' when the form opens. */
  | (FieldBase & { readonly kind: 'files'; readonly maximum: number; readonly types: readonly MediaType[] })

/** The value of a `choices` field: what was chosen, with commas between. No option's value holds one. */
export function joinChoices(chosen: readonly string[]): string {
  return chosen.join(',')
}

/** What is chosen in a `choices` field, each once. */
export function readChoices(value: string): readonly string[] {
  return [...new Set(value.split(',').map(choice => choice.trim()))].filter(choice => choice !== '')
}

/** Tells a group from a person: no platform's id begins so. */
const GROUP = '&'

/** A group among the people of a field. */
export function groupChoice(id: string): string {
  return `${GROUP}${id}`
}

/** Who is chosen in a `people` field, each once. */
export function readPeople(value: string): { readonly people: readonly string[]; readonly groups: readonly string[] } {
  const chosen = readChoices(value)
  return {
    people: chosen.filter(choice => !choice.startsWith(GROUP)),
    groups: chosen.filter(choice => choice.startsWith(GROUP)).map(choice => choice.slice(GROUP.length)),
  }
}

/** A file that somebody hands in. */
export interface GivenFile {
  /** The platform's, without commas and colons. */
  readonly id: string
  /** As its owner calls it; '' if the platform does not say. */
  readonly name: string
}

/** The value of a `files` field. */
export function joinFiles(files: readonly GivenFile[]): string {
  return joinChoices(
    files.map(({ id, name }) => (name === '' ? id : `${id}:${encodeURIComponent(name.toWellFormed())}`)),
  )
}

/** What is handed in with a `files` field, each once. */
export function readFiles(value: string): readonly GivenFile[] {
  const files = readChoices(value).map(part => {
    const [id = '', name = ''] = part.split(':')
    return { id, name: decoded(name) }
  })
  return [...new Map(files.map(file => [file.id, file])).values()]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
