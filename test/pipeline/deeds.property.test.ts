import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isStanding } from '../../src/domain/deed.ts'
import { MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDoing, doDue, marksOf, pressOnMention } from '../support/deeds.ts'
import { lost, unauthorised, unavailable } from '../support/publishing.ts'
import { type ActStep, rejected } from '../support/scripted-network.ts'
import { hear, setAccountState, submit } from '../support/team.ts'
import type { World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** One thing that happens to a mention and to what is wished of it. */
type Happening =
  | { readonly kind: 'presses'; readonly action: 'like' | 'unlike' | 'unrepost' | 'repost' }
  | { readonly kind: 'performs'; readonly step: ActStep }
  /** The process that is at it dies, before or after the network has heard of it. */
  | { readonly kind: 'dies'; readonly published: boolean }
  | { readonly kind: 'time-passes'; readonly minutes: number }
  | { readonly kind: 'signs-in' }
  | { readonly kind: 'at-once'; readonly happenings: readonly Happening[] }

const presses = fc
  .constantFrom('like' as const, 'unlike' as const, 'repost' as const, 'unrepost' as const)
  .map((action): Happening => ({ kind: 'presses', action }))
const performs = fc
  .oneof(
    fc.constant<ActStep>({ kind: 'succeeds' }),
    fc.boolean().map(lost),
    fc.constantFrom(unavailable, unauthorised, rejected('other')),
    fc.boolean().map((published): ActStep => ({ kind: 'throws', published })),
  )
  .map((step): Happening => ({ kind: 'performs', step }))
const single = fc.oneof(
  { weight: 4, arbitrary: presses },
  { weight: 4, arbitrary: performs },
  fc.boolean().map((published): Happening => ({ kind: 'dies', published })),
  fc.integer({ min: 1, max: 30 }).map((minutes): Happening => ({ kind: 'time-passes', minutes })),
  fc.constant<Happening>({ kind: 'signs-in' }),
)
const atOnce = fc
  .array(fc.oneof(presses, performs), { minLength: 2, maxLength: 3 })
  .map((happenings): Happening => ({ kind: 'at-once', happenings }))
const happenings = fc.array(fc.oneof({ weight: 8, arbitrary: single }, atOnce), { minLength: 1, maxLength: 10 })

class Story {
  readonly world: World
  readonly mentionId: string

  constructor(world: World, mentionId: string) {
    this.world = world
    this.mentionId = mentionId
  }

  async happen(one: Happening): Promise<void> {
    const { world } = this
    switch (one.kind) {
      case 'presses':
        return this.#press(one.action)
      case 'performs':
        world.network.onAct(one.step)
        return doDue(world)
      case 'dies':
        return this.#die(one.published)
      case 'time-passes':
        return void world.clock.advance(one.minutes * MINUTE)
      case 'signs-in':
        return setAccountState(world, world.account.id, 'active')
      case 'at-once':
        await Promise.all(one.happenings.map(each => this.happen(each)))
        return
      default:
        return one satisfies never
    }
  }

  async #press(action: 'like' | 'unlike' | 'unrepost' | 'repost'): Promise<void> {
    const answer = await pressOnMention(this.world, 'sam', `mention.${action}`, this.mentionId)
    if (answer.kind === 'modal') await submit(this.world, 'sam', answer.modal, { sure: 'repost' })
  }

  async #die(published: boolean): Promise<void> {
    const { world, mentionId } = this
    const due = await world.deeds.listDue()
    const mine = (await marksOf(world, mentionId)).find(({ id }) => due.includes(id))
    if (mine === undefined) return
    world.network.forgetPlans()
    world.network.onAct({ kind: 'hangs', published })
    await using replica = await world.replica()
    const hung = world.network.hung()
    const performing = replica.deeds.perform(mine.id)
    await Promise.race([hung, performing])
    world.network.forgetPlans()
  }

  /** Whatever was held up goes on. */
  async settle(): Promise<void> {
    this.world.network.forgetPlans()
    for (let turn = 0; turn < 4; turn++) {
      await this.happen({ kind: 'signs-in' })
      await doDue(this.world)
      await this.happen({ kind: 'time-passes', minutes: 30 })
    }
  }
}

test('whatever happens, the last wish is what is at the network in the end', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, async all => {
      const world = await createDoing(shared)
      const { id } = await hear(world, 'Acme makes the best lamps')
      const story = new Story(world, id)
      for (const one of all) await story.happen(one)
      await story.settle()
      const remoteId = world.network.feed[0]?.remoteId
      for (const deed of await marksOf(world, id)) {
        expect(['succeeded', 'failed']).toContain(deed.state)
        const isThere = world.network.marks.has(`${deed.kind} ${remoteId}`)
        // What is there can be taken back, and what was not sent is not there.
        if (deed.state === 'succeeded') expect([deed.wish, isThere]).toEqual([deed.wish, isStanding(deed)])
        if (isThere) expect(deed.isSent).toBe(true)
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 30) },
  )
}, 120_000)
