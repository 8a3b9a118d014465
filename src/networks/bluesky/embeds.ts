import { NetworkError, type Publication, type PublicationLink, type PublicationMedia } from '../network.ts'
import type { AccountCalls, Call } from './calls.ts'
import { type Refusal, understood } from './errors.ts'
import { type Blob, blobAnswerSchema, MAXIMUM_THUMBNAIL, type Reference } from './schema.ts'

/** Images of a post (app.bsky.embed.images). */
interface ImagesEmbed {
  readonly $type: 'app.bsky.embed.images'
  readonly images: readonly {
    readonly image: Blob
    readonly alt: string
    readonly aspectRatio: { readonly width: number; readonly height: number }
  }[]
}

/** A web page as a card (app.bsky.embed.external). */
interface LinkEmbed {
  readonly $type: 'app.bsky.embed.external'
  readonly external: {
    readonly uri: string
    readonly title: string
    readonly description: string
    readonly thumb?: Blob
  }
}

/**
 * What is shown with a post besides its words: images or else a card, and the post that it quotes. Undefined where there is
 * nothing.
 */
export async function embedOf(
  calls: AccountCalls,
  { media, link }: Pick<Publication, 'media' | 'link'>,
  quote: Reference | null,
  signal: AbortSignal,
): Promise<object | undefined> {
  const shown = media.length > 0 ? await imagesOf(calls, media, signal) : link && (await linkOf(calls, link, signal))
  if (quote === null) return shown
  const record = { $type: 'app.bsky.embed.record', record: { uri: quote.uri, cid: quote.cid } }
  return shown === undefined ? record : { $type: 'app.bsky.embed.recordWithMedia', record, media: shown }
}

/**
 * Hands the images in, one after the other. Nobody sees them until a record names them, and the server forgets those that
 * none does (com.atproto.repo.uploadBlob): to do it again after a failure does no harm.
 */
async function imagesOf(
  calls: AccountCalls,
  media: readonly PublicationMedia[],
  signal: AbortSignal,
): Promise<ImagesEmbed> {
  const images: ImagesEmbed['images'][number][] = []
  for (const one of media) {
    const { alternative, width, height } = one
    images.push({ image: await handIn(calls, one, signal), alt: alternative, aspectRatio: { width, height } })
  }
  return { $type: 'app.bsky.embed.images', images }
}

/** An image that is larger than Bluesky takes with a card is left out: the card says what the page is all the same. */
async function linkOf(
  calls: AccountCalls,
  { url, title, description, image }: PublicationLink,
  signal: AbortSignal,
): Promise<LinkEmbed> {
  const isShown = image !== null && image.bytes <= MAXIMUM_THUMBNAIL
  const external = {
    ...{ uri: url, title, description },
    ...(isShown && { thumb: await handIn(calls, image, signal) }),
  }
  return { $type: 'app.bsky.embed.external', external }
}

/** The server says of the bytes alone that it does not take them; anything else is as with any other call. */
function isRefusedImage({ status, error }: Refusal): boolean {
  return (
    status === 413 || (status === 400 && /^(?:BlobTooLarge|InvalidMimeType|InvalidRequest|InvalidBlob)$/.test(error))
  )
}

async function handIn(
  { authorised, refused }: AccountCalls,
  { type, read }: PublicationMedia,
  signal: AbortSignal,
): Promise<Blob> {
  const content = { type, bytes: await read() }
  const call: Call = { name: 'com.atproto.repo.uploadBlob', effect: 'read', content }
  const answer = await authorised(call, signal)
  if (answer.ok) return understood(blobAnswerSchema, call, answer.body).blob
  const error = refused(call, answer.refusal)
  if (!isRefusedImage(answer.refusal)) throw error
  throw new NetworkError({ kind: 'rejected', reason: 'media-refused' }, error.message, { cause: error })
}
