import { z } from 'zod'
import { emojiNamed, emojiOfCodes } from './emoji.ts'
import { clean, unescapeMarkup } from './text.ts'

/** What somebody wrote, as Slack hands a message over: with its markup, and in newer ones as blocks too. */
export interface WrittenMessage {
  readonly text: string
  readonly blocks: readonly unknown[]
}

/** What people and channels are called, by id; undefined for those that nobody knows. */
export interface Names {
  readonly person: (id: string) => string | undefined
  readonly channel: (id: string) => string | undefined
}

/** Elements of docs.slack.dev/reference/block-kit/blocks/rich-text-block, with what is read of them. */
const element = z.object({
  type: z.string(),
  text: z.string().optional().catch(undefined),
  url: z.string().optional(),
  user_id: z.string().optional(),
  channel_id: z.string().optional(),
  name: z.string().optional(),
  unicode: z.string().optional(),
  range: z.string().optional(),
  fallback: z.string().optional(),
})
type Element = z.infer<typeof element>

const section = z.object({ type: z.string(), elements: z.array(element) })
const list = z.object({
  type: z.literal('rich_text_list'),
  style: z.string().default('bullet'),
  indent: z.int().min(0).max(10).catch(0),
  elements: z.array(section),
})
const richText = z.object({ type: z.literal('rich_text'), elements: z.array(z.union([list, section])) })
type Part = z.infer<typeof list> | z.infer<typeof section>

/** A link as the public is to read it: its address, unless its words are that already; words of their own stay before it. */
function linkText(address: string, words: string | undefined): string {
  if (words === undefined || words === '' || words === address) return address
  const bare = address.replace(/^(?:https?:\/\/|mailto:)/i, '').replace(/\/$/, '')
  return words.replace(/\/$/, '') === bare ? words : `${words} (${address})`
}

function elementText(one: Element, names: Names): string {
  switch (one.type) {
    case 'link':
      return linkText(one.url ?? '', one.text)
    case 'emoji':
      return emojiOfCodes(one.unicode ?? '') ?? emojiNamed(one.name ?? '') ?? `:${one.name ?? ''}:`
    case 'user':
      return `@${names.person(one.user_id ?? '') ?? one.user_id ?? ''}`
    case 'channel':
      return `#${names.channel(one.channel_id ?? '') ?? one.channel_id ?? ''}`
    case 'broadcast':
      return `@${one.range ?? ''}`
    case 'date':
      return one.fallback ?? ''
    default:
      return one.text ?? ''
  }
}

function sectionText(elements: readonly Element[], names: Names): string {
  return elements.map(one => elementText(one, names)).join('')
}

function partText(part: Part, names: Names): string {
  if (!('indent' in part)) return sectionText(part.elements, names)
  return part.elements
    .map(({ elements }, index) => {
      const mark = part.style === 'ordered' ? `${index + 1}.` : '•'
      return `${'  '.repeat(part.indent)}${mark} ${sectionText(elements, names)}`
    })
    .join('\n')
}

/** Undefined where the message is made of something else. */
function ofBlocks(blocks: readonly unknown[], names: Names): string | undefined {
  const parsed = blocks.map(block => richText.safeParse(block))
  if (parsed.length === 0 || parsed.some(({ success }) => !success)) return undefined
  return (
    parsed
      .flatMap(({ data }) => data?.elements ?? [])
      .map(part => partText(part, names))
      // A section ends its line itself before another one, and does not before a list or a quotation.
      .map((text, index, all) => (index < all.length - 1 && !text.endsWith('\n') ? `${text}\n` : text))
      .join('')
  )
}

/** Signs of markup around words, where Slack reads them as such: docs.slack.dev/messaging/formatting-message-text. */
const STYLES = [
  /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu,
  /(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu,
  /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}~])/gu,
]

function ofMarkup(text: string, names: Names): string {
  const references = text.replace(/<([^<>|\n]+)(?:\|([^<>\n]*))?>/g, (whole, target: string, label?: string) => {
    if (/^(?:https?:|mailto:)/i.test(target)) return linkText(target.replace(/^mailto:/i, ''), label)
    if (target.startsWith('@')) return `@${label ?? names.person(target.slice(1)) ?? target.slice(1)}`
    if (target.startsWith('#')) return `#${label || (names.channel(target.slice(1)) ?? target.slice(1))}`
    if (target.startsWith('!date')) return label ?? ''
    if (target.startsWith('!subteam')) return label ?? whole
    return target.startsWith('!') ? `@${label ?? target.slice(1).replace(/\^.*$/, '')}` : whole
  })
  const code = references.replace(/```\n?([\s\S]*?)\n?```/g, '$1').replace(/`([^`\n]+)`/g, '$1')
  const plain = STYLES.reduce((styled, style) => styled.replace(style, '$1'), code).replace(/^&gt; ?/gm, '')
  const emoji = plain.replace(
    /:([a-z0-9+_-]+(?:::skin-tone-[2-6])?):/g,
    (whole, name: string) => emojiNamed(name) ?? whole,
  )
  return unescapeMarkup(emoji)
}

/** People call themselves what they like: a name is one line and turns nothing around. */
function nameOf(name: string | undefined): string | undefined {
  const line = clean(name ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  return line === '' ? undefined : line
}

/** A message in plain words, as the public would read it. */
export function plainMessage(message: WrittenMessage, known: Names): string {
  const names: Names = { person: id => nameOf(known.person(id)), channel: id => nameOf(known.channel(id)) }
  return (ofBlocks(message.blocks, names) ?? ofMarkup(message.text, names)).trim()
}

/** People and channels that a message names without saying what they are called. */
export function namedIn({ text, blocks }: WrittenMessage): {
  readonly people: readonly string[]
  readonly channels: readonly string[]
} {
  const people = new Set<string>()
  const channels = new Set<string>()
  const names: Names = {
    person: id => void people.add(id),
    channel: id => void channels.add(id),
  }
  plainMessage({ text, blocks }, names)
  return { people: [...people], channels: [...channels] }
}
