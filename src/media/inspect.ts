import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import { imageSize } from 'image-size'
import { MEDIA_TYPES, type MediaFacts, type MediaRefusal, type MediaType } from '../domain/media.ts'
import { SIDE_PIXELS, TOTAL_PIXELS } from './limits.ts'

export type Inspected =
  | { readonly kind: 'image'; readonly facts: MediaFacts }
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

function isMediaType(type: string | undefined): type is MediaType {
  return MEDIA_TYPES.some(one => one === type)
}

/** Width and height from the file's head; nothing of it is opened. */
function measure(content: Uint8Array, type: MediaType) {
  try {
    const size = imageSize(content)
    if (size.type !== NAMES[type] || !(size.width > 0) || !(size.height > 0)) return undefined
    // Turned on its side when it is shown: Exif 2.32, 4.6.4, Orientation.
    const isTurned = (size.orientation ?? 1) >= 5
    return isTurned ? { width: size.height, height: size.width } : { width: size.width, height: size.height }
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
  const { width, height } = size
  if (Math.max(width, height) > SIDE_PIXELS || width * height > TOTAL_PIXELS) {
    return refuse({ kind: 'too-many-pixels', width, height })
  }
  const hash = createHash('sha256').update(content).digest('hex')
  return { kind: 'image', facts: { hash, type, bytes: content.length, width, height } }
}
