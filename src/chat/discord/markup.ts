import type { Moment, Run } from '../../domain/writing.ts'
import { clean, cut, webUrl } from '../text.ts'

/**
 * Words as they are, where Discord reads its markup (support.discord.com, "Markdown Text 101"): a backslash takes the
 * meaning from what follows it. Addresses are not linked, names are not looked up, emoji stay as they are written.
 */
export function escapeMarkup(text: string): string {
  return (
    clean(text)
      .replace(/[\\*_~|`<>[\]]/g, '\\$&')
      // An address, and an emoji by its name, which may end in a moment's own colon.
      .replace(/:(?=\/\/|[^\s:]*:|[^\s:]*\uE000)/g, '\\:')
      .replace(/@(?=everyone|here)/gi, '\\@')
      // Headings, small print and lists begin a line.
      .replace(/^(\s*)([-+#])/gm, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/gm, '$1\\$2')
  )
}

/** As many of the characters as stay within the limit once they are escaped; what was cut is marked. */
export function escapedWithin(text: string, limit: number): string {
  const whole = escapeMarkup(text)
  if (whole.length <= limit) return whole
  let low = 1
  let high = Math.min(text.length, limit)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (escapeMarkup(cut(text, middle)).length <= limit) low = middle
    else high = middle - 1
  }
  return escapeMarkup(cut(text, low))
}

/** One line, without a break that could begin another kind of line. */
export function oneLine(text: string): string {
  return clean(text)
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
}

/**
 * A link with a label of ours, which says where it leads. Nothing in the address can end it. Undefined for an address that a
 * click may not go to.
 */
export function linked(label: string, address: string, limit: number): string | undefined {
  const url = webUrl(address, limit)?.replace(/[<>\s]/g, character => encodeURIComponent(character))
  const words = escapeMarkup(oneLine(label))
  const safe = url?.replaceAll('(', '%28').replaceAll(')', '%29')
  return safe === undefined || words === '' ? undefined : `[${words}](${safe})`
}

/** Somebody else's words, as Discord sets them apart: every line of them. */
export function quoted(escaped: string): string {
  return escaped
    .split('\n')
    .map(line => `> ${line}`)
    .join('\n')
}

/** Small print. */
export function small(escaped: string): string {
  return escaped
    .split('\n')
    .map(line => (line.trim() === '' ? line : `-# ${line}`))
    .join('\n')
}

/** A moment in everybody's own time zone: discord.com/developers/docs/reference#message-formatting-timestamp-styles. */
export function timestamp({ at }: Pick<Moment, 'at'>): string | undefined {
  const seconds = Math.floor(Date.parse(at) / 1_000)
  return Number.isFinite(seconds) ? `<t:${seconds}:f>` : undefined
}

/** Holds a moment's place. */
const HOLD = '\uE000'

/** Escaped text with its moments as Discord's own; undefined where there is none in it, or one that is none. */
export function withMoments(runs: readonly Run[] | undefined): string | undefined {
  if (runs === undefined || !runs.some(run => typeof run !== 'string')) return undefined
  // Escaped in one piece: two harmless ends can make a mark together. A moment's place is held by a character that
  // Unicode keeps for private use, and that is taken out of the words.
  const stamps: string[] = []
  const held: string[] = []
  for (const run of runs) {
    if (typeof run === 'string') held.push(run.replaceAll(HOLD, ''))
    else {
      const stamp = timestamp(run)
      if (stamp === undefined) return undefined
      stamps.push(stamp)
      held.push(HOLD)
    }
  }
  return escapeMarkup(held.join('')).replaceAll(HOLD, () => stamps.shift() ?? '')
}
