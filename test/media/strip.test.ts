import fc from 'fast-check'
import { imageSize } from 'image-size'
import { describe, expect, test } from 'vitest'
import { inspectMedia } from '../../src/media/inspect.ts'
import { withoutMetadata } from '../../src/media/strip.ts'
import { gifOf, jpegOf, pngChunk, pngOf, webpOf } from '../support/images.ts'

const SECRET = 'GPS 48.8583 N, 2.2944 E'

function segment(marker: number, text: string): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(text.length + 2, 2)
  return Buffer.concat([head, Buffer.from(text, 'latin1')])
}

describe('a JPEG', () => {
  const plain = jpegOf(40, 30)
  const body = plain.subarray(plain.indexOf(Buffer.from([0xff, 0xdb])))
  const start = plain.subarray(0, 2)

  test('loses where it was taken, what was written into it and what hangs on behind it, and keeps its picture', () => {
    const needed = [segment(0xe0, 'JFIF\0\x01\x02'), segment(0xe2, 'ICC_PROFILE\0colours'), segment(0xee, 'Adobe\0')]
    const loose = [
      segment(0xe1, `Exif\0\0${SECRET}`),
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${SECRET}`),
      segment(0xe2, `MPF\0${SECRET}`),
      segment(0xed, `Photoshop 3.0\0${SECRET}`),
      segment(0xfe, SECRET),
    ]
    const content = Buffer.concat([start, ...needed, ...loose, body, Buffer.from(SECRET)])
    expect(Buffer.from(withoutMetadata(content, 'image/jpeg'))).toEqual(Buffer.concat([start, ...needed, body]))
  })

  test.each([1, 2, 3, 6, 8])('stays turned as it is: %i', orientation => {
    const content = jpegOf(40, 30, orientation)
    const clean = withoutMetadata(content, 'image/jpeg', orientation)
    expect(imageSize(clean).orientation ?? 1).toBe(orientation)
    expect(clean.length).toBeLessThanOrEqual(content.length)
  })

  test('keeps every scan, with the bytes in them that look like markers', () => {
    const scan = Buffer.concat([segment(0xda, '\x01\x01\0\0?\0'), Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3])])
    const content = Buffer.concat([
      start,
      scan,
      segment(0xc4, 'tables'),
      segment(0xfe, SECRET),
      scan,
      Buffer.from([0xff, 0xd9]),
    ])
    const expected = Buffer.concat([start, scan, segment(0xc4, 'tables'), scan, Buffer.from([0xff, 0xd9])])
    expect(Buffer.from(withoutMetadata(content, 'image/jpeg'))).toEqual(expected)
  })
})

test('a PNG loses its texts, its time and its Exif, and what hangs on behind it', () => {
  const plain = pngOf(40, 30)
  const loose = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'eXIf'].map(type => pngChunk(type, Buffer.from(SECRET)))
  const content = Buffer.concat([plain.subarray(0, 33), ...loose, plain.subarray(33), Buffer.from(SECRET)])
  expect(Buffer.from(withoutMetadata(content, 'image/png'))).toEqual(plain)
})

test('a WebP loses its Exif and XMP, and does not promise them any more', () => {
  const plain = webpOf(40, 30)
  const chunk = (type: string, text: string) => {
    const head = Buffer.alloc(8)
    head.write(type, 0, 'latin1')
    head.writeUInt32LE(text.length, 4)
    return Buffer.concat([head, Buffer.from(text), Buffer.alloc(text.length % 2)])
  }
  const content = Buffer.concat([plain, chunk('EXIF', SECRET), chunk('XMP ', `${SECRET}!`)])
  content.writeUInt32LE(content.length - 8, 4)
  content[20] = 0b1100
  expect(Buffer.from(withoutMetadata(content, 'image/webp'))).toEqual(plain)
})

test('any image is the same after it was cleaned twice, and as large as before', async () => {
  const noise = fc.tuple(
    fc.constantFrom(pngOf(9, 9), jpegOf(9, 9, 6), gifOf(9, 9), webpOf(9, 9)),
    fc.nat(),
    fc.uint8Array(),
  )
  await fc.assert(
    fc.asyncProperty(noise, async ([image, at, bytes]) => {
      const cut = at % image.length
      const first = await inspectMedia(Buffer.concat([image.subarray(0, cut), bytes, image.subarray(cut)]))
      if (first.kind === 'refused') return
      const second = await inspectMedia(first.content)
      expect(second).toMatchObject({ kind: 'image', facts: first.facts })
    }),
  )
})
