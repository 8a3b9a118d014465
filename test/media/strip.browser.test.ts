import { describe, expect, test } from 'vitest'
import type { MediaType } from '../../src/domain/media.ts'
import { withoutMetadata } from '../../src/media/strip.ts'
import { findChromium, launchChromium } from '../http/local/browser.ts'

const chromiumPath = findChromium()
const title = chromiumPath === undefined ? 'a real image (SKIPPED: no Chromium found)' : 'a real image'

/** Draws the image, and reduces its pixels to a number. */
function pixelsOf(content: Uint8Array, type: MediaType): string {
  return `(async () => {
    const image = new Image()
    image.src = 'data:${type};base64,${Buffer.from(content).toString('base64')}'
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    return [canvas.width, canvas.height, data.reduce((sum, byte) => (sum * 31 + byte) % 1000000007, 0)]
  })()`
}

describe.skipIf(chromiumPath === undefined)(title, () => {
  test('looks the same without what was written beside it', { timeout: 60_000 }, async () => {
    const browser = await launchChromium(chromiumPath ?? '')
    await using _ = { [Symbol.asyncDispose]: () => browser.close() }
    const page = await browser.newPage()
    await page.setContent(
      '<h1>Vigie</h1><div style="height: 300px; background: linear-gradient(45deg, red, blue)"></div>',
    )
    const drawn = `(() => {
      const canvas = document.createElement('canvas')
      canvas.width = 50
      canvas.height = 40
      canvas.getContext('2d').fillRect(3, 3, 20, 20)
      return canvas.toDataURL('image/webp').split(',')[1]
    })()`
    const images: readonly (readonly [MediaType, Buffer])[] = [
      ['image/jpeg', await page.screenshot({ type: 'jpeg' })],
      ['image/png', await page.screenshot({ type: 'png' })],
      ['image/webp', Buffer.from(String(await page.evaluate(drawn)), 'base64')],
    ]
    for (const [type, content] of images) {
      const before = await page.evaluate(pixelsOf(content, type))
      expect(await page.evaluate(pixelsOf(withoutMetadata(content, type), type)), type).toEqual(before)
      if (type !== 'image/jpeg') continue
      // Turned on its side, as a phone writes it: the other way round when it is shown.
      const [width, height] = before as readonly number[]
      const turned = (await page.evaluate(pixelsOf(withoutMetadata(content, type, 6), type))) as readonly number[]
      expect(turned.slice(0, 2)).toEqual([height, width])
    }
  })
})
