import type { MrkdwnElement } from '@slack/types'
import type { Moment, Run } from '../../domain/writing.ts'
import { clean, escapeMarkup } from './text.ts'

/** How Slack writes a moment in the reader's own zone: docs.slack.dev/messaging/formatting-message-text, "Date formatting". */
const FORMAT = '{date_short_pretty} {time}'

/**
 * What Slack would read as formatting: its marks for bold, italic, struck and code, the colons of an emoji, and what
 * makes a quotation of a line. Escaping takes the meaning from angle brackets and nothing else.
 */
const FORMATTING = /[*_~`]|:[^\s:]+:|^\s*>/m

/** True if the text says the same as markup and as plain words, once it is escaped. */
function isHarmless(text: string): boolean {
  return !FORMATTING.test(text)
}

/** Slack's token for a moment; undefined where it is none. What stands for it elsewhere is how it is written out. */
function tokenOf({ at, text }: Moment): string | undefined {
  const seconds = Math.floor(Date.parse(at) / 1_000)
  if (!Number.isFinite(seconds)) return undefined
  const otherwise = escapeMarkup(clean(text).replace(/[\n|^]/g, ' ')).trim()
  return `<!date^${seconds}^${FORMAT}|${otherwise === '' ? new Date(seconds * 1_000).toISOString() : otherwise}>`
}

function markupOf(run: Run): string | undefined {
  if (typeof run !== 'string') return tokenOf(run)
  return escapeMarkup(clean(run))
}

/**
 * A text with its moments as Slack's tokens, or undefined where that cannot be done safely: because it is too long,
 * holds no moment, or holds anything that Slack could read as formatting. Then it is to be shown as plain words.
 */
export function withMoments(runs: readonly Run[] | undefined, limit: number): MrkdwnElement | undefined {
  if (runs === undefined || !runs.some(run => typeof run !== 'string')) return undefined
  // Judged in one piece: two harmless ends can make a mark together.
  if (!isHarmless(clean(runs.map(run => (typeof run === 'string' ? run : ' ')).join('')))) return undefined
  const pieces = runs.map(markupOf)
  if (pieces.some(piece => piece === undefined)) return undefined
  const text = pieces.join('').trim()
  return text === '' || text.length > limit ? undefined : { type: 'mrkdwn', text, verbatim: true }
}

/** One moment by itself. */
export function momentAlone(moment: Moment): MrkdwnElement | undefined {
  return withMoments([moment], Number.MAX_SAFE_INTEGER)
}
