import type { Thing } from './state.ts'

/** Something that Discord would make of a text, beyond showing it. */
export interface Effect {
  readonly kind:
    | 'mention'
    | 'everyone'
    | 'timestamp'
    | 'custom-emoji'
    | 'emoji'
    | 'link'
    | 'address'
    | 'spoiler'
    | 'code'
    | 'bold'
    | 'italic'
    | 'underline'
    | 'strike'
    | 'heading'
    | 'small'
    | 'quote'
    | 'list'
  readonly text: string
}

export interface Read {
  /** What a person sees. */
  readonly plain: string
  readonly effects: readonly Effect[]
}

/** Whoever reads is in Paris, and reads English. */
const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Paris' })

/** Beginnings of a line: support.discord.com, "Markdown Text 101". */
const LINES: readonly (readonly [Effect['kind'], RegExp])[] = [
  ['quote', /^>>> /],
  ['quote', /^> /],
  ['heading', /^\s*#{1,3}\s+(?=\S)/],
  ['small', /^\s*-#\s+(?=\S)/],
  ['list', /^\s*[-*] (?=\S)/],
  ['list', /^\s*\d+[.)] (?=\S)/],
]

const PAIRS: readonly (readonly [Effect['kind'], RegExp])[] = [
  ['code', /^```([\s\S]+?)```/],
  ['code', /^(`+)([\s\S]*?[^`])\1(?!`)/],
  ['spoiler', /^\|\|([\s\S]+?)\|\|/],
  ['bold', /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/],
  ['underline', /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/],
  ['strike', /^~~([\s\S]+?)~~/],
  ['italic', /^\*(?=\S)((?:\\[\s\S]|[^\\*])+?)\*(?!\*)/],
  ['italic', /^_((?:\\[\s\S]|[^\\_])+?)_(?![\w])/],
]

const TOKENS: readonly (readonly [Effect['kind'], RegExp])[] = [
  ['mention', /^<(?:@[!&]?|#|id:|\/[^>\n]*:)[\w]*>/],
  ['custom-emoji', /^<a?:\w+:\d+>/],
  ['address', /^<\w+:\/\/[^\s>]+>/],
  // People and numbers that can be written to or called.
  ['address', /^<(?:mailto|tel|sms):[^\s>]+>/i],
  ['address', /^<[^\s@<>]+@[^\s<>]+>/],
  ['address', /^<\+?\d[\d -]{4,}>/],
  ['everyone', /^@(?:everyone|here)/i],
  ['address', /^(?:https?|discord|steam):\/\/[^\s<]+[^\s<.,:;"')\]]/i],
  ['emoji', /^:[^\s:]+?:/],
]

/** As Discord reads a text: what is seen of it, and what else becomes of it. */
export function readMarkup(text: string): Read {
  const effects: Effect[] = []

  function inline(source: string): string {
    let plain = ''
    for (let rest = source; rest !== ''; ) {
      const escaped = /^\\([^0-9A-Za-z\s])/.exec(rest)
      if (escaped !== null) {
        plain += escaped[1]
        rest = rest.slice(escaped[0].length)
        continue
      }
      const stamp = /^<t:(-?\d+)(?::[tTdDfFR])?>/.exec(rest)
      if (stamp !== null) {
        effects.push({ kind: 'timestamp', text: stamp[1] ?? '' })
        const at = new Date(Number(stamp[1]) * 1_000)
        plain += Number.isNaN(at.getTime()) ? stamp[0] : clock.format(at)
        rest = rest.slice(stamp[0].length)
        continue
      }
      const link = /^\[((?:\\[\s\S]|[^\]\\])+)\]\((\S+?)\)/.exec(rest)
      if (link !== null) {
        effects.push({ kind: 'link', text: link[2] ?? '' })
        plain += inline(link[1] ?? '')
        rest = rest.slice(link[0].length)
        continue
      }
      const pair = PAIRS.map(([kind, pattern]) => ({ kind, match: pattern.exec(rest) })).find(one => one.match !== null)
      if (pair?.match) {
        const inner = pair.match.at(-1) ?? ''
        effects.push({ kind: pair.kind, text: inner })
        plain += pair.kind === 'code' ? inner : inline(inner)
        rest = rest.slice(pair.match[0].length)
        continue
      }
      const token = TOKENS.map(([kind, pattern]) => ({ kind, match: pattern.exec(rest) })).find(
        one => one.match !== null,
      )
      if (token?.match) {
        effects.push({ kind: token.kind, text: token.match[0] })
        plain += token.match[0]
        rest = rest.slice(token.match[0].length)
        continue
      }
      const word = /^[\p{L}\p{N}]+/u.exec(rest)?.[0] ?? [...rest][0] ?? ''
      plain += word
      rest = rest.slice(word.length)
    }
    return plain
  }

  function begin(line: string): string {
    for (const [kind, pattern] of LINES) {
      const match = pattern.exec(line)
      if (match === null) continue
      const rest = line.slice(match[0].length)
      effects.push({ kind, text: rest })
      // A list keeps its sign; in a quotation lines may begin anew.
      if (kind === 'list') return `${match[0]}${rest}`
      return kind === 'quote' ? begin(rest) : rest
    }
    return line
  }

  const lines = text.split('\n').map(begin)
  return { plain: inline(lines.join('\n')), effects }
}

/** Every text in components that a person reads as markup. */
export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  const { type, content, components, accessory } = value as Thing
  return [...(type === 10 ? [String(content)] : []), ...textsOf(components), ...textsOf(accessory)]
}

/** Every word that a person reads, in order. */
export function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join('\n')
  if (typeof value !== 'object' || value === null) return ''
  const { type, content, components, component, accessory, label, placeholder, options, items } = value as Thing
  const own =
    type === 10
      ? readMarkup(String(content)).plain
      : [label, placeholder]
          .filter(text => text !== undefined)
          .map(String)
          .join('\n')
  const described = Array.isArray(items) ? (items as Thing[]).map(one => String(one.description ?? '')).join('\n') : ''
  return [own, described, wordsOf(components), wordsOf(component), wordsOf(accessory), wordsOf(options)]
    .filter(Boolean)
    .join('\n')
}
