import { createHash } from 'node:crypto'
import { textOfHtml } from '../html-text.ts'
import type { Document } from './parse.ts'
import type { Parsed } from './schema.ts'

/** An item of a feed of any kind, in plain text. */
export interface Item {
  /** Its identity: the GUID, else the link, else a hash of its words. */
  readonly id: string
  readonly link: string | null
  readonly title: string
  readonly body: string
  readonly author: string
  /** Null where it does not say, or says nonsense. */
  readonly at: Date | null
}

export interface Feed {
  readonly title: string
  /** Seconds between two reads that the document asks for. */
  readonly wish: number | null
  /** In the feed's own order. */
  readonly items: readonly Item[]
  readonly dropped: number
}

/** An item before it is understood; texts are HTML, or look like it. */
interface RawItem {
  readonly id?: string | undefined
  readonly link?: string | undefined
  readonly title?: string | undefined
  readonly body?: string | undefined
  readonly author?: string | undefined
  readonly date?: string | undefined
}

/** Characters of HTML that are looked at for a text, and of the text that is kept of them: an article, not a book. */
const MAXIMUM_HTML = 200_000
const MAXIMUM_BODY = 20_000
const MAXIMUM_TITLE = 300
const MAXIMUM_LINK = 2_000
/** Ids are keys of an index, whose rows end at 2,700 bytes (PostgreSQL, btree). */
const MAXIMUM_ID = 500

function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
}

function plain(html: string | undefined, length: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: written as numbers, they pass every parser
  const text = textOfHtml((html ?? '').slice(0, MAXIMUM_HTML)).replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
  return cut(text.toWellFormed(), length)
}

function line(html: string | undefined): string {
  return plain(html, MAXIMUM_TITLE).replace(/\s+/g, ' ')
}

/** A page of the web, or null: other addresses do nothing good in a chat. */
export function pageAt(address: string | undefined, base: string): string | null {
  const written = address?.trim() ?? ''
  const url = written === '' ? null : URL.parse(written, base)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  return url.href.length > MAXIMUM_LINK ? null : url.href
}

function hash(text: string): string {
  return createHash('sha256').update(text.toWellFormed()).digest('base64url')
}

/** Without a zone a date would be in whatever zone this machine is. */
function withZone(written: string): string {
  if (/(?:[zZ]|[A-Z]{2,5}|[+-]\d{2}:?\d{2})\)?$/.test(written) || !/\d:\d/.test(written)) return written
  return `${written.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T')}${/^\d{4}-/.test(written) ? 'Z' : ' GMT'}`
}

/** Before the web there were no feeds; what is dated ahead is published now. */
const EARLIEST = Date.UTC(1990)

function readDate(written: string | undefined, now: Date): Date | null {
  const time = Date.parse(withZone(written?.trim().slice(0, 100) ?? ''))
  if (Number.isNaN(time) || time < EARLIEST) return null
  return new Date(Math.min(time, now.getTime()))
}

/** Atom's plain text is text: a `<` in it is one. */
function asHtml(typed: { readonly value?: string | undefined; readonly type?: string | undefined } | undefined) {
  const isText = typed?.type === undefined || typed.type === 'text' || typed.type === 'text/plain'
  return isText ? typed?.value?.replace(/&/g, '&amp;').replace(/</g, '&lt;') : typed.value
}

/** RSS gives addresses where names belong: "jo@example.org (Jo)". */
function nameOf(author: { readonly name?: string | undefined; readonly email?: string | undefined } | undefined) {
  return author?.name ?? /\(([^()]+)\)/.exec(author?.email ?? '')?.[1]
}

/** A GUID is the page itself unless it says otherwise (RSS 2.0); many are a number all the same. */
function permanentLink(
  guid: { readonly value?: string | undefined; readonly isPermaLink?: boolean | undefined } | undefined,
) {
  return guid?.isPermaLink !== false && /^https?:/i.test(guid?.value ?? '') ? guid?.value : undefined
}

type AtomLinks = Extract<Parsed, { format: 'atom' }>['feed']['links']

function pageOf(links: AtomLinks): string | undefined {
  const named = (links ?? []).filter(link => link?.href !== undefined)
  return (named.find(link => link?.rel === undefined || link.rel === 'alternate') ?? named[0])?.href
}

function rawItems(parsed: Parsed): readonly RawItem[] {
  switch (parsed.format) {
    case 'rss':
      return (parsed.feed.items ?? []).map(item => ({
        id: item?.guid?.value,
        link: item?.link ?? permanentLink(item?.guid),
        title: item?.title,
        body: longer(item?.content?.encoded, item?.description),
        author: item?.dc?.creators?.[0] ?? nameOf(item?.authors?.[0]),
        date: item?.pubDate ?? item?.dc?.dates?.[0],
      }))
    case 'rdf':
      return (parsed.feed.items ?? []).map(item => ({
        id: item?.rdf?.about,
        link: item?.link,
        title: item?.title,
        body: longer(item?.content?.encoded, item?.description),
        author: item?.dc?.creators?.[0],
        date: item?.dc?.dates?.[0],
      }))
    case 'atom':
      return (parsed.feed.entries ?? []).map(entry => ({
        id: entry?.id,
        link: pageOf(entry?.links),
        title: asHtml(entry?.title),
        body: longer(asHtml(entry?.content), asHtml(entry?.summary)),
        author: nameOf(entry?.authors?.[0]),
        date: entry?.published ?? entry?.updated,
      }))
    case 'json':
      return (parsed.feed.items ?? []).map(item => ({
        id: item?.id,
        link: item?.url ?? item?.external_url,
        title: asHtml({ value: item?.title }),
        body: item?.content_html ?? asHtml({ value: item?.content_text ?? item?.summary }),
        author: nameOf(item?.authors?.[0]),
        date: item?.date_published ?? item?.date_modified,
      }))
    default:
      return parsed satisfies never
  }
}

function longer(first: string | undefined, second: string | undefined): string | undefined {
  return (first?.length ?? 0) >= (second?.length ?? 0) ? first : second
}

function titleOf(parsed: Parsed): string | undefined {
  return parsed.format === 'atom' ? asHtml(parsed.feed.title) : parsed.feed.title
}

/** Seconds in the periods of the syndication module (web.resource.org/rss/1.0/modules/syndication). */
const PERIODS: ReadonlyMap<string, number> = new Map([
  ['hourly', 3_600],
  ['daily', 86_400],
  ['weekly', 604_800],
  ['monthly', 2_592_000],
  ['yearly', 31_536_000],
])

function wishOf(parsed: Parsed): number | null {
  if (parsed.format === 'json') return null
  const { sy } = parsed.feed
  const period = PERIODS.get(sy?.updatePeriod?.trim().toLowerCase() ?? '')
  const bySyndication = period === undefined ? 0 : period / Math.max(1, sy?.updateFrequency ?? 1)
  const wish = Math.max(bySyndication, parsed.format === 'rss' ? (parsed.feed.ttl ?? 0) * 60 : 0)
  return wish > 0 && Number.isFinite(wish) ? wish : null
}

function toItem(raw: RawItem, base: string, now: Date): Item | undefined {
  const item = {
    link: pageAt(raw.link, base),
    title: line(raw.title),
    body: plain(raw.body, MAXIMUM_BODY),
    author: line(raw.author),
    at: readDate(raw.date, now),
  }
  if (item.title === '' && item.body === '') return undefined
  const id = raw.id?.trim() || item.link || hash([item.title, item.body].join('\n'))
  return { ...item, id: id.length > MAXIMUM_ID ? hash(id) : id }
}

/** What a document says, read at an address. Items without words are left out and counted; of two with one id, the first holds. */
export function readItems({ parsed, dropped }: Document, address: string, now: Date): Feed {
  const site =
    parsed.format === 'atom'
      ? pageOf(parsed.feed.links)
      : parsed.format === 'json'
        ? parsed.feed.home_page_url
        : parsed.feed.link
  const base = pageAt(site, address) ?? address
  const raw = rawItems(parsed)
  const items = raw.flatMap(one => toItem(one, base, now) ?? [])
  return {
    title: line(titleOf(parsed)) || new URL(address).hostname,
    wish: wishOf(parsed),
    items: [...new Map(items.toReversed().map(item => [item.id, item])).values()].toReversed(),
    dropped: dropped + raw.length - items.length,
  }
}
