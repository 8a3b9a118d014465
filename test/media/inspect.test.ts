import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inspectMedia } from '../../src/media/inspect.ts'
import { gifOf, hugePng, jpegOf, mp4, pngOf, webpOf } from '../support/images.ts'

describe('a file', () => {
  test.each([
    ['image/png', pngOf(40, 30)],
    ['image/jpeg', jpegOf(40, 30)],
    ['image/gif', gifOf(40, 30)],
    ['image/webp', webpOf(40, 30)],
  ])('is an image by its bytes: %s', async (type, content) => {
    expect(await inspectMedia(content)).toMatchObject({
      kind: 'image',
      facts: { type, bytes: expect.any(Number), width: 40, height: 30, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  test.each([1, 3, 6, 8])('is as wide as it is shown: orientation %i', async orientation => {
    const size = orientation >= 5 ? { width: 30, height: 40 } : { width: 40, height: 30 }
    expect(await inspectMedia(jpegOf(40, 30, orientation))).toMatchObject({ facts: size })
  })

  test.each([
    ['nothing', Buffer.alloc(0), { kind: 'empty' }],
    ['a video', mp4(), { kind: 'video' }],
    [
      'an SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      { kind: 'not-an-image', type: null },
    ],
    ['a sign-in page', Buffer.from('<!DOCTYPE html><html>'), { kind: 'not-an-image', type: null }],
    ['a PDF', Buffer.from('%PDF-1.7\n'), { kind: 'not-an-image', type: 'application/pdf' }],
    [
      'an AVIF',
      Buffer.from('\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'latin1'),
      { kind: 'not-an-image', type: 'image/avif' },
    ],
    ['the beginning of a PNG', pngOf(40, 30).subarray(0, 12), { kind: 'not-an-image' }],
    ['the beginning of a JPEG', jpegOf(40, 30).subarray(0, 20), { kind: 'broken' }],
    ['a JPEG without a size', jpegOf(0, 0), { kind: 'broken' }],
    ['a bomb', hugePng(60_000, 60_000), { kind: 'too-many-pixels', width: 60_000, height: 60_000 }],
    ['a long strip', hugePng(1, 16_384), { kind: 'too-many-pixels' }],
    ['many pixels', hugePng(16_000, 16_000), { kind: 'too-many-pixels' }],
  ])('is refused: %s', async (_, content, refusal) => {
    expect(await inspectMedia(content)).toMatchObject({ kind: 'refused', refusal })
  })

  test('is told or refused, whatever its bytes are', async () => {
    const broken = fc
      .tuple(
        fc.constantFrom(pngOf(9, 9), jpegOf(9, 9), gifOf(9, 9), webpOf(9, 9)),
        fc.nat(),
        fc.uint8Array({ maxLength: 60 }),
      )
      .map(([image, at, noise]) => Buffer.concat([image.subarray(0, at % image.length), noise]))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), broken), async content => {
        expect(['image', 'refused']).toContain((await inspectMedia(content)).kind)
      }),
    )
  })
})
