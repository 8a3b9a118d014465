import { createHash } from 'node:crypto'
import type { ContextBlock, MrkdwnElement } from '@slack/types'
import type { Translator } from '../../locales/translator.ts'
import type { Note, NoteLine } from '../card.ts'
import { escapedWithin } from './fallback.ts'
import { blockId } from './ids.ts'
import { CONTEXT_ELEMENTS, FALLBACK_TEXT, MESSAGE_TEXT, SECTION_TEXT, URL_LENGTH } from './limits.ts'
import { momentAlone, withMoments } from './moments.ts'
import { plain } from './parts.ts'
import type { SlackMessage } from './render.ts'
import { clean, cut, escapeMarkup, webUrl } from './text.ts'

/** Ours: lines of one note at most, far below Slack's 50 blocks; of more, the last are shown. */
const LINES = 30
/** Characters of one line, so that all of them stay within a message. */
const LINE_LENGTH = Math.floor(MESSAGE_TEXT / (LINES + 1) / 2)
/** Characters of a line's time where Slack cannot write it itself. */
const TIME_LENGTH = 40
/** Characters of one link, address and all, and of all links of a note; what is longer stands on the card. */
const LINK_LENGTH = 1_000
const LINKS_LENGTH = 3_000
/** Milliseconds after which Slack's own time of the message no longer says when it was. */
const LATE = 60_000

/** A link with a label of ours, and nothing else of Slack's markup. The label says where it leads. */
function linkOf({ label, url }: NoteLine['links'][number]): MrkdwnElement | undefined {
  const address = webUrl(url, URL_LENGTH)?.replaceAll('|', '%7C')
  const words = clean(label).replace(/[\n|]/g, ' ').trim()
  if (address === undefined || words === '') return undefined
  const text = `<${escapeMarkup(address)}|${escapeMarkup(words)}>`
  return text.length > LINK_LENGTH ? undefined : { type: 'mrkdwn', text, verbatim: true }
}

/** Those links of all lines that there is room for, line by line. */
function linksOf(lines: readonly NoteLine[]): readonly (readonly MrkdwnElement[])[] {
  let room = LINKS_LENGTH
  return lines.map(line =>
    line.links.flatMap(link => {
      const element = linkOf(link)
      if (element === undefined || element.text.length > room) return []
      room -= element.text.length
      return [element]
    }),
  )
}

function lineBlock(line: NoteLine, links: readonly MrkdwnElement[], isTimed: boolean): ContextBlock {
  const words = withMoments(line.runs, LINE_LENGTH) ?? plain(line.text, LINE_LENGTH)
  const time = isTimed
    ? momentAlone({ at: line.at, text: cut(clean(line.when).replace(/[&<>]/g, ''), TIME_LENGTH) })
    : undefined
  const elements = [...(time === undefined ? [] : [time]), words, ...links]
  return { type: 'context', elements: elements.slice(0, CONTEXT_ELEMENTS) }
}

/**
 * A note as small print in a thread, a block per line. A line says when it was where the message's own time does not:
 * when it comes late, or together with others.
 */
export function renderNote(note: Note, t: Translator, now: Date): SlackMessage {
  const lines = note.lines.slice(-LINES)
  const left = note.lines.length - lines.length
  const isLate = (line: NoteLine) => now.getTime() - Date.parse(line.at) > LATE
  const isTimed = lines.length > 1 || lines.some(isLate)
  const links = linksOf(lines)
  const more = left === 0 ? [] : [t('history.earlier', { count: left })]
  const blocks: ContextBlock[] = [
    ...more.map((text): ContextBlock => ({ type: 'context', elements: [plain(text, SECTION_TEXT)] })),
    ...lines.map((line, index) => lineBlock(line, links[index] ?? [], isTimed)),
  ]
  const mark = createHash('sha256').update(JSON.stringify(note)).digest('hex').slice(0, 8)
  const words = [...more, ...lines.map(line => cut(clean(line.text).trim(), LINE_LENGTH))]
  const text = words.filter(word => word !== '').join('\n')
  return {
    text: escapedWithin(text === '' ? '…' : text, FALLBACK_TEXT),
    blocks: blocks.map((block, index) => ({ ...block, block_id: blockId(t.language, mark, index) })),
  }
}
