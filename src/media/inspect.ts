import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import { imageSize } from 'image-size'
import { isMediaType, type MediaFacts, type MediaRefusal, type MediaType } from '../domain/media.ts'
import { SIDE_PIXELS, TOTAL_PIXELS } from './limits.ts'
import { withoutMetadata } from './strip.ts'

export type Inspected =
  /** `content` is what is to be kept: the picture without what was written beside it. */
  | { readonly kind: 'image'; readonly facts: MediaFacts; readonly content: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: MediaRefusal }

/** What `imageSize` calls them. */
const NAMES: Readonly<Record<MediaType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
}

function refuse(refusal: MediaRefusal): Inspected {
  return { kind: 'refused', refusal }
}

/** Width and height from the file's head; nothing of it is opened. */
function measure(content: Uint8Array, type: MediaType) {
  try {
    const size = imageSize(content)
    if (size.type !== NAMES[type] || !(size.width > 0) || !(size.height > 0)) return undefined
    // Turned on its side when it is shown: Exif 2.32, 4.6.4, Orientation.
    const { width, height, orientation = 1 } = size
    return orientation >= 5 ? { width: height, height: width, orientation } : { width, height, orientation }
  } catch {
    return undefined
  }
}

/** What the bytes are, whatever their name and whoever sent them says. */
export async function inspectMedia(content: Uint8Array): Promise<Inspected> {
  if (content.length === 0) return refuse({ kind: 'empty' })
  const type = (await fileTypeFromBuffer(content))?.mime
  if (type?.startsWith('video/')) return refuse({ kind: 'video' })
  if (!isMediaType(type)) return refuse({ kind: 'not-an-image', type: type ?? null })
  const size = measure(content, type)
  if (size === undefined) return refuse({ kind: 'broken' })
  const { width, height, orientation } = size
  if (Math.max(width, height) > SIDE_PIXELS || width * height > TOTAL_PIXELS) {
    return refuse({ kind: 'too-many-pixels', width, height })
  }
  const kept = withoutMetadata(content, type, orientation)
  const hash = createHash('sha256').update(kept).digest('hex')
  return { kind: 'image', facts: { hash, type, bytes: kept.length, width, height }, content: kept }
}
