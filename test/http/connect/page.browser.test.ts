import { eq } from 'drizzle-orm'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listAccounts } from '../../../src/db/queries/accounts.ts'
import { connections } from '../../../src/db/schema/index.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { press } from '../../support/team.ts'
import { findChromium, launchChromium } from '../local/browser.ts'
import { type ConnectWorld, startConnectWorld } from './support.ts'

const chromiumPath = findChromium()
const title =
  chromiumPath === undefined
    ? 'connecting in a browser (SKIPPED: no Chromium found; install one or set CHROMIUM_PATH)'
    : 'connecting in a browser'

const translators = createTranslators()
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }
/** Pixels by which the page is wider than its window. */
const OVERFLOW = 'document.documentElement.scrollWidth - window.innerWidth'

describe.skipIf(chromiumPath === undefined)(title, () => {
  let browser: Browser
  let test: TestDatabase

  beforeAll(async () => {
    browser = await launchChromium(chromiumPath ?? '')
  })

  afterAll(() => browser.close())

  beforeEach(async () => {
    test = await createTestDatabase()
    return () => test[Symbol.asyncDispose]()
  })

  /** Somebody with a browser of their own, and what went wrong in it. */
  async function open(url: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', error => faults.push(error.message))
    page.on('console', message => {
      if (/content security policy|refused to/i.test(message.text())) faults.push(message.text())
    })
    const answer = await page.goto(url)
    return { page, faults, answer, [Symbol.asyncDispose]: () => context.close() }
  }

  /** The server under a name of its own: another site than Vigie's, as in the world. */
  function elsewhere({ server }: ConnectWorld): string {
    return server.url.replace('127.0.0.1', 'localhost')
  }

  async function settle(one: ConnectWorld, word: 'confirm' | 'decline') {
    const { connection } = test.database
    const [row] = await connection.select().from(connections).where(eq(connections.state, 'tried'))
    return press(one.world, 'sam', `connection.${word}`, { id: row!.id, version: 0 })
  }

  it.each(['en', 'fr'] as const)(
    'goes to the network and back, and waits for the word in the chat (%s)',
    async language => {
      const say = translators[language]
      await using one = await startConnectWorld(test, { language })
      await using opened = await open(await one.linkFor('sam', 'connect open'), PHONE)
      const { page, faults } = opened
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0)
      await page.getByRole('button', { name: say('connect.page.continue') }).click()
      await page.getByRole('heading', { name: say('connect.page.authorise.heading') }).waitFor()
      expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0)
      await page.locator('#network-service').fill(elsewhere(one))
      await page.getByRole('button', { name: say('connect.page.authorise') }).click()
      // By itself, over a page of ours that no form policy can stop.
      await page.getByRole('button', { name: 'Deny' }).click()
      await page.getByText(say('connect.problem.denied')).waitFor()
      await page.getByRole('button', { name: say('connect.page.authorise') }).click()
      await page.getByRole('button', { name: 'Authorise' }).click()
      await page.getByRole('heading', { name: say('connect.page.found.heading') }).waitFor()
      expect(page.url()).not.toMatch(/code|state/)
      expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0)
      expect(await settle(one, 'confirm')).toMatchObject({ kind: 'update' })
      await page.reload()
      await page.getByRole('heading', { name: say('connect.page.confirmed.heading', { handle: 'acme' }) }).waitFor()
      const handles = (await listAccounts(test.database.connection, one.world.brand.id)).map(({ handle }) => handle)
      expect(handles).toContain('acme')
      expect(faults).toEqual([])
      expect(one.server.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(1)
    },
  )

  it('is used with the keyboard alone', async () => {
    await using one = await startConnectWorld(test)
    await using opened = await open(await one.linkFor('sam', 'connect scripted'))
    const { page, faults } = opened
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByLabel('Account').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.type('second')
    await page.keyboard.press('Enter')
    // What is missing has the focus, and is read out.
    await page.getByRole('alert').getByText('Enter the password').waitFor()
    expect(await focused(page)).toBe('secret')
    expect(await page.getByLabel('Password for Vigie').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Account').inputValue()).toBe('second')
    await page.keyboard.type('hunter2hunter2')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'It works: one step is left' }).waitFor()
    await settle(one, 'decline')
    await page.reload()
    await page.getByRole('heading', { name: 'The account is not connected' }).waitFor()
    expect(faults).toEqual([])
  })

  it('opens for one browser, whoever comes second and whoever goes back', async () => {
    await using one = await startConnectWorld(test)
    const link = await one.linkFor('sam', 'connect scripted')
    await using first = await open(link)
    await using second = await open(link)
    await first.page.getByRole('button', { name: 'Continue' }).click()
    await first.page.getByLabel('Account').waitFor()
    await second.page.getByRole('button', { name: 'Continue' }).click()
    await second.page.getByText('This link was opened before').waitFor()
    await first.page.goto(link)
    await first.page.getByLabel('Account').waitFor()
  })

  it('is no form of another site, cookie or not', async () => {
    await using one = await startConnectWorld(test)
    await using opened = await open(await one.linkFor('sam', 'connect scripted'))
    const { page } = opened
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Account').waitFor()
    const action = `${page.url()}/sign-in`
    await page.route('http://evil.test/**', route =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${action}"><input name="handle" value="evil"><input name="secret" value="x"><button>Win</button></form>`,
      }),
    )
    await page.goto('http://evil.test/')
    await page.getByRole('button', { name: 'Win' }).click()
    await page.getByText('This form was not sent from Vigie’s page').waitFor()
    const rows = await test.database.connection.select().from(connections)
    expect(rows).toMatchObject([{ state: 'opened', tries: 0, given: null }])
  })

  it('is what it says on a telephone, in the dark as well', async () => {
    await using one = await startConnectWorld(test, { language: 'fr' })
    for (const colorScheme of ['light', 'dark'] as const) {
      await using opened = await open(await one.linkFor('sam', 'connect scripted'), { ...PHONE, colorScheme })
      const { page } = opened
      await page.getByRole('button', { name: 'Continuer' }).tap()
      await page.getByRole('button', { name: 'S’identifier' }).tap()
      await page.getByRole('alert').waitFor()
      expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0)
      const heights = await page
        .locator('input:not([type="hidden"]), button')
        .evaluateAll(all => all.map(element => element.getBoundingClientRect().height))
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
    }
  })
})

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement?.id ?? ""')
}
