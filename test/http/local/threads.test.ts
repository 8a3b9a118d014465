import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countUnseen, parseSeen, withSeen } from '../../../src/http/local/seen.ts'
import { buildThreads } from '../../../src/http/local/threads.ts'
import type { LocalPost } from '../../../src/networks/local/store.ts'

function postOf(id: number, replyTo: number | null): LocalPost {
  const text = { author: 'Robin', text: `post ${id}`, media: [], quote: null }
  return {
    id: String(id),
    ...text,
    replyTo: replyTo === null ? null : String(replyTo),
    at: new Date(id * 1_000),
    editedAt: null,
  }
}

describe('buildThreads', () => {
  it('puts answers under what they answer, oldest first, and the newest thread on top', () => {
    const posts = [postOf(5, 2), postOf(4, 99), postOf(3, null), postOf(2, 1), postOf(1, null)]
    const shape = buildThreads(posts).map(({ root, answers }) => [root.id, answers.map(({ id }) => id)])
    expect(shape).toEqual([
      ['4', []],
      ['3', []],
      ['1', ['2', '5']],
    ])
  })

  it('shows every post exactly once, whatever answers whatever', () => {
    const parents = fc.array(fc.option(fc.nat(30), { nil: null }), { maxLength: 30 })
    fc.assert(
      fc.property(parents, given => {
        const posts = given.map((parent, index) => postOf(index, parent)).reverse()
        const shown = buildThreads(posts).flatMap(({ root, answers }) => [root, ...answers])
        expect(new Set(shown)).toEqual(new Set(posts))
        expect(shown).toHaveLength(posts.length)
      }),
    )
  })
})

describe('what has been seen', () => {
  it('is nothing, if the cookie is none of ours', () => {
    for (const cookie of [undefined, '', 'x', '[]', '{"mentions":"x"}', 'null']) expect(parseSeen(cookie)).toEqual({})
  })

  it('goes forward only, and forgets channels that are gone', () => {
    const seen = withSeen({ mentions: 20, gone: 1 }, 'mentions', 10, ['mentions', 'alerts'])
    expect(seen).toEqual({ mentions: 20 })
    expect(withSeen(seen, 'alerts', 5, ['mentions', 'alerts'])).toEqual({ mentions: 20, alerts: 5 })
  })

  it('counts what came later', () => {
    const card = { header: 'H', tone: 'neutral', elements: [] } as const
    const messages = [1, 2, 3].map(at => ({
      id: String(at),
      channel: 'mentions',
      card: { en: card, fr: card },
      notes: [],
      at: new Date(at),
      updatedAt: new Date(9),
    }))
    expect(countUnseen(messages, undefined)).toBe(3)
    expect(countUnseen(messages, 2)).toBe(1)
    expect(countUnseen(messages, 3)).toBe(0)
  })
})
