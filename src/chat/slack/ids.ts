import { isLanguage, type Language } from '../../domain/language.ts'

/** Ids of the adapter's own buttons. A dot and no colon: no formatted reference looks like that. */
export const SHOW_ALL = 'slack.show'
export const LINK = 'slack.link'
/** Runs the command that its value holds: for answers that need a click first, since only a click can open a modal. */
export const RUN = 'slack.run'

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
export type InputPart = 'date' | 'time' | 'pick' | 'picks' | 'files' | 'channel' | 'people' | `text${number}`

export function inputId(part: InputPart, field: string): string {
  return `${part}.${field}`
}

export function readInputId(id: string): { readonly part: InputPart; readonly field: string } | undefined {
  const match = /^(date|time|picks?|files|channel|people|text\d{1,2})\.(.+)$/s.exec(id)
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { part: match[1] as InputPart, field: match[2] }
}
