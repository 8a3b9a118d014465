import { randomUUID } from 'node:crypto'
import { NetworkError, type Publication, type PublicationMedia } from '../network.ts'
import { pause } from '../pause.ts'
import type { Account } from './account.ts'
import { type Answer, type Call, nameOf } from './ask.ts'
import { isMissing, understood } from './errors.ts'
import { mediaAnswerSchema } from './schema.ts'

/** Publications whose files are remembered; a server forgets files that are in no post after a day. */
const MAXIMUM_REMEMBERED = 50

/** Hands files in. What was handed in for a publication is not handed in again when it is tried again. */
export interface Uploads {
  /** Ids of the files in their order, each ready to be published. Nobody sees them before. */
  hand(publication: Publication, signal: AbortSignal): Promise<readonly string[]>
  /** The server no longer takes them, or they are published. */
  forget(publication: Publication): void
}

export function createUploads(account: Account): Uploads {
  const { calls, patience } = account
  const handedIn = new Map<string, Map<number, string>>()

  async function send(path: string, body: FormData, signal: AbortSignal): Promise<Answer> {
    const call: Call = { method: 'POST', path, effect: 'read', purpose: 'awaited', rate: 'upload', body }
    const answer = await calls.authorised(call, signal)
    if (answer.ok) return answer
    const { refusal } = answer
    if (path === '/api/v2/media' && isMissing(refusal)) return send('/api/v1/media', body, signal)
    const error = calls.refused(call, refusal)
    // 413: what stands in front of the server takes none of that size.
    const isAboutFile = refusal.status === 413 || (error.kind === 'rejected' && refusal.status !== 403)
    if (!isAboutFile) throw error
    throw new NetworkError({ kind: 'rejected', reason: 'media-refused' }, error.message, { cause: error })
  }

  /** Servers work on files after they have taken them (docs.joinmastodon.org/methods/media: 202, then 206). */
  async function ready(id: string, signal: AbortSignal): Promise<void> {
    const path = `/api/v1/media/${encodeURIComponent(id)}`
    const call: Call = { method: 'GET', path, effect: 'read', purpose: 'awaited' }
    for (;;) {
      if (!(await pause(patience, signal))) {
        throw new NetworkError({ kind: 'unavailable' }, 'The server is still working on a file')
      }
      const answer = await calls.authorised(call, signal)
      if (!answer.ok) {
        const error = calls.refused(call, answer.refusal)
        if (error.kind !== 'rejected') throw error
        throw new NetworkError({ kind: 'rejected', reason: 'media-refused' }, error.message, { cause: error })
      }
      if (
        answer.status === 200 &&
        understood(mediaAnswerSchema, { name: nameOf(call), effect: 'read' }, answer.body).url
      )
        return
    }
  }

  async function upload({ type, alternative, read }: PublicationMedia, signal: AbortSignal): Promise<string> {
    const body = new FormData()
    // snac keeps a file under the hash of its name, in place of whatever had that name before (mastoapi.c: "/v1/media").
    const name = `${randomUUID()}.${type.slice('image/'.length)}`
    body.set('file', new File([new Uint8Array(await read())], name, { type }))
    if (alternative !== '') body.set('description', alternative)
    const answer = await send('/api/v2/media', body, signal)
    const named = { name: 'POST /api/v2/media', effect: 'read' } as const
    const { id, url } = understood(mediaAnswerSchema, named, answer.ok ? answer.body : undefined)
    if ((answer.ok && answer.status === 202) || url === null) await ready(id, signal)
    return id
  }

  return {
    async hand(publication, signal) {
      const ids = handedIn.get(publication.key) ?? new Map<number, string>()
      handedIn.set(publication.key, ids)
      const [oldest] = handedIn.keys()
      if (handedIn.size > MAXIMUM_REMEMBERED && oldest !== undefined) handedIn.delete(oldest)
      for (const [index, media] of publication.media.entries()) {
        if (!ids.has(index)) ids.set(index, await upload(media, signal))
      }
      return publication.media.flatMap((_, index) => ids.get(index) ?? [])
    },
    forget: ({ key }) => void handedIn.delete(key),
  }
}
