import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type Happening, happenings, Story } from '../support/interleavings.ts'
import { createScriptedNetwork, type ScriptedNetwork } from '../support/scripted-network.ts'
import { createWorld } from '../support/world.ts'

const PARTS = 3

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** No post twice, none before the one that it answers, and all of the same text. */
function expectThread({ posts }: ScriptedNetwork): void {
  const [first] = posts
  const text = first?.text.replace(/\d+$/, '')
  expect(posts.map(post => post.text)).toEqual(posts.map((_, index) => `${text}${index + 1}`))
  expect(posts.map(({ replyTo }) => replyTo)).toEqual(
    [null, ...posts.map(post => post.reference)].slice(0, posts.length),
  )
}

/** Whatever was held up goes on: the account works, time passes, a person looks where one is asked to. */
async function settle(story: Story): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    await story.happen({ kind: 'signs-in' })
    await story.happen({ kind: 'performs', step: { kind: 'succeeds' }, lookUp: null })
    await story.happen({ kind: 'looks', who: 'sam' })
    await story.happen({ kind: 'time-passes', minutes: 90 })
    expect(story.unapproved()).toEqual([])
    expectThread(story.world.network)
  }
}

const noorApproves: Happening = { kind: 'approves', who: 'noor' }
const performs = (step: Extract<Happening, { kind: 'performs' }>['step']): Happening => {
  return { kind: 'performs', step, lookUp: null }
}
const lost = performs({ kind: 'fails', fault: { kind: 'outcome-unknown' }, published: true })
const refused = performs({ kind: 'fails', fault: { kind: 'rejected', reason: 'other' } })
const retries: Happening = { kind: 'presses', who: 'alex', action: 'draft.retry' }

/** Stories that are always told, with the number of approvals they begin with. */
const KNOWN: [number, Happening[]][] = [
  [1, [noorApproves, lost, lost, lost]],
  [1, [noorApproves, { kind: 'dies-performing', published: true }, { kind: 'dies-performing', published: false }]],
  [1, [noorApproves, performs({ kind: 'succeeds' }), refused, retries, refused, retries]],
  [1, [noorApproves, lost, { kind: 'policy-changes', approvals: 2 }, { kind: 'looks', who: 'sam' }, retries]],
  [1, [noorApproves, { kind: 'at-once', happenings: [lost, lost, { kind: 'edits', who: 'alex', inMinutes: null }] }]],
  [1, [noorApproves, lost, refused, { kind: 'presses', who: 'sam', action: 'draft.give-up' }, retries]],
]

test.each(['certain', 'likely', 'none'] as const)(
  'whatever happens, a thread goes out in its order, each approved post once (look-up: %s)',
  async lookUp => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 }), happenings, async (approvals, all) => {
        const network = createScriptedNetwork({ lookUp, threads: true })
        const policy = { approvals, authorMayApprove: false }
        const story = await Story.begin(await createWorld(shared, { networks: [network], brand: { policy } }), PARTS)
        for (const happening of all) {
          await story.happen(happening)
          expect(story.unapproved()).toEqual([])
          expectThread(network)
        }
        await settle(story)
        const state = await story.state()
        if (state === 'published') expect(network.posts.length).toBeGreaterThan(0)
        if (!['published', 'failed'].includes(state)) expect(network.posts).toEqual([])
        expect(['approved', 'scheduled', 'publishing', 'outcome-unknown']).not.toContain(state)
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 30), examples: KNOWN },
    )
  },
  240_000,
)
