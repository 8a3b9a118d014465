/** What somebody wrote in Discord, with the names of those whom it mentions, by id. */
export interface WrittenMessage {
  readonly content: string
  readonly names: ReadonlyMap<string, string>
}

type Piece = readonly [pattern: RegExp, plain: (match: RegExpExecArray, inner: (text: string) => string) => string]

/** A link as the public is to read it: its address, and words of their own before it. */
function linkText(label: string, address: string): string {
  return label === address ? address : `${label} (${address})`
}

/** Discord's markup at the beginning of a text (support.discord.com, "Markdown Text 101"), most particular first. */
function piecesFor(names: WrittenMessage['names']): readonly Piece[] {
  const group = (index: number) => (match: RegExpExecArray) => match[index] ?? ''
  const within: Piece[1] = (match, inner) => inner(match[1] ?? '')
  return [
    [/^\\([^0-9A-Za-z\s])/, group(1)],
    [/^```(?:[\w+-]+\n)?\n?([\s\S]+?)\n?```/, group(1)],
    [/^(`+)([\s\S]*?[^`])\1(?!`)/, group(2)],
    [/^<@!?(\d{1,20})>/, match => `@${names.get(match[1] ?? '') ?? match[1]}`],
    [/^<#(\d{1,20})>/, match => `#${match[1]}`],
    [/^<a?:(\w+):\d{1,20}>/, match => `:${match[1]}:`],
    [/^<(https?:\/\/[^\s>]+)>/, group(1)],
    [/^\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, (match, inner) => linkText(inner(match[1] ?? ''), match[2] ?? '')],
    // An address may hold any of the signs below.
    [/^https?:\/\/[^\s<]+/, group(0)],
    [/^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, within],
    [/^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, within],
    [/^~~([\s\S]+?)~~/, within],
    [/^\|\|([\s\S]+?)\|\|/, within],
    [/^\*(?=\S)((?:\\[\s\S]|[^\\*])+?)\*(?!\*)/, within],
    [/^_(?=\S)((?:\\[\s\S]|[^\\_])+?)_(?!\w)/, within],
    // Words as they are; a sign within one begins nothing.
    [/^[\p{L}\p{N}]+_?/u, group(0)],
  ]
}

/** What stands before a line and is no word of it: headings, quotations, small print. */
const LINE = /^(?:>>> |> |#{1,3} (?=\S)|-# (?=\S))+/gm

/** The message in plain words, as people see it there: no network of the public reads Discord's markup. */
export function plainMessage({ content, names }: WrittenMessage): string {
  const pieces = piecesFor(names)
  function inner(text: string): string {
    let plain = ''
    for (let rest = text; rest !== ''; ) {
      let length = 0
      for (const [pattern, read] of pieces) {
        const match = pattern.exec(rest)
        if (match === null) continue
        plain += read(match, inner)
        length = match[0].length
        break
      }
      if (length === 0) {
        const [sign = ''] = rest
        plain += sign
        length = sign.length
      }
      rest = rest.slice(length)
    }
    return plain
  }
  return inner(content.replace(LINE, '')).trim()
}
