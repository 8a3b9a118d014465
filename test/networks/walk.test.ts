import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IncomingPost } from '../../src/domain/post.ts'
import { pageBelow } from '../../src/networks/mastodon/below.ts'
import { firstCursor, type ListCursor, type Listed, takeListPage } from '../../src/networks/walk.ts'

const START = Date.parse('2026-11-20T08:00:00Z')
const MINUTE = 60_000

function postOf(id: string): IncomingPost {
  return {
    ...{ origin: 'https://a.example', remoteId: id, url: null, text: id, kind: 'public', replyTo: null, reference: id },
    author: { remoteId: 'ann', handle: 'ann', name: 'Ann', followers: null },
    publishedAt: new Date(START),
  }
}

/** A list as a server has it, read by pages as the adapter reads it. */
function createList(overlap: number, pageSize: number) {
  const items: { readonly id: string; readonly at: number }[] = []
  return {
    add: (id: string, at: number) => void items.push({ id, at }),
    /** One page, from what the last one left. */
    read(cursor: ListCursor, now: Date, pages = 50) {
      const sorted = items.toSorted((one, other) => other.at - one.at || other.id.localeCompare(one.id))
      const page = cursor.walk?.page
      const start = page === undefined ? 0 : sorted.findIndex(({ id }) => id === page) + 1
      const shown = sorted.slice(start, start + pageSize)
      const listed: Listed[] = shown.map(({ id, at }) => ({ id, at, post: postOf(id) }))
      const rules = { overlap, remembered: 400, pages, now }
      const { posts, more, isCut, ...taken } = takeListPage(cursor, listed, shown.at(-1)?.id, rules)
      const next: ListCursor = JSON.parse(JSON.stringify(taken.cursor))
      return { ids: posts.map(({ remoteId }) => remoteId), cursor: next, more, isCut }
    },
  }
}

describe('a list that comes newest first', () => {
  test('is delivered whole and once, however it grows while it is read, and whatever arrives late', () => {
    const steps = fc.array(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({ kind: fc.constant('adds' as const), late: fc.integer({ min: 0, max: 9 }) }),
        },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('reads' as const) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('crashes' as const) }) },
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 5 }), (all, pageSize) => {
        const list = createList(10 * MINUTE, pageSize)
        let now = START
        let added = 0
        let cursor = firstCursor(new Date(START))
        let saved = cursor
        const seen: string[] = []
        const read = () => {
          const result = list.read(cursor, new Date(now))
          seen.push(...result.ids)
          saved = cursor
          cursor = result.cursor
          return result.more
        }
        for (const step of all) {
          now += MINUTE / 2
          // As late as is allowed for: what is later is lost to any reader of such a list.
          if (step.kind === 'adds') list.add(`post-${String(added++).padStart(3, '0')}`, now - step.late * MINUTE)
          if (step.kind === 'reads') read()
          if (step.kind === 'crashes') cursor = saved
        }
        const readAll = () => {
          while (read());
        }
        // What came while a walk was under way is for the next one.
        readAll()
        readAll()
        expect(new Set(seen).size).toBe(added)
        if (!all.some(({ kind }) => kind === 'crashes')) expect(seen).toHaveLength(added)
        const settled = cursor
        readAll()
        expect(cursor).toEqual(settled)
      }),
      { numRuns: 300 },
    )
  })

  test('is not walked for ever, nor remembered for ever', () => {
    const list = createList(24 * 60 * MINUTE, 40)
    for (let index = 0; index < 3_000; index++) list.add(`post-${index}`, START - index * 1_000)
    let cursor = firstCursor(new Date(START))
    let pages = 0
    const cuts: boolean[] = []
    for (let more = true; more; pages++) {
      const result = list.read(cursor, new Date(START))
      ;({ cursor, more } = result)
      cuts.push(result.isCut)
      expect(cursor.delivered.length).toBeLessThanOrEqual(400)
    }
    expect(pages).toBe(50)
    // It says that it leaves the other thousand.
    expect(cuts.map((isCut, page) => (isCut ? page : -1)).filter(page => page >= 0)).toEqual([49])
    // The next look ends where memory does.
    expect(list.read(cursor, new Date(START)).ids).toEqual([])
  })

  test('that ends where its last page does is not cut', () => {
    const list = createList(24 * 60 * MINUTE, 40)
    for (let index = 0; index < 100; index++) list.add(`post-${index}`, START - index * 1_000)
    let cursor = firstCursor(new Date(START))
    for (let more = true; more; ) {
      const result = list.read(cursor, new Date(START), 4)
      ;({ cursor, more } = result)
      expect(result.isCut).toBe(false)
    }
  })

  test('with a time in the future hides nothing to come', () => {
    const list = createList(MINUTE, 10)
    list.add('tomorrow', START + 24 * 60 * MINUTE)
    const first = list.read(firstCursor(new Date(START)), new Date(START))
    list.add('now', START + MINUTE)
    expect(list.read(first.cursor, new Date(START + MINUTE)).ids).toEqual(['now'])
  })

  test.each([
    [undefined, ['3', '2'], '2'],
    [undefined, [], undefined],
    ['<https://a.example/x?max_id=2>; rel="next", <https://a.example/x?min_id=3>; rel="prev"', ['3', '2'], '2'],
    ['<https://a.example/x?min_id=3>; rel="prev"', ['3', '2'], undefined],
    ['<https://a.example/x?max_id=9>; rel=next', ['3'], '3'],
  ])('goes on below as the server says: %j', (link, ids, expected) => {
    expect(pageBelow(ids, new Headers(link === undefined ? {} : { link }))).toBe(expected)
  })
})
