import { type APIButtonComponent, type APIMessageTopLevelComponent, ComponentType } from 'discord.js'
import type { Translator } from '../../locales/translator.ts'
import type { Card } from '../card.ts'
import { elementWords } from '../element-words.ts'
import { clean } from '../text.ts'
import type { File } from './client.ts'
import { MESSAGE_TEXT } from './limits.ts'
import { escapedWithin, escapeMarkup } from './markup.ts'
import { row, textDisplay } from './parts.ts'

/** Something to be told to one person, with what does not fit a message in a file. */
export interface Words {
  readonly components: readonly APIMessageTopLevelComponent[]
  readonly files: readonly File[]
  /** The same in a file, where Discord does not let the words through. */
  readonly otherwise?: Words
  /** What may be said in front of others in place of it, where it is for one person alone. */
  readonly aloud?: Words
}

/** What a message holds of a longer text, beside its file and its buttons. */
const BEGINNING = 1_500

/** Plain words, so that nothing in them is read as markup; a text that is too long goes with them as a file. */
export function wordsOf(text: string, buttons: readonly APIButtonComponent[] = []): Words {
  const whole = clean(text).trim()
  const escaped = escapeMarkup(whole === '' ? '…' : whole)
  const rows = buttons.length === 0 ? [] : [row(...buttons)]
  const file: File = { name: 'vigie.txt', data: Buffer.from(whole), contentType: 'text/plain; charset=utf-8' }
  const shown = { type: ComponentType.File, file: { url: `attachment://${file.name}` } } as const
  const otherwise: Words = { components: [shown, ...rows], files: [file] }
  if (escaped.length <= MESSAGE_TEXT - 200) return { components: [textDisplay(escaped), ...rows], files: [], otherwise }
  return { components: [textDisplay(escapedWithin(whole, BEGINNING)), shown, ...rows], files: [file], otherwise }
}

/** Every word of a card, for those that a message had to fold. */
export function wholeCard(card: Card, t: Translator): string {
  const words = card.elements.map(element => elementWords(element, t))
  return [card.header, ...words].filter(text => text.trim() !== '').join('\n\n')
}
