import { parseFeed } from 'feedsmith'
import { type Parsed, parsedSchema } from './schema.ts'
import { tame } from './tame.ts'

/** Items of a feed that are looked at, the first ones: feeds have tens, archives thousands. */
export const MAXIMUM_ITEMS = 500

/** A document as its parser has it, and how many of its items could not be read. */
export interface Document {
  readonly parsed: Parsed
  readonly dropped: number
}

function attempt(text: string): Parsed | undefined {
  try {
    return parsedSchema.safeParse(parseFeed(text, { maxItems: MAXIMUM_ITEMS })).data
  } catch {
    // Whatever a hostile document does to the parser, it is no feed.
    return undefined
  }
}

const ROOT = /<(?:[\w-]{1,20}:)?(?:rss|feed|rdf)(?=[\s>])/i
/** Characters of the root's own tag, which holds a handful of namespaces. */
const LONGEST_ROOT = 20_000

/**
 * From its root on: no warning of a program before it, no declaration of entities, no sign that no text may hold.
 * Undefined if there is no root, or none that ends.
 */
function cleaned(text: string): { readonly text: string; readonly root: string } | undefined {
  const start = text.search(ROOT)
  const end = start < 0 ? -1 : text.slice(start, start + LONGEST_ROOT).indexOf('>')
  if (end < 0) return undefined
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const clean = tame(text.slice(start).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''))
  return { text: clean, root: clean.slice(0, clean.indexOf('>') + 1) }
}

const ITEM = /<(item|entry)[\s>]/gi

/** Where items begin and end; the last may be cut off. From front to back in one go. */
function itemsIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  const lowered = text.replace(/[A-Z]/g, letter => letter.toLowerCase())
  ITEM.lastIndex = 0
  for (let match = ITEM.exec(text); match !== null && found.length < MAXIMUM_ITEMS; match = ITEM.exec(text)) {
    const close = `</${(match[1] ?? '').toLowerCase()}>`
    const end = lowered.indexOf(close, match.index)
    if (end < 0) break
    found.push({ start: match.index, end: end + close.length })
    ITEM.lastIndex = end + close.length
  }
  return found
}

/** The document around some of its items: what stood before the first, or the least that makes it a feed. */
function wrap(root: string, before: string | undefined, items: string): string {
  const name = /^<([^\s>]+)/.exec(root)?.[1] ?? ''
  const isRss = name.toLowerCase() === 'rss'
  return `${before ?? (isRss ? `${root}<channel>` : root)}${items}${isRss ? '</channel>' : ''}</${name}>`
}

/**
 * Items of a document that is no XML as a whole, because it is cut off or one of its items is broken: each by itself,
 * with what stands before the first, where that can be read. Those that cannot be read are counted.
 */
function salvage(text: string, root: string): Document | undefined {
  const items = itemsIn(text)
  const [first] = items
  if (first === undefined) return undefined
  const good = items
    .map(({ start, end }) => text.slice(start, end))
    .filter(item => attempt(wrap(root, undefined, item)) !== undefined)
    .join('')
  const parsed = attempt(wrap(root, text.slice(0, first.start), good)) ?? attempt(wrap(root, undefined, good))
  return parsed && counted(parsed, items.length)
}

/** What was made of a document that has so many items. */
function counted(parsed: Parsed, items: number): Document {
  const read = parsed.format === 'atom' ? parsed.feed.entries : parsed.feed.items
  return { parsed, dropped: Math.max(0, items - (read ?? []).length) }
}

/** Declarations of namespaces that are read: each costs the parser more than all else in an item. */
const MAXIMUM_NAMESPACES = 5_000

/** The document as far as its first items go. */
function shortened(text: string, root: string): string | undefined {
  const items = itemsIn(text)
  const last = items.length < MAXIMUM_ITEMS ? undefined : items.at(-1)
  const short = last === undefined ? text : wrap(root, text.slice(0, last.end), '')
  return short.split('xmlns', MAXIMUM_NAMESPACES).length < MAXIMUM_NAMESPACES ? short : undefined
}

/** A feed of any kind and in nearly any state; undefined for what is none. Never throws. */
export function parseDocument(text: string): Document | undefined {
  if (/^\s{0,99}\{/.test(text)) {
    const parsed = attempt(text)
    return parsed && counted(parsed, 0)
  }
  const clean = cleaned(text)
  const short = clean && shortened(clean.text, clean.root)
  if (clean === undefined || short === undefined) return undefined
  const parsed = attempt(short)
  return parsed === undefined ? salvage(short, clean.root) : counted(parsed, itemsIn(short).length)
}
