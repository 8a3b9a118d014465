import type { MediaType } from '../domain/media.ts'

/**
 * The file without what cameras and programs write beside the picture: where, when and with what it was taken, by whom, and
 * what is hung on behind it, as films are. The picture itself is not touched. Where the file is not of the form that it
 * should be, the rest stays as it is.
 *
 * @param orientation how the picture is turned when it is shown, 1 to 8 (Exif 2.32, 4.6.4); of a JPEG alone, and kept
 */
export function withoutMetadata(content: Uint8Array, type: MediaType, orientation = 1): Uint8Array {
  switch (type) {
    case 'image/jpeg':
      return cleanJpeg(content, orientation)
    case 'image/png':
      return cleanPng(content)
    case 'image/webp':
      return cleanWebp(content)
    case 'image/gif':
      return content
    default:
      return type satisfies never
  }
}

/** Markers of ISO/IEC 10918-1, table B.1. */
const START_OF_SCAN = 0xda
const END_OF_IMAGE = 0xd9
const COMMENT = 0xfe

function startsWith(content: Uint8Array, at: number, text: string): boolean {
  return Buffer.from(content.buffer, content.byteOffset + at, Math.min(text.length, content.length - at)).equals(
    Buffer.from(text, 'latin1'),
  )
}

/** Application segments that say how the picture is to be read: JFIF, its colours (ICC), Adobe's colour transform. */
function isNeeded(content: Uint8Array, marker: number, data: number): boolean {
  if (marker === 0xe2) return startsWith(content, data, 'ICC_PROFILE\0')
  if (marker === COMMENT) return false
  return marker < 0xe0 || marker > 0xef || marker === 0xe0 || marker === 0xee
}

/** An Exif segment that says how the picture is turned, and nothing else. */
function turned(orientation: number): Uint8Array {
  const segment = Buffer.from(
    '\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0',
    'latin1',
  )
  segment.writeUInt16BE(orientation, 28)
  return segment
}

/** Where the data of a scan ends: at the next marker that is no restart and no stuffed byte. */
function endOfScan(content: Uint8Array, from: number): number {
  for (let at = content.indexOf(0xff, from); at !== -1; at = content.indexOf(0xff, at + 1)) {
    const next = content[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return content.length
}

function cleanJpeg(content: Uint8Array, orientation: number): Uint8Array {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const parts: Uint8Array[] = [content.subarray(0, 2)]
  if (orientation !== 1) parts.push(turned(orientation))
  let at = 2
  while (at + 4 <= content.length && content[at] === 0xff) {
    const marker = content[at + 1] ?? 0
    if (marker === END_OF_IMAGE) return Buffer.concat([...parts, content.subarray(at, at + 2)])
    if (marker === 0xff) {
      at++
      continue
    }
    const end = at + 2 + view.getUint16(at + 2)
    const next = marker === START_OF_SCAN ? endOfScan(content, end) : end
    if (isNeeded(content, marker, at + 4)) parts.push(content.subarray(at, next))
    at = next
  }
  return Buffer.concat([...parts, content.subarray(at)])
}

/** Chunks of the PNG specification, 11.3.3 (textual), 11.3.4 (time) and 11.3.3.3 (Exif). */
const PNG_METADATA: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'tIME', 'eXIf'])

function cleanPng(content: Uint8Array): Uint8Array {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const parts: Uint8Array[] = [content.subarray(0, 8)]
  let at = 8
  while (at + 12 <= content.length) {
    const type = Buffer.from(content.subarray(at + 4, at + 8)).toString('latin1')
    const next = at + 12 + view.getUint32(at)
    if (!PNG_METADATA.has(type)) parts.push(content.subarray(at, next))
    if (type === 'IEND') return Buffer.concat(parts)
    at = next
  }
  return Buffer.concat([...parts, content.subarray(at)])
}

/** Flags of the VP8X chunk that promise Exif and XMP: RFC 9649, 2.7.1. */
const PROMISES = 0b1100

function cleanWebp(content: Uint8Array): Uint8Array {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const parts: Uint8Array[] = []
  const end = Math.min(content.length, 8 + view.getUint32(4, true))
  for (let at = 12; at + 8 <= end; ) {
    const type = Buffer.from(content.subarray(at, at + 4)).toString('latin1')
    const size = view.getUint32(at + 4, true)
    const next = Math.min(end, at + 8 + size + (size % 2))
    const chunk = Buffer.from(content.subarray(at, next))
    if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~PROMISES
    if (type !== 'EXIF' && type !== 'XMP ') parts.push(chunk)
    at = next
  }
  const body = Buffer.concat(parts)
  const head = Buffer.from(content.subarray(0, 12))
  head.writeUInt32LE(4 + body.length, 4)
  return Buffer.concat([head, body])
}
