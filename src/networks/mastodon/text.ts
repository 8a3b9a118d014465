import { decodeEntities, textOfHtml } from '../html-text.ts'
import type { Status } from './schema.ts'

/** Longest HTML that is read; servers cut what comes from elsewhere at a megabyte, and no reader gets that far. */
const LONGEST = 200_000

/** An opening tag of a link with its attributes. */
const LINK = /<a(?=[\s>])([^>]{0,4000})>/gi
const ATTRIBUTE = /\b(href|class)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi

function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = [...tag.matchAll(ATTRIBUTE)]
  return new Map(
    found.map(([, name = '', quoted, single]) => [name.toLowerCase(), decodeEntities(quoted ?? single ?? '')]),
  )
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, sign => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'))
}

const bare = (address: string) => address.replace(/^https?:\/\//i, '').replace(/\/$/, '')

/** What a link says, and where it leads unless it says that, too; shortened addresses are shown whole. */
function linkText(words: string, href: string): string {
  if (!/^https?:\/\//i.test(href)) return words
  const said = words.replace(/\s/g, '')
  if (said === '' || bare(said) === bare(href)) return href
  if (/…$|\.\.\.$/.test(said) && bare(href).startsWith(bare(said.replace(/…$|\.\.\.$/, '')))) return href
  return `${words} (${href})`
}

/** Links as text in the HTML: addresses whole, people with their server, hashtags as they are. */
function withLinks(html: string, mentions: ReadonlyMap<string, string>): string {
  let result = ''
  let index = 0
  for (const match of html.matchAll(LINK)) {
    if (match.index < index) continue
    const start = match.index + match[0].length
    const end = html.indexOf('</a', start)
    // None of those that follow ends either.
    if (end < 0) break
    const attributes = attributesOf(match[1] ?? '')
    const words = textOfHtml(html.slice(start, end))
    const href = attributes.get('href') ?? ''
    const isNamed = /\b(?:mention|hashtag)\b/.test(attributes.get('class') ?? '') && /^[@#]/.test(words)
    const text = isNamed ? (mentions.get(href) ?? words) : linkText(words, href)
    result += html.slice(index, match.index) + escaped(text)
    index = html.indexOf('>', end) + 1 || html.length
  }
  return result + html.slice(index)
}

/** Where a post that quotes says so, too, for readers that know no quotes; Mastodon's own page leaves it out. */
const INLINE_QUOTE = /<p class="quote-inline">.{0,2000}?<\/p>/s

/** What a status says, as plain text. Custom emoji stay the names that they are written with. */
export function contentText({ content, mentions, quote }: Pick<Status, 'content' | 'mentions' | 'quote'>): string {
  const names = new Map(mentions.map(({ url, acct }) => [url, `@${acct}`]))
  const html = (content ?? '').slice(0, LONGEST)
  return textOfHtml(withLinks(quote === null ? html : html.replace(INLINE_QUOTE, ''), names))
}

const SIGNS: Readonly<Record<string, string>> = { image: '🖼', video: '🎞', gifv: '🎞', audio: '🔊' }

/** All that a status says: what warns of it, its words, what can be voted for, and what its files show. */
export function statusText(status: Status): string {
  const { spoiler_text, media_attachments, poll } = status
  const files = media_attachments.map(({ type, description }) => `${SIGNS[type] ?? '📎'} ${description ?? ''}`.trim())
  const choices = poll?.options.map(({ title }) => `▫ ${title}`) ?? []
  const parts = [spoiler_text?.trim(), contentText(status), choices.join('\n'), files.join('\n')]
  return parts.filter(part => part !== undefined && part !== '').join('\n\n')
}

/** A name without its custom emoji, which are pictures that nobody sees here. */
export function plainName(name: string): string {
  return name
    .replace(/:[a-z0-9_]{2,}:/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
}
