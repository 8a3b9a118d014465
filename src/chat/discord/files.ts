import { ChatError, type OpenedFile } from '../platform.ts'
import { networkCodeOf } from './errors.ts'

/** Where Discord keeps what people hand in: discord.com/developers/docs/reference#signed-attachment-cdn-urls. */
const HOSTS: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net'])
/** Milliseconds for a file to begin to come. */
const TIMEOUT = 15_000

/** A file as Discord hands it over with a form or a command. */
export interface Attachment {
  readonly filename: string
  readonly url: string
  readonly description?: string | null | undefined
}

/** The id by which it is asked for later: all that is needed for that, since Discord has no way to look it up. */
export function fileIdOf({ filename, url, description }: Attachment): string {
  return Buffer.from(JSON.stringify([url, filename, description ?? ''])).toString('base64url')
}

function readFileId(id: string): Attachment | undefined {
  try {
    const [url, filename, description] = JSON.parse(Buffer.from(id, 'base64url').toString('utf8'))
    return { url: String(url), filename: String(filename), description: String(description) }
  } catch {
    return undefined
  }
}

export interface FilesOptions {
  /** For another than Discord's own, whose files are where it is. */
  readonly apiUrl: string | undefined
}

/** Fetches files from Discord, and from nowhere else: an id is input like any other. */
export function createFiles({ apiUrl }: FilesOptions) {
  const own = apiUrl === undefined ? undefined : URL.parse(apiUrl)?.host

  function addressOf(text: string): URL | undefined {
    const url = URL.parse(text)
    if (url === null) return undefined
    if (own !== undefined) return url.host === own ? url : undefined
    return url.protocol === 'https:' && HOSTS.has(url.host) ? url : undefined
  }

  return async function openFile(id: string): Promise<OpenedFile> {
    const file = readFileId(id)
    const url = file && addressOf(file.url)
    const name = file?.filename ?? ''
    if (url === undefined) return { kind: 'refused', name, refusal: { kind: 'gone' } }
    let response: Response
    try {
      response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) })
    } catch (fault) {
      throw new ChatError({ kind: 'unavailable' }, `Discord: ${networkCodeOf(fault) ?? 'a file did not come'}`)
    }
    const { status, body } = response
    if (status === 200 && body !== null) {
      return { kind: 'opened', name, alternative: file?.description ?? '', content: read(body) }
    }
    await body?.cancel()
    // Addresses are signed, and no longer answer after a day.
    if (status === 403 || status === 404 || status === 410) return { kind: 'refused', name, refusal: { kind: 'gone' } }
    throw new ChatError({ kind: 'unavailable' }, `Discord: a file was answered with ${status}`)
  }
}

async function* read(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk
  } catch (fault) {
    throw new ChatError({ kind: 'unavailable' }, `Discord: ${networkCodeOf(fault) ?? 'a file broke off'}`)
  }
}
