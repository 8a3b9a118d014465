import type { AuthorWords } from '../db/queries/held-authors.ts'
import { readHandle } from './author-handle.ts'

/** Somebody of the public as people name them, and as it is said back. */
export interface NamedAuthor extends AuthorWords {
  readonly shown: string
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

/** A page of theirs: an author's lasting id on some networks, on others a handle stands last in it; or one of their posts. */
function byAddress(written: string, url: URL): NamedAuthor {
  const host = url.hostname.replace(/^www\./, '')
  const segments = url.pathname.split('/').filter(one => one !== '')
  const last = decodeURIComponent(segments.at(-1) ?? '').replace(/^@/, '')
  const ends = [url.href, url.href.replace(/\/$/, ''), `${url.href.replace(/\/$/, '')}/`, written]
  // A site by itself is what a feed is called by; a name with a dot is whole without it.
  const handles = last === '' ? [host] : [`${last}@${host}`, ...(last.includes('.') ? [last] : [])]
  return {
    shown: written,
    handles: handles.map(one => one.toLowerCase()),
    names: [],
    addresses: [...new Set([...ends, ...(last.startsWith('did:') ? [last] : [])])],
  }
}

function addressIn(text: string): URL | undefined {
  const url = /^https?:\/\/\S+$/i.test(text) ? URL.parse(text) : null
  return url === null || !isDecodable(url.pathname) ? undefined : url
}

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== ''
  } catch {
    return false
  }
}

/**
 * Reads whom somebody means: a handle with or without "@", the address of a profile or of a post, or a name as cards show
 * it, "Jo Doe", "Jo Doe (1,204 followers)" or "Jo Doe (@jo.example)". Undefined if there are no words.
 */
export function readAuthor(rest: string): NamedAuthor | undefined {
  // Chat platforms put addresses between these, some with a label.
  const text = plain(rest.replace(/^@?<(https?:[^|>\s]+)(?:\|[^>]*)?>$/, '$1')).replace(/^["“«]\s?|\s?["”»]$/g, '')
  const address = addressIn(text.replace(/^@(?=https?:\/\/)/i, ''))
  if (address !== undefined && address.pathname !== '/') return byAddress(text.replace(/^@/, ''), address)
  const [, within] = /\(@([^\s()]+)\)$/.exec(text) ?? []
  const word = within ?? (/\s/.test(text) ? undefined : text)
  const handle = word === undefined ? undefined : readHandle(word.startsWith('@') ? word : `@${word}`)
  if (within !== undefined && handle !== undefined) {
    return { shown: `@${handle}`, handles: [handle.toLowerCase()], names: [], addresses: [] }
  }
  const name = text.replace(/^@/, '')
  const names = [...new Set([name, name.replace(/\s?\([^()]*\)$/, '')])].filter(one => one !== '')
  if (names.length === 0) return undefined
  return {
    shown: handle === undefined ? name : `@${handle}`,
    handles: handle === undefined ? [] : [handle.toLowerCase()],
    names: names.map(one => one.toLowerCase()),
    addresses: [],
  }
}
