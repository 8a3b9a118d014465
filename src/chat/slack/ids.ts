import { isLanguage, type Language } from '../../domain/language.ts'
import { type GivenFile, joinFiles, readFiles } from '../card.ts'

/** Ids of the adapter's own buttons. A dot and no colon: no formatted reference looks like that. */
export const SHOW_ALL = 'slack.show'
export const LINK = 'slack.link'
/** Runs the command that its value holds: for answers that need a click first, since only a click can open a modal. */
export const RUN = 'slack.run'

/** What `RUN` is to run, as its button's value. */
export interface Run {
  readonly text: string
  /** Files that came with the command. */
  readonly files: readonly GivenFile[]
}

/** Files stand in a first line of their own, behind a sign that no command begins with. */
const FILES_SIGN = '='

export function formatRun({ text, files }: Run): string {
  const isPlain = files.length === 0 && !text.startsWith(FILES_SIGN)
  // Slack takes no empty value.
  return isPlain ? text || ' ' : `${FILES_SIGN}${joinFiles(files)}\n${text}`
}

export function readRun(value: string): Run {
  if (!value.startsWith(FILES_SIGN)) return { text: value.trim(), files: [] }
  const end = value.indexOf('\n')
  const files = value.slice(FILES_SIGN.length, end < 0 ? undefined : end)
  return { text: end < 0 ? '' : value.slice(end + 1).trim(), files: readFiles(files) }
}

/**
 * Block ids carry the language in which a message was rendered, so that whoever presses a button gets the fresh card
 * in the same one. `mark` changes with the content: Slack wants new ids for a changed message (types, `Block.block_id`).
 */
export function blockId(language: Language, mark: string, index: number): string {
  return `${language}.${mark}.${index}`
}

export function languageOfBlock(id: string | undefined): Language | undefined {
  const [language] = id?.split('.') ?? []
  return isLanguage(language) ? language : undefined
}

/** How a modal's field is made of Slack's inputs: one, or several for a long text or for a day with its time. */
export type InputPart = 'date' | 'time' | 'pick' | 'picks' | 'files' | 'channel' | 'people' | 'person' | `text${number}`

export function inputId(part: InputPart, field: string): string {
  return `${part}.${field}`
}

export function readInputId(id: string): { readonly part: InputPart; readonly field: string } | undefined {
  const match = /^(date|time|picks?|files|channel|people|person|text\d{1,2})\.(.+)$/s.exec(id)
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { part: match[1] as InputPart, field: match[2] }
}
