import { decodeEntities } from '../html-text.ts'
import { pageAt } from './items.ts'

/** Of a page, what may hold its head. */
const LOOKED_AT = 500_000
/** Offers that somebody can choose among. */
const MAXIMUM_OFFERS = 6

const FEED_TYPES = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/feed+json',
])

export interface Offer {
  readonly address: string
  readonly title: string
}

function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = tag.matchAll(/\s([a-zA-Z-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g)
  return new Map(
    [...found].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      decodeEntities(double ?? single ?? bare ?? '').trim(),
    ]),
  )
}

function tagsOf(html: string, name: string): readonly ReadonlyMap<string, string>[] {
  return [...html.matchAll(new RegExp(`<${name}(?=[\\s/>])[^>]{0,3000}>`, 'gi'))].map(([tag]) => attributesOf(tag))
}

function withoutComments(html: string): string {
  const [before = '', ...parts] = html.split('<!--')
  return [before, ...parts.map(part => part.split('-->').slice(1).join('-->'))].join('')
}

/** True for what browsers would show as a page. */
export function isPage(text: string): boolean {
  return /^[\s\ufeff]{0,1000}(?:<!--[\s\S]{0,2000}?-->\s{0,100})?<(?:!doctype\s+html|html|head|body)[\s>]/i.test(
    text.slice(0, 4_000),
  )
}

/** The feeds that a page names in its head (html.spec.whatwg.org, link type `alternate`). */
export function feedsIn(page: string, address: string): readonly Offer[] {
  const html = withoutComments(page.slice(0, LOOKED_AT))
  const base = pageAt(tagsOf(html, 'base')[0]?.get('href'), address) ?? address
  const offers = tagsOf(html, 'link').flatMap((link): readonly Offer[] => {
    const relations = (link.get('rel') ?? '').toLowerCase().split(/\s+/)
    const isFeed = relations.includes('alternate') && FEED_TYPES.has((link.get('type') ?? '').toLowerCase())
    const found = isFeed || relations.includes('feed') ? pageAt(link.get('href'), base) : null
    return found === null
      ? []
      : [{ address: found, title: (link.get('title') ?? '').replace(/\s+/g, ' ').slice(0, 100) }]
  })
  return [...new Map(offers.map(offer => [offer.address, offer])).values()].slice(0, MAXIMUM_OFFERS)
}
