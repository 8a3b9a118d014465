import tlds from 'tlds' with { type: 'json' }
import { countText } from '../../domain/counting.ts'

type Feature =
  | { readonly $type: 'app.bsky.richtext.facet#link'; readonly uri: string }
  | { readonly $type: 'app.bsky.richtext.facet#mention'; readonly did: string }
  | { readonly $type: 'app.bsky.richtext.facet#tag'; readonly tag: string }

/** Part of a text that is more than text. Offsets count UTF-8 bytes, the end is exclusive (app.bsky.richtext.facet). */
export interface Facet {
  readonly index: { readonly byteStart: number; readonly byteEnd: number }
  readonly features: readonly [Feature]
}

const HANDLE = String.raw`(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?`
const MENTION = new RegExp(String.raw`(?<=^|[\s(])@(${HANDLE})(?![a-z0-9-])`, 'giu')
const LINK = new RegExp(String.raw`(?<=^|[\s(])(?:https?://\S+|(?<domain>${HANDLE})(?:[/?#:]\S*)?)`, 'giu')
const TAG = /(?<=^|\s)[#＃](?!\ufe0f)((?:(?!\u20e2|[\u00ad\u200a-\u200d\u2060])\S)+)/gu
const TOP_LEVEL_DOMAINS: ReadonlySet<string> = new Set(tlds)

/** Handles that the text mentions, lower case, each once: those to be resolved before `facetsOf`. */
export function handlesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(MENTION)].map(match => (match[1] ?? '').toLowerCase()))]
}

/** Links, tags and those mentions whose handle is known; the rest stays plain text. In order, never overlapping. */
export function facetsOf(text: string, dids: ReadonlyMap<string, string>): readonly Facet[] {
  const facets = [...mentionsOf(text, dids), ...linksOf(text), ...tagsOf(text)]
  facets.sort((first, second) => first.index.byteStart - second.index.byteStart)
  return facets.filter((facet, position) => {
    const before = facets[position - 1]
    return before === undefined || before.index.byteEnd <= facet.index.byteStart
  })
}

function facet(text: string, start: number, length: number, feature: Feature): Facet {
  const byteStart = Buffer.byteLength(text.slice(0, start))
  const byteEnd = byteStart + Buffer.byteLength(text.slice(start, start + length))
  return { index: { byteStart, byteEnd }, features: [feature] }
}

function mentionsOf(text: string, dids: ReadonlyMap<string, string>): Facet[] {
  return [...text.matchAll(MENTION)].flatMap(match => {
    const did = dids.get((match[1] ?? '').toLowerCase())
    if (did === undefined) return []
    return [facet(text, match.index, match[0].length, { $type: 'app.bsky.richtext.facet#mention', did })]
  })
}

function linksOf(text: string): Facet[] {
  return [...text.matchAll(LINK)].flatMap(match => {
    let link = match[0].replace(/[.,;:!?'"’”»…]+$/u, '')
    // A bracket that closes what surrounds the link, as in "(see https://example.com)", is not part of it.
    if (link.endsWith(')') && !link.includes('(')) link = link.replace(/\)[.,;:!?'"’”»…)]*$/u, '')
    const domain = match.groups?.domain?.toLowerCase()
    if (domain !== undefined && !TOP_LEVEL_DOMAINS.has(domain.slice(domain.lastIndexOf('.') + 1))) return []
    const uri = domain === undefined ? link : `https://${link}`
    if (!URL.canParse(uri)) return []
    return [facet(text, match.index, link.length, { $type: 'app.bsky.richtext.facet#link', uri })]
  })
}

/** Longest tag the lexicon takes, in graphemes and bytes (app.bsky.richtext.facet#tag). */
const MAXIMUM_TAG = { graphemes: 64, bytes: 640 }

function tagsOf(text: string): Facet[] {
  return [...text.matchAll(TAG)].flatMap(match => {
    const tag = (match[1] ?? '').replace(/\p{P}+$/u, '')
    // "#1" is a number, not a subject.
    if (!/[^\d\p{P}]/u.test(tag)) return []
    if (countText(tag, 'graphemes') > MAXIMUM_TAG.graphemes || countText(tag, 'bytes') > MAXIMUM_TAG.bytes) return []
    return [facet(text, match.index, 1 + tag.length, { $type: 'app.bsky.richtext.facet#tag', tag })]
  })
}
