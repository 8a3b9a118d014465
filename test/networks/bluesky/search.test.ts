import { describe, expect, test } from 'vitest'
import { firstCursor, takePage } from '../../../src/networks/bluesky/pages.ts'
import { queryOf } from '../../../src/networks/bluesky/search.ts'

describe('what is asked of a search', () => {
  test.each([
    ['Acme', 'Acme'],
    ['  Acme   Coffee ', 'Acme Coffee'],
    ['« Acme » “Coffee”', 'Acme Coffee'],
    ['from:acme', 'from acme'],
    ['-acme +coffee !x', 'acme coffee x'],
    ['e-acme C++', 'e-acme C++'],
    ['Salt AND (pepper OR NOT salt)', 'Salt and pepper or not salt'],
    ["l'été #été", "l'été #été"],
    ['acme.com AT&T', 'acme.com AT&T'],
    ['ac*me? ~2', 'ac me 2'],
    ['""', ''],
    ['\ud83d', '\ufffd'],
  ])('%j: %j', (phrase, query) => {
    expect(queryOf(phrase)).toBe(query)
  })
})

describe('a walk through the pages', () => {
  const now = new Date('2026-11-20T12:00:00Z')

  test('ends after so many, and goes on from the newest', () => {
    const limits = { remembered: 10, pages: 3 }
    let cursor = firstCursor(now)
    let page = 0
    for (let more = true; more; page++) {
      const at = now.getTime() - page * 60_000
      const entries = [{ at, post: 'unreadable' as const, id: String(page) }]
      const batch = takePage(cursor, { entries, cursor: `page-${page}` }, limits, now)
      cursor = batch.cursor
      more = batch.more
    }
    expect(page).toBe(3)
    expect(cursor.walk).toBeNull()
    // Two hours behind the newest.
    expect(cursor.since).toBe(now.getTime() - 2 * 60 * 60_000)
  })
})
