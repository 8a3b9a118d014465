import { distance } from 'fastest-levenshtein'

/** What somebody typed behind `/vigie`. */
export interface ParsedCommand {
  readonly name: string
  /** Everything behind the name, trimmed; line breaks are kept. */
  readonly rest: string
}

/** "/vigie draft  Hello" or "draft Hello" -> draft, Hello. Nothing at all asks for help. */
export function parseCommand(text: string): ParsedCommand {
  const words = text
    .trim()
    .replace(/^\/?vigie(?=\s|$)/i, '')
    .trim()
  const [, name = '', rest = ''] = /^(\S*)([\s\S]*)$/.exec(words) ?? []
  return { name: name === '' ? 'help' : name.toLowerCase(), rest: rest.trim() }
}

/** The known name that was probably meant: at most two letters off, or begun and not finished. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  const begun = known.find(one => name.length >= 2 && one.startsWith(name))
  if (begun !== undefined) return begun
  const ranked = known.map(one => ({ one, distance: distance(name, one) })).sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= 2 && best.distance < best.one.length ? best.one : undefined
}
