import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LATE_LIMIT } from '../../src/domain/draft.ts'
import { MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  actionOf,
  approved,
  performNext,
  publicTexts,
  stateOf,
  unauthorised,
  unavailable,
} from '../support/publishing.ts'
import { createScriptedNetwork, type PublishStep } from '../support/scripted-network.ts'
import {
  actionsOf,
  allActionsOf,
  draftOf,
  hear,
  mentionOf,
  modalOf,
  performDue,
  pressOnDraft,
  setAccountState,
  submit,
  writeEverywhere,
  writeReply,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const limited = (world: World, minutes: number): PublishStep => ({
  kind: 'fails',
  fault: { kind: 'rate-limited', retryAt: new Date(world.clock.now().getTime() + minutes * MINUTE) },
})

describe.each([
  ['a network that was away', unavailable],
  ['an account that must be connected again', unauthorised],
])('what was provably not sent because of %s', (_, step) => {
  test('waits as before, with its time and its approvals', async () => {
    const { world, id } = await approved(shared, [step])
    const { publishAt } = (await draftOf(world, id)).row
    await performNext(world, id)
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'scheduled', publishAt, approvals: [{}] })
    expect(await actionOf(world, id)).toMatchObject({ state: 'waiting', attempts: 1 })
  })

  test('can be withdrawn, and then never goes out', async () => {
    const { world, id } = await approved(shared, [step])
    await performNext(world, id)
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    await setAccountState(world, world.account.id, 'active')
    world.clock.advance(30 * MINUTE)
    for (const action of await actionsOf(world, id)) await world.publish.perform(action.id)
    expect(await stateOf(world, id)).toBe('withdrawn')
    expect(publicTexts(world)).toEqual([])
  })

  test('can be edited, is reviewed again, and goes out with the new words alone', async () => {
    const { world, id } = await approved(shared, [step])
    await performNext(world, id)
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    await submit(world, 'camille', modal, { text: 'We open on Tuesday', when: '' })
    expect(await stateOf(world, id)).toBe('in-review')
    await setAccountState(world, world.account.id, 'active')
    world.clock.advance(30 * MINUTE)
    for (const action of await allActionsOf(world, id)) await world.publish.perform(action.id)
    expect(publicTexts(world)).toEqual([])
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(publicTexts(world)).toEqual(['We open on Tuesday'])
  })

  test('goes out once it can, on the approvals it has', async () => {
    const { world, id } = await approved(shared, [step])
    await performNext(world, id)
    await setAccountState(world, world.account.id, 'active')
    await performNext(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect(publicTexts(world)).toEqual(['We open on Monday'])
  })
})

test('a withdrawn reply that was held gives its mention back', async () => {
  const world = await createWorld(shared)
  world.network.onPublish(unauthorised)
  const mention = await hear(world, 'Acme, when do you open?')
  const id = await writeReply(world, 'camille', mention, 'On Monday!')
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  await pressOnDraft(world, 'camille', 'draft.withdraw', id)
  expect((await mentionOf(world, mention.id)).state).toBe('taken')
})

describe('what waited too long', () => {
  test('for its account is missed while the account is still away, and does not go out when it is back', async () => {
    const { world, id } = await approved(shared, [unauthorised])
    await performDue(world, id)
    world.clock.advance(LATE_LIMIT)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('scheduled')
    world.clock.advance(MINUTE)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('missed')
    await setAccountState(world, world.account.id, 'active')
    await performDue(world, id)
    expect(publicTexts(world)).toEqual([])
    await pressOnDraft(world, 'camille', 'draft.now', id)
    await performDue(world, id)
    expect(publicTexts(world)).toEqual(['We open on Monday'])
  })

  test('is missed at once where the network names a time that is too late', async () => {
    const { world, id } = await approved(shared, [])
    world.network.onPublish(limited(world, 6 * 60))
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('missed')
    expect(await actionOf(world, id)).toMatchObject({ state: 'cancelled' })
    world.clock.advance(7 * 60 * MINUTE)
    await performDue(world, id)
    expect(world.network.attempts).toHaveLength(1)
  })

  test('is missed however often the network asked for a little patience', async () => {
    const { world, id } = await approved(shared, [])
    for (let turn = 0; turn < 8; turn++) {
      world.network.onPublish(limited(world, 20))
      await performDue(world, id)
      world.clock.advance(20 * MINUTE)
    }
    expect(await stateOf(world, id)).toBe('missed')
    expect(publicTexts(world)).toEqual([])
  })

  test('is not missed because it was due long before a person tried it again', async () => {
    const { world, id } = await approved(shared, [{ kind: 'fails', fault: { kind: 'rejected', reason: 'other' } }])
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('failed')
    world.clock.advance(10 * LATE_LIMIT)
    world.network.onPublish(unavailable)
    await pressOnDraft(world, 'camille', 'draft.retry', id)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('scheduled')
    await performNext(world, id)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('beside a part that is public ends before a person, who alone may send the rest', async () => {
    const [first, second] = [createScriptedNetwork({ name: 'first' }), createScriptedNetwork({ name: 'second' })]
    const world = await createWorld(shared, { networks: [first, second] })
    const id = await writeEverywhere(world, 'camille', ['For the first', 'For the second'])
    second.onPublish(unauthorised)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('publishing')
    world.clock.advance(LATE_LIMIT + MINUTE)
    await performDue(world, id)
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'failed', partlyPublished: true })
    expect((await actionsOf(world, id)).flatMap(one => one.failure ?? [])).toMatchObject([{ kind: 'unauthorised' }])
    await setAccountState(world, world.accounts[1]!.id, 'active')
    await performDue(world, id)
    expect(second.posts).toEqual([])
    await pressOnDraft(world, 'camille', 'draft.retry', id)
    await performDue(world, id)
    expect([first.posts.length, second.posts.length]).toEqual([1, 1])
    expect(await stateOf(world, id)).toBe('published')
  })
})
