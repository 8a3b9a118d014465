import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type Happening, happenings, Story } from '../support/interleavings.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { createWorld } from '../support/world.ts'

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
const lost: Happening = {
  kind: 'performs',
  step: { kind: 'fails', fault: { kind: 'outcome-unknown' }, published: true },
  lookUp: null,
}
const submits: Happening = { kind: 'presses', who: 'camille', action: 'draft.submit' }

/** Stories that are always told, with the number of approvals they begin with: the ways in which others have failed. */
const KNOWN: [number, Happening[]][] = [
  [1, [noorApproves, lost]],
  [1, [noorApproves, { kind: 'dies-performing', published: true }]],
  [1, [noorApproves, { kind: 'at-once', happenings: [{ kind: 'edits', who: 'alex', inMinutes: null }, lost] }]],
  [2, [noorApproves, { kind: 'asks-for-changes', who: 'alex' }, submits, { kind: 'approves', who: 'sam' }]],
  [1, [noorApproves, { kind: 'policy-changes', approvals: 2 }, lost, { kind: 'approves', who: 'sam' }, lost]],
]

test.each(['certain', 'likely', 'none'] as const)(
  'whatever happens, only approved words go out, and only once (look-up: %s)',
  async lookUp => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 }), happenings, async (approvals, all) => {
        const network = createScriptedNetwork({ lookUp })
        const policy = { approvals, authorMayApprove: false }
        const story = await Story.begin(await createWorld(shared, { networks: [network], brand: { policy } }))
        for (const happening of all) {
          await story.happen(happening)
          expect(story.unapproved()).toEqual([])
          expect(network.posts.length).toBeLessThanOrEqual(1)
        }
        await settle(story)
        const state = await story.state()
        expect(network.posts).toHaveLength(state === 'published' ? 1 : 0)
        expect(['approved', 'scheduled', 'publishing', 'outcome-unknown']).not.toContain(state)
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 30), examples: KNOWN },
    )
  },
  120_000,
)
