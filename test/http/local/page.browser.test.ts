import type { Browser } from 'playwright-core'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { findChromium, launchChromium, visit } from './browser.ts'
import { createTestHandlers, done, type Heard, mentionCard } from './browser-handlers.ts'
import { fillWorkspace, type LocalServer, startLocalServer } from './support.ts'

const chromiumPath = findChromium()
const title =
  chromiumPath === undefined
    ? 'the page in a browser (SKIPPED: no Chromium found; install one or set CHROMIUM_PATH)'
    : 'the page in a browser'

/** Pixels by which the page is wider than its window. */
const OVERFLOW = 'document.documentElement.scrollWidth - window.innerWidth'

const mentions = { workspace: 'local', channel: 'mentions', language: 'en' } as const

/** What the handlers heard. */
let heard: Heard[] = []
let server: LocalServer

const handlers = createTestHandlers({
  hear: one => heard.push(one),
  setLanguage: (user, language) => server.platform.setLanguage(user, language),
})

describe.skipIf(chromiumPath === undefined)(title, () => {
  let browser: Browser
  let test: TestDatabase

  beforeAll(async () => {
    browser = await launchChromium(chromiumPath ?? '')
  })

  afterAll(() => browser.close())

  beforeEach(async () => {
    heard = []
    test = await createTestDatabase()
    await fillWorkspace(test.database)
    server = await startLocalServer({ database: test.database, handlers })
    return async () => {
      await server[Symbol.asyncDispose]()
      await test[Symbol.asyncDispose]()
    }
  })

  it('walks from a visitor’s post over a card and its form to an answer', async () => {
    await using opened = await visit(browser, server.url)
    const { page, faults } = opened
    await page.getByText('Quiet so far').waitFor()
    await page.getByRole('button', { name: 'Write as a visitor' }).click()
    expect(await page.getByLabel('Your post').inputValue()).toContain('Acme')
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.getByText('Say who is writing.').waitFor()
    await page.getByLabel('Your name').fill('Robin')
    await page.getByLabel('Your post').fill('Acme is down again')
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    await page.locator('.post', { hasText: 'Acme is down again' }).waitFor()
    expect(await page.getByLabel('Your post').inputValue()).toBe('')
    expect((await server.posts.latest(1))[0]).toMatchObject({ author: 'Robin', text: 'Acme is down again' })

    await server.platform.post(mentions, v7(), mentionCard('Robin', 'Acme is down again'))
    const card = page.locator('.card', { hasText: 'Robin on Local' })
    await card.getByRole('button', { name: 'Reply' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Send to review' }).click()
    await dialog.getByText('This cannot be empty.').waitFor()
    const field = dialog.getByLabel('Answer')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.evaluate(element => element === element.ownerDocument.activeElement)).toBe(true)
    await field.fill('We are on it.\nSorry!')
    await dialog.getByRole('button', { name: 'Send to review' }).click()
    await card.getByText('Sent to review.').waitFor()
    expect(await dialog.count()).toBe(0)
    expect(heard.at(-1)).toEqual({ user: 'ada', what: 'submit', values: { text: 'We are on it.\nSorry!' } })

    await server.posts.insert({ author: 'acme', text: 'Back again!', replyTo: null, key: v7() })
    await page.locator('.post.ours', { hasText: 'Back again!' }).getByText('Official account').waitFor()
    expect(faults).toEqual([])
  })

  it('lets a visitor like a post and take it back, once it has a name', async () => {
    const { id } = await server.posts.insert({ author: 'acme', text: 'New beans today', replyTo: null, key: null })
    await using opened = await visit(browser, server.url)
    const { page } = opened
    const like = page.locator(`[data-like="${id}"]`)
    await like.click()
    await page.locator('#public [data-error="author"]').first().getByText('Say who is writing.').waitFor()
    await page.locator('#public [data-post-form] input').first().fill('Robin')
    await like.click()
    await like.getByText('Like · 1').waitFor()
    await server.posts.mark('like', id, 'Ann')
    await like.getByText('Like · 2').waitFor()
    await like.click()
    await like.getByText('Like · 1').waitFor()
  })

  it('shows in its place what the author of a post changes', async () => {
    const { id, media } = await server.posts.insert({ author: 'acme', text: 'Open Monday', replyTo: null, key: null })
    await using opened = await visit(browser, server.url)
    const post = opened.page.locator(`#post-${id}`)
    await post.getByText('Open Monday').waitFor()
    await server.posts.edit(id, 'acme', { text: 'Open Tuesday', media })
    await post.getByText('Open Tuesday').waitFor()
    await post.getByText('edited').waitFor()
    await post.locator('[data-like]').getByText('Like').waitFor()
  })

  it('asks before what is dangerous, and shows the new card at once', async () => {
    const message = await server.platform.post(mentions, v7(), mentionCard('Robin', 'Meh'))
    await using opened = await visit(browser, server.url)
    const { page } = opened
    const card = page.locator(`[data-message="${message}"]`)
    await card.getByRole('button', { name: 'Ignore' }).click()
    const confirm = page.getByRole('dialog')
    await confirm.getByText('Ignore it?').waitFor()
    await confirm.getByRole('button', { name: 'Cancel' }).click()
    expect(heard).toEqual([])
    await card.getByRole('button', { name: 'Ignore' }).click()
    await confirm.getByRole('button', { name: 'Ignore' }).click()
    await card.getByRole('heading', { name: 'Ignored' }).waitFor()
    await card.getByText('Nobody need reply.').waitFor()
    // Another card makes the page look again, while the store still has the old one.
    await server.platform.post(mentions, v7(), mentionCard('Kim', 'Something else'))
    await page.locator('.card', { hasText: 'Kim on Local' }).waitFor()
    expect(await card.getByRole('heading', { name: 'Ignored' }).count()).toBe(1)
    await server.platform.update(mentions, message, { ...done, en: { ...done.en, header: 'Ignored by Ada' } })
    await card.getByRole('heading', { name: 'Ignored by Ada' }).waitFor()
  })

  it('keeps what somebody types, unfolds and has in focus while sixty cards rush in', async () => {
    const long = `Beginning ${'and on '.repeat(1_500)}END`
    const first = await server.platform.post(mentions, v7(), mentionCard('Long', long))
    await using opened = await visit(browser, server.url)
    const { page } = opened
    const folded = page.locator(`[data-message="${first}"]`)
    expect(await folded.getByText('END').isVisible()).toBe(false)
    await folded.getByText('Read on').click()
    await page.getByLabel('Your post').fill('half a sentence')
    await page.getByLabel('Command to Vigie').fill('dra')
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        server.platform.post(mentions, v7(), mentionCard(`Visitor ${index}`, `Acme ${index}`)),
      ),
    )
    await page.locator('[data-message]').nth(60).waitFor()
    await page.getByLabel('Command to Vigie').pressSequentially('ft')
    expect(await page.getByLabel('Command to Vigie').inputValue()).toBe('draft')
    expect(await page.getByLabel('Your post').inputValue()).toBe('half a sentence')
    expect(await folded.locator('details.fold').getAttribute('open')).toBe('')
    expect(await page.locator('#announcer').textContent()).toMatch(/new cards? in mentions/i)
    await page.keyboard.press('Enter')
    await page.locator('#command-note').getByText('You wrote draft').waitFor()
  })

  it('changes the language of page, cards and answers, and keeps what is half written', async () => {
    await server.platform.post(mentions, v7(), mentionCard('Robin', 'Acme'))
    await using opened = await visit(browser, server.url)
    const { page } = opened
    await page.getByLabel('Your post').fill('à moitié')
    await page.getByRole('link', { name: 'Français' }).click()
    await page.getByText('En direct').waitFor()
    await page.getByRole('heading', { name: 'Robin sur Local' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
    expect(await page.getByLabel('Votre post').inputValue()).toBe('à moitié')
    expect((await server.platform.members())[0]?.language).toBe('fr')
    await page.reload()
    await page.getByRole('heading', { name: 'Robin sur Local' }).waitFor()
    await page.getByLabel('Commande à Vigie').fill('lang en')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Robin on Local' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
  })

  it('lets one be another person of the team, also after a reload', async () => {
    await using opened = await visit(browser, server.url)
    const { page } = opened
    await page.getByLabel('You are').selectOption('chloe')
    await page.getByRole('button', { name: '/vigie status' }).click()
    await page.getByText('You wrote status').waitFor()
    expect(heard).toEqual([{ user: 'chloe', what: '/vigie status' }])
    await page.reload()
    expect(await page.getByLabel('You are').inputValue()).toBe('chloe')
  })

  it('counts what is new in other channels, and goes there and back without losing a word', async () => {
    await using opened = await visit(browser, server.url)
    const { page } = opened
    await page.getByLabel('Your post').fill('half a sentence')
    await server.platform.post({ ...mentions, channel: 'alerts' }, v7(), mentionCard('Nadia', 'A disgrace'))
    const alerts = page.getByRole('link', { name: /alerts/ })
    await alerts.getByText('1 new card').waitFor({ state: 'attached' })
    await alerts.click()
    await page.locator('.card', { hasText: 'Nadia on Local' }).waitFor()
    await page.locator('.unseen').waitFor({ state: 'detached' })
    await page.goBack()
    await page.locator('[data-channel="mentions"]').waitFor()
    expect(await page.getByLabel('Your post').inputValue()).toBe('half a sentence')
  })

  it('works with the keyboard alone', async () => {
    await server.platform.post(mentions, v7(), mentionCard('Robin', 'Acme'))
    await using opened = await visit(browser, server.url)
    const { page } = opened
    const focused = () => page.evaluate('document.activeElement?.textContent?.trim()')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the cards')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Reply')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('By hand')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focused()).toBe('Reply')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('By hand')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Sent to review.').waitFor()
    expect(heard.at(-1)?.values).toEqual({ text: 'By hand' })
    expect(await focused()).toBe('Reply')
  })

  it('fits a phone, one side at a time', async () => {
    await server.platform.post(mentions, v7(), mentionCard('x'.repeat(64), 'y'.repeat(500)))
    await server.posts.insert({ author: 'x'.repeat(64), text: 'y'.repeat(500), replyTo: null, key: null })
    await using opened = await visit(browser, server.url, { viewport: { width: 390, height: 844 } })
    const { page } = opened
    const overflow = () => page.evaluate(OVERFLOW)
    const reply = page.locator('.card').getByRole('button', { name: 'Reply' })
    expect(await overflow()).toBe(0)
    expect(await reply.isVisible()).toBe(true)
    expect(await page.getByLabel('Your post').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Public', exact: true }).click()
    expect(await overflow()).toBe(0)
    expect(await reply.isVisible()).toBe(false)
    expect(await page.getByLabel('Your post').isVisible()).toBe(true)
    await server.platform.post(mentions, v7(), mentionCard('Kim', 'News'))
    await page.locator('[data-show="team"].has-news').waitFor()
    await page.getByRole('button', { name: 'Team', exact: true }).click()
    await page.locator('.card', { hasText: 'Kim on Local' }).waitFor()
  })

  it('takes no harm from hostile texts', async () => {
    const texts = [
      '<script>window.harmed = true</script>',
      '<img src=x onerror="window.harmed = true">',
      '</p></article></li></ol><h1>Bigger</h1>',
      '\u202Egnp.exe javascript:alert(1)',
      `Z${'\u0301'.repeat(400)}algo`,
      'w'.repeat(10_000),
    ]
    for (const text of texts) {
      await server.platform.post(mentions, v7(), mentionCard(text.slice(0, 60), text))
      await server.posts.insert({ author: text.slice(0, 60), text, replyTo: null, key: null })
    }
    await using opened = await visit(browser, server.url)
    const { page, faults } = opened
    const [live = ''] = texts
    await server.platform.post(mentions, v7(), mentionCard(live, live))
    await page.locator('[data-message]').nth(texts.length).waitFor()
    expect(await page.evaluate('"harmed" in window')).toBe(false)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.locator('[href^="javascript:" i]').count()).toBe(0)
    expect(await page.evaluate(OVERFLOW)).toBe(0)
    expect(faults).toEqual([])
  })

  it('comes back by itself after Vigie was away, with what it missed', async () => {
    await using opened = await visit(browser, server.url)
    const { page } = opened
    await server[Symbol.asyncDispose]()
    await page.locator('[data-live].lost').waitFor()
    await page.getByRole('button', { name: '/vigie status' }).click()
    await page.getByText('Vigie does not answer.').waitFor()
    server = await startLocalServer({ database: test.database, handlers, port: Number(new URL(server.url).port) })
    await server.platform.post(mentions, v7(), mentionCard('Robin', 'While you were away'))
    await page.locator('.card', { hasText: 'While you were away' }).waitFor()
    await page.locator('[data-live]:not([hidden], .lost)').waitFor()
  })

  it('can be read without scripts, and says what is missing', async () => {
    await server.platform.post(mentions, v7(), mentionCard('Robin', 'Acme'))
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'fr-FR' })
    const page = await context.newPage()
    await page.goto(server.url)
    expect(await page.getByRole('heading', { name: 'Robin sur Local' }).isVisible()).toBe(true)
    expect(await page.locator('.noscript', { hasText: 'Sans scripts' }).isVisible()).toBe(true)
    await page.getByRole('link', { name: 'drafts' }).click()
    await page.getByText('Rien à valider').waitFor()
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByText('Nothing to review').waitFor()
    await context.close()
  })
})
