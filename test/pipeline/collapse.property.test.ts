import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SUMMARY_PACE } from '../../src/domain/collapse.ts'
import { isDealtWith } from '../../src/domain/mention.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type Happening, happenings, NoiseStory } from '../support/noise-story.ts'
import { shown } from '../support/outbox.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const delivers: Happening = { kind: 'delivers' }
const hears = (count: number, nasty = false): Happening => ({ kind: 'hears', count, nasty })
const passes = (seconds: number): Happening => ({ kind: 'time-passes', seconds })

/** Stories that are always told: a burst with a death in it, a night, an outage, a summary whose answer was lost. */
const KNOWN: [Happening[]][] = [
  [[hears(14), delivers, { kind: 'dies-delivering', shown: true }, hears(14, true), delivers, passes(4), delivers]],
  [[{ kind: 'sets', words: 'batch 30' }, hears(5), hears(3, true), delivers, passes(4_000), delivers]],
  [
    [
      hears(3),
      { kind: 'goes-wrong', step: { kind: 'throws', shown: true } },
      delivers,
      hears(9),
      passes(1_000),
      delivers,
    ],
  ],
  [[hears(14), { kind: 'takes-out', nth: 0 }, delivers, { kind: 'takes-out', nth: 1 }, passes(20), delivers]],
]

/** Edits of the same card that came closer together than they may. */
function hasty(times: readonly number[]): number {
  return times.filter((at, index) => at - (times[index - 1] ?? Number.NEGATIVE_INFINITY) < SUMMARY_PACE).length
}

test('whatever happens, each mention is in exactly one place, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, async all => {
      const story = await NoiseStory.begin(shared)
      for (const happening of all) {
        await story.happen(happening)
        expect(await story.contradictions()).toEqual([])
      }
      await story.settle()
      expect(await story.contradictions()).toEqual([])
      const rows = await story.cards()
      // A note waits for the card that it belongs below, which what is dealt with may never get.
      const pending = rows.filter(row => row.summaryId === null && row.shown < row.wanted && row.subjectKind !== 'note')
      expect(pending).toEqual([])
      const keys = new Set(shown(story.world).map(message => message.key))
      const filters = all.some(one => one.kind === 'sets' && one.words === 'negative')
      for (const mention of await story.mentions()) {
        const row = rows.find(one => one.subjectKind === 'mention' && one.subjectId === mention.id)
        // What a channel does not want has no card; an alert always has.
        if (row === undefined) expect([filters, mention.isAlert]).toEqual([true, false])
        else if (row.summaryId === null) expect(keys.has(row.id) || isDealtWith(mention)).toBe(true)
        else expect(rows.some(one => one.subjectId === row.summaryId && keys.has(one.id))).toBe(true)
      }
      const summaryMessages = rows.flatMap(row => (row.subjectKind === 'summary' ? [row.messageId ?? ''] : []))
      // A change in the middle of a delivery is told right after it.
      const atOnce = all.filter(one => one.kind === 'delivers-twice' || one.kind === 'goes-wrong').length
      for (const id of summaryMessages) expect(hasty(story.edits.get(id) ?? [])).toBeLessThanOrEqual(atOnce)
      await story.world.notify.stop()
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 25), examples: KNOWN },
  )
}, 120_000)
