import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { Media } from '../../src/domain/media.ts'
import type { PublicationMedia } from '../../src/networks/network.ts'

/** A chunk with its check sum. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

/** A PNG that anything can open, grey all over; `shade` makes each another file. */
export function pngOf(width: number, height: number, shade = 128): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const row = Buffer.alloc(width + 1, shade)
  row[0] = 0
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, pngChunk('IHDR', head), pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))])
}

/** The head of a PNG of any size, with nothing behind it. */
export function hugePng(width: number, height: number): Buffer {
  const small = pngOf(1, 1)
  small.writeUInt32BE(width, 16)
  small.writeUInt32BE(height, 20)
  return small
}

/** The head of a JPEG, turned as its Exif says (1 to 8). */
export function jpegOf(width: number, height: number, orientation = 1): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const marker = (code: number, data: Buffer) => {
    const start = Buffer.from([0xff, code, 0, 0])
    start.writeUInt16BE(data.length + 2, 2)
    return Buffer.concat([start, data])
  }
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    marker(0xe1, exif),
    marker(0xdb, Buffer.alloc(65, 1)),
    marker(0xc0, frame),
    marker(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0xff, 0xd9]),
  ])
}

export function gifOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(14)
  head.write('GIF89a', 0, 'latin1')
  head.writeUInt16LE(width, 6)
  head.writeUInt16LE(height, 8)
  head[13] = 0x3b
  return head
}

/** A WebP whose head says how large it is. */
export function webpOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(30)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(22, 4)
  head.write('WEBPVP8X', 8, 'latin1')
  head.writeUInt32LE(10, 16)
  head.writeUIntLE(width - 1, 24, 3)
  head.writeUIntLE(height - 1, 27, 3)
  return head
}

/** The beginning of an MP4. */
export function mp4(): Buffer {
  return Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypisom\0\0\0\0isomiso2', 'latin1'),
    Buffer.alloc(64),
  ])
}

export async function* streamOf(content: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size)
}

/** A PNG as it is published. */
export function pngMedia(alternative: string, shade = 128): PublicationMedia & { readonly content: Buffer } {
  const content = pngOf(40, 30, shade)
  const hash = createHash('sha256').update(content).digest('hex')
  const facts: Media = { hash, type: 'image/png', bytes: content.length, width: 40, height: 30, alternative }
  return { ...facts, content, read: async () => content }
}
