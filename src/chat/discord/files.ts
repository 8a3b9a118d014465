import { createHash } from 'node:crypto'
import type { Keeper } from '../keeper.ts'
import { ChatError, type OpenedFile } from '../platform.ts'
import { networkCodeOf } from './errors.ts'

/** Where Discord keeps what people hand in: discord.com/developers/docs/reference#signed-attachment-cdn-urls. */
const HOSTS: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net'])
/** Milliseconds for a file to begin to come. */
const TIMEOUT = 15_000
/** Milliseconds for which the address of a file answers: as above, it is signed for about a day. */
const LIFE = 24 * 3_600_000

/** A file as Discord hands it over with a form or a command. */
export interface Attachment {
  readonly filename: string
  readonly url: string
  readonly description?: string | null | undefined
}

/** The id by which it is asked for later, short enough to be chosen from a list. */
export function fileIdOf({ url }: Pick<Attachment, 'url'>): string {
  return createHash('sha256').update(url).digest('base64url').slice(0, 22)
}

/** Files by their ids. Discord has no way to look one up, and so what it said of each is kept. */
export interface Files {
  /** So that they can be opened, once the form that they are chosen in is sent. */
  keep(attachments: readonly Attachment[]): Promise<void>
  open(id: string): Promise<OpenedFile>
}

export interface FilesOptions {
  /** For another than Discord's own, whose files are where it is. */
  readonly apiUrl: string | undefined
  readonly keeper: Keeper
  readonly now: () => Date
}

function nameOf(id: string): string {
  return `file ${id}`
}

/** Fetches files from Discord, and from nowhere else: an address is input like any other. */
export function createFiles({ apiUrl, keeper, now }: FilesOptions): Files {
  const own = apiUrl === undefined ? undefined : URL.parse(apiUrl)?.host

  function addressOf(text: string): URL | undefined {
    const url = URL.parse(text)
    if (url === null) return undefined
    if (own !== undefined) return url.host === own ? url : undefined
    return url.protocol === 'https:' && HOSTS.has(url.host) ? url : undefined
  }

  return {
    async keep(attachments) {
      const until = new Date(now().getTime() + LIFE)
      for (const { url, filename, description } of attachments) {
        await keeper.keep(nameOf(fileIdOf({ url })), { url, filename, description: description ?? '' }, until)
      }
    },
    async open(id) {
      const file = (await keeper.find(nameOf(id))) as Record<keyof Attachment, string> | undefined
      const url = file && addressOf(file.url)
      const name = file?.filename ?? ''
      if (file === undefined || url === undefined) return { kind: 'refused', name, refusal: { kind: 'gone' } }
      let response: Response
      try {
        response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) })
      } catch (fault) {
        throw new ChatError({ kind: 'unavailable' }, `Discord: ${networkCodeOf(fault) ?? 'a file did not come'}`)
      }
      const { status, body } = response
      if (status === 200 && body !== null) {
        return { kind: 'opened', name, alternative: file.description, content: read(body) }
      }
      await body?.cancel()
      // Addresses are signed, and no longer answer after a day.
      if (status === 403 || status === 404 || status === 410)
        return { kind: 'refused', name, refusal: { kind: 'gone' } }
      throw new ChatError({ kind: 'unavailable' }, `Discord: a file was answered with ${status}`)
    },
  }
}

async function* read(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk
  } catch (fault) {
    throw new ChatError({ kind: 'unavailable' }, `Discord: ${networkCodeOf(fault) ?? 'a file broke off'}`)
  }
}
