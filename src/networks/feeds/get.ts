import type { Http } from '../http.ts'
import { TransportError } from '../transport.ts'

export interface Got {
  readonly response: Response
  /** Where the answer came from: redirects followed. */
  readonly address: string
  /** Where to ask from now on: followed as long as each redirect said that it is for good (RFC 9110, 15.4). */
  readonly lasting: string
}

/** What has not changed since need not be sent again (RFC 9110, 13.1). */
export interface Validators {
  readonly etag: string | null
  readonly modified: string | null
}

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, ' +
  'text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1'

const MAXIMUM_REDIRECTS = 5
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const FOR_GOOD: ReadonlySet<number> = new Set([301, 308])

/** Asks for what is at an address, wherever it has moved. Rejects as `fetch` does. */
export async function get(
  { fetch }: Pick<Http, 'fetch'>,
  start: string,
  { etag, modified }: Validators,
  signal: AbortSignal,
): Promise<Got> {
  const headers = new Headers({ accept: ACCEPT })
  if (etag !== null) headers.set('if-none-match', etag)
  if (modified !== null) headers.set('if-modified-since', modified)
  let address = start
  let lasting = start
  for (let redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects++) {
    const response = await fetch(address, { headers, signal, redirect: 'manual' })
    const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
    const next = location === null ? null : URL.parse(location, address)
    if (next === null) return { response, address, lasting }
    // Nobody is moved from https to http for good: whoever sits on the line could say so.
    const isLasting =
      FOR_GOOD.has(response.status) && lasting === address && !(isSecure(address) && !isSecure(next.href))
    address = next.href
    if (isLasting) lasting = address
  }
  throw new TransportError(true, `${start}: redirects without end`)
}

function isSecure(address: string): boolean {
  return address.startsWith('https:')
}
