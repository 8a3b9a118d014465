import { NetworkError, type PublicationMedia } from '../network.ts'
import type { AccountCalls, Call } from './calls.ts'
import { type Refusal, understood } from './errors.ts'
import { type Blob, blobAnswerSchema } from './schema.ts'

/** Images of a post (app.bsky.embed.images). */
export interface ImagesEmbed {
  readonly $type: 'app.bsky.embed.images'
  readonly images: readonly {
    readonly image: Blob
    readonly alt: string
    readonly aspectRatio: { readonly width: number; readonly height: number }
  }[]
}

/** The server says of the bytes alone that it does not take them; anything else is as with any other call. */
function isRefusedImage({ status, error }: Refusal): boolean {
  return (
    status === 413 || (status === 400 && /^(?:BlobTooLarge|InvalidMimeType|InvalidRequest|InvalidBlob)$/.test(error))
  )
}

/**
 * Hands the images in, one after the other. Nobody sees them until a record names them, and the server forgets those that
 * none does (com.atproto.repo.uploadBlob): to do it again after a failure does no harm.
 */
export async function uploadImages(
  { authorised, refused }: AccountCalls,
  media: readonly PublicationMedia[],
  signal: AbortSignal,
): Promise<ImagesEmbed> {
  const images: ImagesEmbed['images'][number][] = []
  for (const { type, alternative, width, height, read } of media) {
    const content = { type, bytes: await read() }
    const call: Call = { name: 'com.atproto.repo.uploadBlob', effect: 'read', content }
    const answer = await authorised(call, signal)
    if (!answer.ok) {
      const error = refused(call, answer.refusal)
      if (!isRefusedImage(answer.refusal)) throw error
      throw new NetworkError({ kind: 'rejected', reason: 'media-refused' }, error.message, { cause: error })
    }
    const { blob } = understood(blobAnswerSchema, call, answer.body)
    images.push({ image: blob, alt: alternative, aspectRatio: { width, height } })
  }
  return { $type: 'app.bsky.embed.images', images }
}
