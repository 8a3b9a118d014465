import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countDigest, countNetworks, type DigestMention, findReason, rankMentions } from '../../src/domain/digest.ts'
import { SENTIMENTS } from '../../src/domain/sentiment.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = new Date('2026-11-16T00:00:00Z')

function mention(id: string, change: Partial<DigestMention> = {}): DigestMention {
  return {
    id,
    receivedAt: START,
    repliedAt: null,
    sentiment: 'neutral',
    score: 0,
    network: 'local',
    followers: null,
    day: '2026-11-16',
    ...change,
  }
}

const anyMention: fc.Arbitrary<DigestMention> = fc
  .record({
    id: fc.uuid(),
    receivedAt: fc.nat(7 * DAY).map(offset => new Date(START.getTime() + offset)),
    wait: fc.option(fc.nat(3 * DAY), { nil: null }),
    sentiment: fc.option(fc.constantFrom(...SENTIMENTS), { nil: null }),
    score: fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: null }),
    network: fc.constantFrom('local', 'bluesky'),
    followers: fc.option(fc.nat(3), { nil: null }),
    day: fc.constantFrom('2026-11-16', '2026-11-17', '2026-11-18'),
  })
  .map(({ wait, ...rest }) => ({
    ...rest,
    repliedAt: wait === null ? null : new Date(rest.receivedAt.getTime() + wait),
  }))
const anyMentions = fc.uniqueArray(anyMention, { maxLength: 12, selector: one => one.id })

describe('the numbers of a week', () => {
  test('add up', () => {
    fc.assert(
      fc.property(anyMentions, fc.nat(50), (mentions, published) => {
        const numbers = countDigest(mentions, published)
        const unclassified = mentions.filter(one => one.sentiment === null).length
        expect(numbers.negative + numbers.neutral + numbers.positive + unclassified).toBe(numbers.mentions)
        expect(numbers.mentions).toBe(mentions.length)
        expect(numbers.replied).toBe(mentions.filter(one => one.repliedAt !== null).length)
        expect(numbers.published).toBe(published)
        expect(numbers.medianReplyMinutes === null).toBe(numbers.replied === 0)
      }),
    )
  })

  test('half of the replies are not slower than the median, half not faster', () => {
    fc.assert(
      fc.property(anyMentions, mentions => {
        const { medianReplyMinutes: median, replied } = countDigest(mentions, 0)
        if (median === null) return
        const waits = mentions.flatMap(one =>
          one.repliedAt === null ? [] : [(one.repliedAt.getTime() - one.receivedAt.getTime()) / MINUTE],
        )
        expect(waits.filter(wait => wait <= median).length).toBeGreaterThanOrEqual(replied / 2)
        expect(waits.filter(wait => wait >= median).length).toBeGreaterThanOrEqual(replied / 2)
      }),
    )
  })

  test('the median of an even number of replies lies between the two in the middle', () => {
    const waits = [30, 10, 500, 20].map((minutes, index) =>
      mention(String(index), { repliedAt: new Date(START.getTime() + minutes * MINUTE) }),
    )
    expect(countDigest(waits, 0).medianReplyMinutes).toBe(25)
    expect(countDigest(waits.slice(0, 3), 0).medianReplyMinutes).toBe(30)
  })
})

describe('what each network had', () => {
  test('adds up, most first, and names each once', () => {
    fc.assert(
      fc.property(anyMentions, mentions => {
        const networks = countNetworks(mentions)
        const numbers = countDigest(mentions, 0)
        const sum = (count: (one: (typeof networks)[number]) => number) =>
          networks.reduce((so, one) => so + count(one), 0)
        expect(sum(one => one.mentions)).toBe(numbers.mentions)
        expect(sum(one => one.negative)).toBe(numbers.negative)
        expect(new Set(networks.map(one => one.network))).toEqual(new Set(mentions.map(one => one.network)))
        expect(networks.map(one => one.mentions)).toEqual(networks.map(one => one.mentions).sort((a, b) => b - a))
      }),
    )
  })
})

describe('the mentions that matter most', () => {
  test('are those of authors with many followers, then the clearest, then the newest', () => {
    const mentions = [
      mention('nobody, calm'),
      mention('nobody, clear', { score: -0.9 }),
      mention('nobody, clear and new', { score: 0.9, receivedAt: new Date(START.getTime() + HOUR) }),
      mention('some, calm', { followers: 10 }),
      mention('some, clear', { followers: 10, score: 0.4 }),
      mention('many, unclassified', { followers: 9_000, score: null }),
    ]
    expect(rankMentions(mentions).map(one => one.id)).toEqual([
      'many, unclassified',
      'some, clear',
      'some, calm',
      'nobody, clear and new',
      'nobody, clear',
      'nobody, calm',
    ])
  })

  test('are the same in whatever order they were read, and none is lost', () => {
    const shuffled = anyMentions.chain(given =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        const ranked = rankMentions(given).map(one => one.id)
        expect(rankMentions(other).map(one => one.id)).toEqual(ranked)
        expect([...ranked].sort()).toEqual(given.map(one => one.id).sort())
        const followers = rankMentions(given).map(one => one.followers ?? 0)
        expect(followers).toEqual([...followers].sort((left, right) => right - left))
      }),
    )
  })
})

describe('the reason of a week', () => {
  const bad = (id: string, change: Partial<DigestMention> = {}) =>
    mention(id, { sentiment: 'negative', score: -0.5, ...change })

  test('more complaints come before more mentions, with the busiest day and network of the complaints', () => {
    const current = [
      bad('a', { day: '2026-11-17', network: 'bluesky' }),
      bad('b', { day: '2026-11-18', network: 'bluesky', score: -0.9 }),
      bad('c', { day: '2026-11-18', network: 'local' }),
      ...['d', 'e', 'f', 'g'].map(id => mention(id, { day: '2026-11-16' })),
    ]
    expect(findReason(current, { mentions: 1, negative: 1 })).toEqual({
      kind: 'more-negative',
      difference: 2,
      day: '2026-11-18',
      dayCount: 2,
      network: 'bluesky',
      exampleId: 'b',
    })
  })

  test.each([
    ['less-negative', 3, [], { mentions: 3, negative: 3 }],
    ['more-mentions', 2, [mention('a'), mention('b')], { mentions: 0, negative: 0 }],
    ['fewer-mentions', 4, [mention('a')], { mentions: 5, negative: 0 }],
    ['steady', 0, [mention('a')], { mentions: 1, negative: 0 }],
    ['steady', 0, [], { mentions: 0, negative: 0 }],
  ] as const)('%s by %i', (kind, difference, current, before) => {
    expect(findReason(current, before)).toMatchObject({ kind, difference })
  })

  test('always fits the numbers, and what it names is there', () => {
    fc.assert(
      fc.property(anyMentions, fc.nat(12), fc.nat(12), (current, mentions, negative) => {
        const reason = findReason(current, { mentions, negative })
        const now = countDigest(current, 0)
        const change = { negative: now.negative - negative, mentions: now.mentions - mentions }
        const expected =
          change.negative !== 0
            ? [change.negative > 0 ? 'more-negative' : 'less-negative', Math.abs(change.negative)]
            : change.mentions !== 0
              ? [change.mentions > 0 ? 'more-mentions' : 'fewer-mentions', Math.abs(change.mentions)]
              : ['steady', 0]
        expect([reason.kind, reason.difference]).toEqual(expected)

        expect([reason.day === null, reason.network === null, reason.exampleId === null]).toEqual(
          Array(3).fill(current.length === 0),
        )
        expect(reason.dayCount).toBeLessThanOrEqual(current.filter(one => one.day === reason.day).length)
        const example = current.find(one => one.id === reason.exampleId)
        if (reason.kind === 'more-negative') {
          expect(example?.sentiment).toBe('negative')
          const worst = Math.min(...current.filter(one => one.sentiment === 'negative').map(one => one.score ?? 0))
          // Not toBe, which tells 0 from -0.
          expect((example?.score ?? 0) === worst).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
