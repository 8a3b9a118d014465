import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEditing } from '../support/correcting.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type Happening, happenings, Story } from '../support/interleavings.ts'
import { draftOf } from '../support/team.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** Whatever was held up goes on: the account works, time passes, a person looks where one is asked to. */
async function settle(story: Story): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await story.happen({ kind: 'signs-in' })
    await story.happen({ kind: 'performs', step: { kind: 'succeeds' }, lookUp: null })
    await story.happen({ kind: 'looks', who: 'sam' })
    await story.happen({ kind: 'time-passes', minutes: 90 })
    expect(story.unapproved()).toEqual([])
  }
}

const noorApproves: Happening = { kind: 'approves', who: 'noor' }
const lost = (published: boolean): Happening => ({
  kind: 'performs',
  step: { kind: 'fails', fault: { kind: 'outcome-unknown' }, published },
  lookUp: null,
})
const fails = (kind: 'unavailable' | 'unauthorised'): Happening => ({
  kind: 'performs',
  step: { kind: 'fails', fault: { kind } },
  lookUp: null,
})
const withdraws: Happening = { kind: 'presses', who: 'camille', action: 'draft.withdraw' }

const KNOWN: [number, Happening[]][] = [
  [1, [noorApproves, lost(true), withdraws]],
  [1, [noorApproves, lost(true), fails('unavailable'), withdraws]],
  [1, [noorApproves, lost(true), fails('unauthorised'), { kind: 'edits', who: 'alex', inMinutes: null }]],
  [1, [noorApproves, { kind: 'dies-performing', published: true }, withdraws]],
  [2, [noorApproves, lost(true), { kind: 'edits', who: 'alex', inMinutes: null }, noorApproves]],
]

test('whatever happens, what is published is replaced by approved words alone, and the card says which', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 }), happenings, async (approvals, all) => {
      const policy = { approvals, authorMayApprove: false }
      const world = await createEditing(shared, {}, { brand: { policy: { approvals: 1, authorMayApprove: false } } })
      const story = await Story.correct(world)
      await story.happen({ kind: 'policy-changes', approvals: policy.approvals })
      for (const happening of all) {
        await story.happen(happening)
        expect(story.unapproved()).toEqual([])
      }
      await settle(story)
      const { row, revision } = await draftOf(world, story.id)
      const text = revision.content.variants[0]?.text
      expect(world.network.posts.map(post => post.text)).toEqual([
        row.state === 'published' ? text : 'What was said first',
      ])
      expect(['approved', 'scheduled', 'publishing', 'outcome-unknown']).not.toContain(row.state)
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 15), examples: KNOWN },
  )
}, 120_000)
