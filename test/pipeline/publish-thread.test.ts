import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { away, lost, publicTexts, stateOf, unauthorised, unavailable } from '../support/publishing.ts'
import { createScriptedNetwork, type PublishStep, rejected } from '../support/scripted-network.ts'
import {
  actionsOf,
  draftOf,
  hear,
  mentionOf,
  performDue,
  pressOnDraft,
  setAccountState,
  writeEverywhere,
  writePost,
  writeReply,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const succeeds: PublishStep = { kind: 'succeeds' }

/** An approved thread of three posts in a new world, due now. */
async function approvedThread(steps: readonly PublishStep[], lookUp: 'certain' | 'none' = 'certain') {
  const world = await createWorld(shared, { networks: [createScriptedNetwork({ threads: true, lookUp })] })
  world.network.onPublish(...steps)
  const id = await writePost(world, 'camille', 'One\n---\nTwo\n---\nThree')
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  return { world, id }
}

async function statesOf(world: World, id: string): Promise<readonly string[]> {
  return (await actionsOf(world, id)).map(({ state }) => state)
}

/** What each post on the network answers, by its text. */
function answersIn({ network }: World): readonly (readonly [string, unknown])[] {
  const texts = new Map(network.posts.map(post => [JSON.stringify(post.reference), post.text]))
  return network.posts.map(({ text, replyTo }) => [text, replyTo && (texts.get(JSON.stringify(replyTo)) ?? 'else')])
}

const WHOLE = [
  ['One', null],
  ['Two', 'One'],
  ['Three', 'Two'],
]

describe('a thread', () => {
  test('goes out post by post, each in answer to the one before it', async () => {
    const { world, id } = await approvedThread([])
    const [first, second, third] = await actionsOf(world, id)
    const jobs = () =>
      world.jobs.sent.flatMap(({ name, payload }) => (name === 'perform-action' ? [JSON.stringify(payload)] : []))
    expect(jobs()).toEqual([JSON.stringify({ actionId: first!.id })])
    // However early somebody comes for them.
    await world.publish.perform(third!.id)
    await world.publish.perform(second!.id)
    expect(publicTexts(world)).toEqual([])
    expect(await world.publish.listToPerform()).not.toContain(second!.id)
    await world.publish.perform(first!.id)
    expect(jobs().at(-1)).toBe(JSON.stringify({ actionId: second!.id }))
    expect(await stateOf(world, id)).toBe('publishing')
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
    expect(await stateOf(world, id)).toBe('published')
    expect(new Set(world.network.attempts.map(({ key }) => key)).size).toBe(3)
  })

  test('that answers a mention begins below it', async () => {
    const world = await createWorld(shared, { networks: [createScriptedNetwork({ threads: true })] })
    const mention = await hear(world, 'Acme, when do you open?')
    const id = await writeReply(world, 'camille', mention, 'On Monday!\n---\nFrom 10 to 18.')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(answersIn(world)).toEqual([
      ['On Monday!', 'else'],
      ['From 10 to 18.', 'On Monday!'],
    ])
    expect((await mentionOf(world, mention.id)).state).toBe('replied')
  })

  test('goes out once however many processes perform it', async () => {
    const { world, id } = await approvedThread([])
    await using replica = await world.replica()
    for (let turn = 0; turn < 3; turn++) {
      const actions = await actionsOf(world, id)
      await Promise.all([world, replica].flatMap(one => actions.map(action => one.publish.perform(action.id))))
    }
    expect(answersIn(world)).toEqual(WHOLE)
  })

  test('waits with all that is left where a post provably did not go', async () => {
    const { world, id } = await approvedThread([succeeds, unavailable])
    await performDue(world, id)
    expect(await statesOf(world, id)).toEqual(['succeeded', 'waiting', 'waiting'])
    expect(await stateOf(world, id)).toBe('publishing')
    world.clock.advance(MINUTE)
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
  })

  test('of which nothing is out yet can be withdrawn', async () => {
    const { world, id } = await approvedThread([unavailable])
    await performDue(world, id)
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    expect(await stateOf(world, id)).toBe('withdrawn')
    world.clock.advance(HOUR)
    await performDue(world, id)
    expect(publicTexts(world)).toEqual([])
  })

  test('waits for its account in the middle, and goes on by itself', async () => {
    const { world, id } = await approvedThread([succeeds, unauthorised])
    await performDue(world, id)
    expect(await statesOf(world, id)).toEqual(['succeeded', 'waiting', 'waiting'])
    await setAccountState(world, world.account.id, 'active')
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
  })

  test('of which the rest is too late waits for a person', async () => {
    const { world, id } = await approvedThread([succeeds, unavailable])
    await performDue(world, id)
    world.clock.advance(3 * HOUR)
    await performDue(world, id)
    expect(await statesOf(world, id)).toEqual(['succeeded', 'failed', 'cancelled'])
    expect(await stateOf(world, id)).toBe('failed')
    await pressOnDraft(world, 'camille', 'draft.retry', id)
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
  })
})

describe('a thread of which a post is refused', () => {
  async function refused() {
    const { world, id } = await approvedThread([succeeds, rejected('duplicate')])
    await performDue(world, id)
    expect(await statesOf(world, id)).toEqual(['succeeded', 'failed', 'cancelled'])
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'failed', partlyPublished: true })
    return { world, id }
  }

  test('goes on behind what is out, once a person tries again', async () => {
    const { world, id } = await refused()
    await pressOnDraft(world, 'camille', 'draft.retry', id)
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('stays as it is once a person leaves it at that', async () => {
    const { world, id } = await refused()
    await pressOnDraft(world, 'camille', 'draft.give-up', id)
    expect(await stateOf(world, id)).toBe('published')
    for (const action of ['draft.retry', 'draft.edit', 'draft.withdraw']) {
      await pressOnDraft(world, 'camille', action, id)
    }
    await performDue(world, id)
    expect(publicTexts(world)).toEqual(['One'])
  })

  test('can be neither edited nor withdrawn, and nobody leaves at nothing what is not out at all', async () => {
    const { world, id } = await refused()
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    expect(await stateOf(world, id)).toBe('failed')
    const other = await approvedThread([rejected('duplicate')])
    await performDue(other.world, other.id)
    await pressOnDraft(other.world, 'camille', 'draft.give-up', other.id)
    expect(await stateOf(other.world, other.id)).toBe('failed')
  })
})

describe('a thread of which nobody knows whether a post is out', () => {
  test.each([true, false])('is looked up there, and goes on behind it (out: %s)', async published => {
    const { world, id } = await approvedThread([succeeds, lost(published)])
    await performDue(world, id)
    world.clock.advance(MINUTE)
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
    expect(world.network.lookUps).toEqual([(await actionsOf(world, id))[1]?.id])
  })

  test.each([true, false])('does not go on before somebody has looked (out: %s)', async published => {
    const { world, id } = await approvedThread([succeeds, lost(published)], 'none')
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('outcome-unknown')
    world.clock.advance(MINUTE)
    for (const { id: action } of await actionsOf(world, id)) await world.publish.perform(action)
    expect(world.network.attempts.map(({ text }) => text)).toEqual(['One', 'Two'])
    await pressOnDraft(world, 'camille', published ? 'draft.found' : 'draft.absent', id)
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
    expect(await stateOf(world, id)).toBe('published')
    const [, second] = await actionsOf(world, id)
    expect(second).toMatchObject({ state: 'succeeded', reference: world.network.posts[1]?.reference })
  })

  test('goes on later where the network cannot say now where the post is that somebody saw', async () => {
    const { world, id } = await approvedThread([succeeds, lost(true)], 'none')
    await performDue(world, id)
    world.network.onLookUp(away)
    await pressOnDraft(world, 'camille', 'draft.found', id)
    await performDue(world, id)
    expect(await statesOf(world, id)).toEqual(['succeeded', 'succeeded', 'waiting'])
    world.clock.advance(MINUTE)
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
  })

  test('ends there if nobody can say where the post is that somebody saw', async () => {
    // It is not what was sent: the network would not know it by its key.
    const { world, id } = await approvedThread([succeeds, lost(false)], 'none')
    await performDue(world, id)
    await pressOnDraft(world, 'camille', 'draft.found', id)
    await performDue(world, id)
    expect((await actionsOf(world, id)).map(({ failure }) => failure?.reason ?? null)).toEqual([
      null,
      null,
      'part-lost',
    ])
    expect(await stateOf(world, id)).toBe('failed')
    await pressOnDraft(world, 'camille', 'draft.give-up', id)
    expect(publicTexts(world)).toEqual(['One'])
  })

  test('is found out after its process died, and goes on', async () => {
    const { world, id } = await approvedThread([succeeds, { kind: 'hangs', published: true }])
    {
      await using replica = await world.replica()
      const hung = world.network.hung()
      const [first, second] = await actionsOf(world, id)
      await replica.publish.perform(first!.id)
      void replica.publish.perform(second!.id)
      await hung
      await performDue(world, id)
      expect(publicTexts(world)).toEqual(['One', 'Two'])
    }
    expect(await statesOf(world, id)).toEqual(['succeeded', 'attempting', 'waiting'])
    await performDue(world, id)
    expect(answersIn(world)).toEqual(WHOLE)
  })
})

test('threads on two accounts go each at its own pace, and are tried again only where they did not go', async () => {
  const networks = ['one', 'two'].map(name => createScriptedNetwork({ name, threads: true }))
  const world = await createWorld(shared, { networks })
  const [one, two] = networks
  two?.onPublish(succeeds, rejected('other'))
  const { id } = await approvedEverywhere(world)
  await performDue(world, id)
  expect(one?.posts.map(({ text }) => text)).toEqual(['One', 'Two'])
  expect(two?.posts.map(({ text }) => text)).toEqual(['One'])
  await pressOnDraft(world, 'camille', 'draft.retry', id)
  await performDue(world, id)
  expect(one?.attempts).toHaveLength(2)
  expect(two?.posts.map(({ text }) => text)).toEqual(['One', 'Two'])
  expect(await stateOf(world, id)).toBe('published')
})

async function approvedEverywhere(world: World) {
  const id = await writeEverywhere(world, 'camille', ['One\n---\nTwo', 'One\n---\nTwo'])
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  return { id }
}
