import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { findChromium, launchChromium, visit } from '../http/local/browser.ts'
import { mp4, pngOf } from '../support/images.ts'
import { makeDataDirectory } from '../support/process.ts'

const chromiumPath = findChromium()
const title = chromiumPath === undefined ? 'images on the page (SKIPPED: no Chromium found)' : 'images on the page'

describe.skipIf(chromiumPath === undefined)(title, () => {
  test('go from a form over the review to the public', { timeout: 120_000 }, async () => {
    await using directory = await makeDataDirectory()
    const config = readConfig({ DATA_DIR: directory.path, PORT: '0' })
    await using app = await startApp({
      config,
      log: pino({ level: 'silent' }),
      root: join(import.meta.dirname, '../..'),
    })
    const browser = await launchChromium(chromiumPath ?? '')
    await using _ = { [Symbol.asyncDispose]: () => browser.close() }
    await using opened = await visit(browser, `${app.url}/?channel=drafts`)
    const { page, faults } = opened
    await page.locator('[data-command-form] [name="text"]').fill('/vigie draft A new ship')
    await page.keyboard.press('Enter')
    const form = page.locator('dialog form[data-modal]')
    await form.getByText('Local 10 / 500').waitFor()
    await form.getByLabel('Text', { exact: true }).fill('A new ship 👩‍👩‍👧')
    await form.getByText('Local 12 / 500').waitFor()
    await form.locator('input[type="file"]').setInputFiles([
      { name: 'film.mp4', mimeType: 'image/png', buffer: mp4() },
      { name: 'Schiff & Co.png', mimeType: 'text/plain', buffer: pngOf(300, 200, 200) },
    ])
    await form.getByText('film.mp4: Vigie publishes no video yet').waitFor()
    await form.locator('.file-list img').waitFor()
    expect(await form.locator('.file-list').textContent()).toContain('Schiff & Co.png')
    await form.getByRole('button', { name: 'Send to review' }).click()
    // The next step shows the image and asks what it shows.
    await page.getByRole('heading', { name: 'Last step' }).waitFor()
    await page.locator('img.field-picture').waitFor()
    await page.getByLabel('Image 1: what somebody who cannot see it should know').fill('A grey sea')
    if (process.env.SCREENSHOTS !== undefined) await page.screenshot({ path: `${process.env.SCREENSHOTS}/form.png` })
    await form.getByRole('button', { name: 'Send to review' }).click()
    const card = page.locator('article.card', { hasText: 'A new ship' })
    await card.getByText('Described as: “A grey sea”').waitFor()
    await card.getByRole('img', { name: 'A grey sea' }).waitFor()
    if (process.env.SCREENSHOTS !== undefined) await page.screenshot({ path: `${process.env.SCREENSHOTS}/card.png` })
    await page.locator('#person').selectOption({ label: await labelOf('Noor') })
    await card.getByRole('button', { name: 'Approve' }).click()
    const shown = page.locator('#public').getByRole('img', { name: 'A grey sea' })
    await shown.waitFor()
    expect(await page.evaluate(`document.querySelector('#public .post-media img').naturalWidth`)).toBe(300)
    if (process.env.SCREENSHOTS !== undefined) await page.screenshot({ path: `${process.env.SCREENSHOTS}/public.png` })
    expect(faults).toEqual([])

    async function labelOf(name: string): Promise<string> {
      const labels = await page.locator('#person option').allTextContents()
      return labels.find(label => label.includes(name)) ?? name
    }
  })
})
