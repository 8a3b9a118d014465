import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatFault } from '../../src/chat/platform.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { shown } from '../support/outbox.ts'
import type { Method } from '../support/scripted-chat.ts'
import { hear, mentionOf, press } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

type FaultKind = 'unavailable' | 'outcome-unknown' | 'not-allowed' | 'channel-gone' | 'invalid' | 'rate-limited'

function faultOf(kind: FaultKind, now: Date): ChatFault {
  if (kind === 'rate-limited') return { kind, retryAt: new Date(now.getTime() + 20 * SECOND) }
  return kind === 'unavailable' || kind === 'outcome-unknown' ? { kind } : { kind: 'refused', reason: kind }
}

const METHODS = ['update', 'find', 'note'] as const satisfies readonly Method[]
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hear' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      which: fc.nat(9),
      who: fc.constantFrom('camille' as const, 'alex' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('break' as const),
      method: fc.constantFrom(...METHODS),
      // A note is posted too, so the channel may well have to rest; that is another matter.
      kind: fc.constantFrom<FaultKind>('unavailable', 'outcome-unknown', 'not-allowed', 'channel-gone', 'rate-limited'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mend' as const), method: fc.constantFrom(...METHODS) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('lose' as const), isShown: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const), replica: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 70 }) }) },
)

async function show(world: World, deliver: () => Promise<void>): Promise<void> {
  // A card whose answer was lost has the channel wait for a moment: posting has failed.
  world.clock.advance(2 * SECOND)
  await deliver()
}

test('nothing new waits for an edit, a note or a look-up that fails, and in the end everything is shown once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async steps => {
      const world = await createWorld(shared)
      await using replica = await world.replica()
      const channel = world.channels.mentions
      const heard: { id: string; isLost: boolean }[] = []
      let barredUntil = 0
      for (const one of steps) {
        const now = world.clock.now()
        if (one.do === 'hear') heard.push({ ...(await hear(world, `Acme ${heard.length}`)), isLost: false })
        else if (one.do === 'take') {
          const mention = heard[one.which % Math.max(1, heard.length)]
          if (mention) await press(world, one.who, 'mention.assign', await mentionOf(world, mention.id), 'mentions')
        } else if (one.do === 'break') {
          world.chat.breaks(one.method, faultOf(one.kind, now))
          if (one.method === 'note' && one.kind === 'rate-limited') barredUntil = now.getTime() + 20 * SECOND
        } else if (one.do === 'mend') world.chat.breaks(one.method, undefined)
        else if (one.do === 'wait') world.clock.advance(one.seconds * SECOND)
        else if (one.do === 'lose') {
          // Whatever waits already may be the one whose answer is lost.
          const texts = shown(world).map(({ card }) => JSON.stringify(card.en))
          for (const [index, mention] of heard.entries()) {
            if (!texts.some(text => text.includes(`Acme ${index}"`))) mention.isLost = true
          }
          const next = await hear(world, `Acme ${heard.length}`)
          heard.push({ ...next, isLost: true })
          world.chat.onDelivery(channel.remoteId, {
            kind: 'fails',
            fault: { kind: 'outcome-unknown' },
            shown: one.isShown,
          })
          await show(world, () => world.notify.deliver(channel.id))
          world.chat.forgetPlans(channel.remoteId)
        } else {
          const pump = one.replica ? replica.notify : world.notify
          await show(world, () => pump.deliver(channel.id))
          if (world.clock.now().getTime() <= barredUntil) continue
          const texts = shown(world).map(({ card }) => JSON.stringify(card.en))
          for (const [index, { isLost }] of heard.entries()) {
            if (!isLost) expect(texts.filter(text => text.includes(`Acme ${index}"`)).length).toBe(1)
          }
        }
      }
      for (const method of METHODS) world.chat.breaks(method, undefined)
      for (let round = 0; round < 4; round++) {
        world.clock.advance(2 * MINUTE)
        await Promise.all([world.notify.deliver(channel.id), replica.notify.deliver(channel.id)])
      }
      expect(shown(world)).toHaveLength(heard.length)
      expect(new Set(shown(world).map(({ key }) => key)).size).toBe(heard.length)
      const notes = world.chat.notes(channel.remoteId)
      expect(new Set(notes.map(({ key }) => key)).size).toBe(notes.length)
      for (const { id } of shown(world)) {
        const keys = notes.filter(({ under }) => under === id).map(({ key }) => key)
        expect(keys).toEqual([...keys].sort())
      }
      expect(await world.notify.listDue()).not.toContain(channel.id)
    }),
    { numRuns: 15 },
  )
}, 120_000)
