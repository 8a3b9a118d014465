import { CARD_IMAGE_BYTES, type LinkFailure } from '../domain/link-card.ts'
import { decodePage, readPage } from './page.ts'

/** What was found behind a link. */
export type ReadLink =
  | {
      readonly kind: 'read'
      readonly title: string
      readonly description: string
      /** Bytes of its picture, whatever they are; null if there is none, or none small enough. */
      readonly image: Uint8Array | null
    }
  | { readonly kind: 'failed'; readonly failure: LinkFailure }

/** Looks behind a link, once. Never throws: a page that does not answer is an answer. */
export type LinkReader = (url: string) => Promise<ReadLink>

export interface LinkReaderOptions {
  /**
   * Goes to no internal address, and rejects with an error named `AddressRefused` where it is told to. Of a longer answer
   * it may give the beginning alone.
   */
  readonly fetch: typeof globalThis.fetch
}

/** Milliseconds for the page, and as many for its picture; somebody waits for the draft. */
export const PAGE_TIMEOUT = 5_000
/** Bytes of a page that are read: what it says of itself stands at its beginning. */
export const PAGE_BYTES = 1_000_000

const PAGES = /^(?:text\/html|application\/xhtml\+xml)\b/i

function isRefused(fault: unknown): boolean {
  return fault instanceof Error && (fault.name === 'AddressRefused' || isRefused(fault.cause))
}

export function createLinkReader({ fetch }: LinkReaderOptions): LinkReader {
  async function get(address: URL, accept: string): Promise<Response> {
    return fetch(address, { headers: { accept }, signal: AbortSignal.timeout(PAGE_TIMEOUT) })
  }

  /** A card without its picture is better than none. */
  async function readImage(address: URL): Promise<Uint8Array | null> {
    try {
      const answer = await get(address, 'image/*')
      const content = new Uint8Array(await answer.arrayBuffer())
      // As long as all that is read means that there may be more.
      const isWhole = answer.ok && content.length < Math.min(CARD_IMAGE_BYTES, PAGE_BYTES)
      return isWhole && content.length > 0 ? content : null
    } catch {
      return null
    }
  }

  return async url => {
    const address = new URL(url)
    try {
      const answer = await get(address, 'text/html, application/xhtml+xml')
      if (!answer.ok) return { kind: 'failed', failure: answer.status >= 500 ? 'unreachable' : 'refused' }
      const type = answer.headers.get('content-type') ?? ''
      if (!PAGES.test(type)) return { kind: 'failed', failure: 'not-a-page' }
      const page = readPage(decodePage(new Uint8Array(await answer.arrayBuffer()), type), address)
      if (page.title === '') return { kind: 'failed', failure: 'untitled' }
      const { title, description, image } = page
      return { kind: 'read', title, description, image: image === undefined ? null : await readImage(image) }
    } catch (fault) {
      return { kind: 'failed', failure: isRefused(fault) ? 'internal' : 'unreachable' }
    }
  }
}
