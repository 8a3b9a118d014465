import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/domain/json.ts'
import { takeNotifications } from '../../../src/networks/bluesky/inbox.ts'
import { firstCursor, type ListCursor, listCursorSchema } from '../../../src/networks/walk.ts'
import { mentionNotification } from './answers.ts'

const US = 'did:plc:us'

describe('the inbox', () => {
  const HOUR = 60 * 60_000
  const start = Date.parse('2026-11-20T12:00:00.000Z')

  function notificationAt(name: string, at: number, extra: object = {}) {
    const uri = `at://did:plc:ann/app.bsky.feed.post/${name}`
    const indexedAt = new Date(at).toISOString()
    return { ...mentionNotification, uri, indexedAt, ...extra }
  }

  const take = (cursor: ListCursor, notifications: readonly unknown[], now = start) =>
    takeNotifications(cursor, { notifications }, US, new Date(now))

  test('leaves out and counts what it cannot read, once', () => {
    const broken = [
      notificationAt('a', start, { record: { text: 7 } }),
      notificationAt('b', start, { uri: 'https://x' }),
      notificationAt('c', start, { indexedAt: 'noon' }),
      'text',
      null,
    ]
    const ignored = [notificationAt('d', start, { reason: 'like', record: {} })]
    const good = notificationAt('e', start)
    const first = take(firstCursor(new Date(start)), [...broken, ...ignored, good])
    expect(first.posts.map(({ remoteId }) => remoteId)).toEqual([good.uri])
    expect(first.dropped).toBe(5)
    const second = take(listCursorSchema.parse(first.cursor), [...broken, ...ignored, good])
    expect(second).toMatchObject({ posts: [], dropped: 0 })
  })

  test('is not blinded by a notification from the future', () => {
    const future = notificationAt('future', start + 1000 * HOUR)
    const first = take(firstCursor(new Date(start)), [future])
    expect(first.posts).toHaveLength(1)
    const second = take(listCursorSchema.parse(first.cursor), [future, notificationAt('now', start + 1)], start + 1)
    expect(second.posts.map(({ remoteId }) => remoteId)).toEqual([notificationAt('now', 0).uri])
  })

  test('stops at pages that are too old even if they are empty', () => {
    const cursor = firstCursor(new Date(start))
    const page = (time: number) => ({ notifications: [], cursor: new Date(time).toISOString() })
    expect(takeNotifications(cursor, page(start - HOUR), US, new Date(start)).more).toBe(true)
    expect(takeNotifications(cursor, page(start - 25 * HOUR), US, new Date(start)).more).toBe(false)
  })

  test('stays small, however much comes', () => {
    let cursor = firstCursor(new Date(start))
    for (let minute = 0; minute < 100; minute++) {
      const now = start + minute * 60_000
      const items = Array.from({ length: 100 }, (_, index) => notificationAt(`${minute}-${index}`, now + index))
      cursor = listCursorSchema.parse(take(cursor, items.toReversed(), now + 100).cursor)
    }
    expect(JSON.stringify(cursor).length).toBeLessThan(12_000)
  })

  type Step =
    | { readonly kind: 'post'; readonly after: number }
    | { readonly kind: 'late'; readonly by: number }
    | { readonly kind: 'read' }
    | { readonly kind: 'crash' }

  test('delivers every post once, whatever happens in between', () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('post' as const),
          after: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 600_000 })),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('late' as const), by: fc.integer({ min: 0, max: 110 * 60_000 }) }),
      },
      { weight: 4, arbitrary: fc.constant({ kind: 'read' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), fc.integer({ min: 3, max: 10 }), (steps, limit) => {
        let now = start
        let saved: Json | undefined
        let count = 0
        const timeline: { at: number; item: object }[] = []
        const delivered: string[] = []

        function post(wanted: number) {
          // Of one millisecond fewer than a page holds.
          let at = wanted
          while (timeline.filter(other => other.at === at).length >= 2) at--
          timeline.push({ at, item: notificationAt(`p${count++}`, at) })
        }
        // As the real read side pages: newest first, and then strictly older than the last one's end.
        function page(cursor: string | undefined) {
          const older = timeline
            .filter(({ at }) => cursor === undefined || at < Date.parse(cursor))
            .toSorted((first, second) => second.at - first.at)
          const last = older[limit - 1]
          return {
            notifications: older.slice(0, limit).map(({ item }) => item),
            ...(last && older.length > limit && { cursor: new Date(last.at).toISOString() }),
          }
        }
        function read(commit: boolean): boolean {
          const cursor = listCursorSchema.safeParse(saved).data ?? firstCursor(new Date(now))
          const batch = takeNotifications(cursor, page(cursor.walk?.page), US, new Date(now))
          if (!commit) return batch.more
          delivered.push(...batch.posts.map(({ remoteId }) => remoteId))
          saved = JSON.parse(JSON.stringify(batch.cursor))
          return batch.more
        }

        for (const one of steps) {
          if (one.kind === 'post') {
            now += one.after
            post(now)
          } else if (one.kind === 'late') post(now - one.by)
          else read(one.kind === 'read')
        }
        // The rest of a walk under way, and a last one from the top.
        while (read(true));
        while (read(true));
        expect(delivered.toSorted()).toEqual(timeline.map((_, index) => notificationAt(`p${index}`, 0).uri).toSorted())
      }),
      { numRuns: 300 },
    )
  })
})
