import { createHash } from 'node:crypto'
import { LANGUAGES, type Language } from '../../domain/language.ts'

/**
 * Custom ids of the adapter's own, and prefixes before a reference. None begins like a formatted reference, which begins
 * with a letter.
 */
export const SHOW_ALL = '~show'
const ASK = '?'
const SURE = '!'
const OPEN = '~open:'
const DIRECT = '@'

/** What a component's custom id says. `guild` where the message is a direct one, whose payload tells no server. */
export type CustomId = { readonly guild: string | undefined } & (
  | { readonly kind: 'show' }
  | { readonly kind: 'act'; readonly action: string }
  /** To be asked about first. */
  | { readonly kind: 'ask'; readonly action: string }
  /** Asked about, and meant; of the message whose button it was and the language of its card, where those are told. */
  | {
      readonly kind: 'sure'
      readonly action: string
      readonly message: string | undefined
      readonly language: Language | undefined
    }
  /** Opens a page of a form that is kept under its modal's id. */
  | { readonly kind: 'open'; readonly modal: string; readonly page: number }
)

export function askId(action: string): string {
  return `${ASK}${action}`
}

export function sureId(message: string | undefined, language: Language | undefined, action: string): string {
  return `${SURE}${message ?? ''}${language ?? ''}:${action}`
}

export function openId(modal: string, page: number): string {
  return `${OPEN}${modal}~${page}`
}

/** The same in a direct message. */
export function directId(guild: string | undefined, id: string): string {
  return guild === undefined ? id : `${DIRECT}${guild}:${id}`
}

export function readCustomId(whole: string): CustomId {
  const [, guild, rest] = /^@(\d{1,20}):(.*)$/s.exec(whole) ?? []
  const id = rest ?? whole
  if (id === SHOW_ALL) return { kind: 'show', guild }
  if (id.startsWith(OPEN)) {
    const { modal, page } = readPageId(id.slice(OPEN.length))
    return { kind: 'open', modal, page, guild }
  }
  const [, message, language, sure] = /^!(\d{0,20})([a-z]{0,2}):(.*)$/s.exec(id) ?? []
  if (sure !== undefined) {
    const known = LANGUAGES.find(one => one === language)
    return { kind: 'sure', action: sure, message: message || undefined, language: known, guild }
  }
  if (id.startsWith(ASK)) return { kind: 'ask', action: id.slice(ASK.length), guild }
  return { kind: 'act', action: id, guild }
}

/** A modal's custom id; that of a form with several pages tells which of them it is. */
export function pageId(modal: string, page: number, pages: number): string {
  return pages === 1 ? modal : `${modal}~${page}`
}

export function readPageId(id: string): { readonly modal: string; readonly page: number; readonly isWhole: boolean } {
  const [, modal, page] = /^(.*)~(\d{1,2})$/s.exec(id) ?? []
  return modal === undefined ? { modal: id, page: 0, isWhole: true } : { modal, page: Number(page), isWhole: false }
}

/** How a field is made of Discord's inputs: one, or several where one does not hold it. */
export type InputPart =
  | 'when'
  | 'channel'
  | `text${number}`
  | `pick${number}`
  | `picks${number}`
  | `people${number}`
  | 'files'

export function inputId(part: InputPart, field: string): string {
  return `${part}.${field}`
}

export function readInputId(
  id: string,
): { readonly part: string; readonly index: number; readonly field: string } | undefined {
  const [, part, index, field] = /^(when|channel|files|text|picks?|people)(\d{0,2})\.(.+)$/s.exec(id) ?? []
  return part === undefined || field === undefined ? undefined : { part, index: Number(index), field }
}

/**
 * The numbers that a card's first two components carry: 32 bits each, kept by Discord and seen by nobody ("id" in
 * discord.com/developers/docs/components/reference#anatomy-of-a-component). Together they recognise a card's key when
 * its nonce is long forgotten, and tell in which language it is written. The highest bit that fits tells ours from those
 * that Discord numbers itself.
 */
const OURS = 2 ** 30

export interface Mark {
  readonly container: number
  readonly header: number
}

export function markOf(key: string, language: Language): Mark {
  const hash = createHash('sha256').update(key).digest()
  const container = OURS + (hash.readUInt32BE(0) % 2 ** 28) * 4 + LANGUAGES.indexOf(language)
  return { container, header: OURS + (hash.readUInt32BE(4) % OURS) }
}

/** Without a key, for a message that was found already. */
export function languageMark(language: Language): Pick<Mark, 'container'> {
  return { container: OURS + LANGUAGES.indexOf(language) }
}

export function languageOfMark(id: unknown): Language | undefined {
  return typeof id === 'number' && id >= OURS ? LANGUAGES[id % 4] : undefined
}

/** The nonce of a card: its key, a UUID, in 22 characters. */
export function nonceOf(key: string): string {
  return Buffer.from(key.replaceAll('-', ''), 'hex').toString('base64url')
}
