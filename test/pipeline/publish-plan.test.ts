import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { networkActions } from '../../src/db/schema/index.ts'
import { LATE_LIMIT } from '../../src/domain/draft.ts'
import { wallClockOf } from '../../src/domain/time.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { actionOf, approved, performNext, publicTexts, stateOf, unauthorised } from '../support/publishing.ts'
import { createScriptedNetwork, rejected } from '../support/scripted-network.ts'
import {
  actionsOf,
  draftOf,
  modalOf,
  performDue,
  pressOnDraft,
  setAccountState,
  submit,
  writeEverywhere,
  writePost,
} from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** The whole minute that many milliseconds from now, as a person types it. */
function inAWhile(world: World, milliseconds: number): { readonly at: Date; readonly text: string } {
  const at = new Date(Math.ceil((world.clock.now().getTime() + milliseconds) / MINUTE) * MINUTE)
  return { at, text: wallClockOf(at, world.brand.timeZone) }
}

async function planned(milliseconds: number) {
  const world = await createWorld(shared)
  const { at, text } = inAWhile(world, milliseconds)
  const id = await writePost(world, 'camille', 'We open on Monday', text)
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  return { world, id, at }
}

function moveTo(world: World, at: Date): void {
  world.clock.advance(at.getTime() - world.clock.now().getTime())
}

async function reschedule(world: World, id: string, milliseconds: number): Promise<Date> {
  const { at, text } = inAWhile(world, milliseconds)
  const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.reschedule', id))
  expect(await submit(world, 'camille', modal, { when: text })).toMatchObject({ kind: 'ephemeral' })
  return at
}

describe('a time that was set', () => {
  test('is kept: not before, and as soon as it has come', async () => {
    const { world, id, at } = await planned(3 * HOUR)
    expect((await draftOf(world, id)).draft).toMatchObject({ state: 'scheduled', publishAt: at })
    moveTo(world, new Date(at.getTime() - 1))
    await performDue(world, id)
    await world.publish.perform((await actionOf(world, id)).id)
    expect(world.network.attempts).toEqual([])
    moveTo(world, at)
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('and moved forward is kept as well, by a job of its own', async () => {
    const { world, id, at } = await planned(24 * HOUR)
    const sooner = await reschedule(world, id, HOUR)
    const jobs = world.jobs.sent.filter(job => job.name === 'perform-action')
    expect(jobs.map(job => job.at)).toEqual([at, sooner])
    expect(new Set(jobs.map(job => job.key)).size).toBe(2)
    moveTo(world, sooner)
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
    moveTo(world, at)
    await world.publish.perform((await actionOf(world, id)).id)
    expect(world.network.attempts).toHaveLength(1)
  })

  test('and moved back lets the earlier job do nothing', async () => {
    const { world, id, at } = await planned(HOUR)
    const later = await reschedule(world, id, 5 * HOUR)
    moveTo(world, at)
    await world.publish.perform((await actionOf(world, id)).id)
    expect(world.network.attempts).toEqual([])
    moveTo(world, later)
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('gives way to “publish now”, with the approvals it has', async () => {
    const { world, id } = await planned(24 * HOUR)
    await pressOnDraft(world, 'camille', 'draft.now', id)
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('is given up with the draft, while it waits', async () => {
    const { world, id, at } = await planned(HOUR)
    await pressOnDraft(world, 'camille', 'draft.withdraw', id)
    moveTo(world, at)
    await world.publish.perform((await actionOf(world, id)).id)
    expect(world.network.attempts).toEqual([])
    expect(await stateOf(world, id)).toBe('withdrawn')
  })
})

describe('a time at which nothing could go out', () => {
  test('is late for a while', async () => {
    const { world, id, at } = await planned(HOUR)
    moveTo(world, new Date(at.getTime() + LATE_LIMIT))
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('is missed after that, until a person decides', async () => {
    const { world, id, at } = await planned(HOUR)
    moveTo(world, new Date(at.getTime() + LATE_LIMIT + 1))
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
    expect(await stateOf(world, id)).toBe('missed')
    world.clock.advance(HOUR)
    await performDue(world, id)
    expect(world.network.attempts).toEqual([])
    const again = await reschedule(world, id, HOUR)
    moveTo(world, again)
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('because the account was refused is missed too, if it comes back too late', async () => {
    const { world, id, at } = await planned(HOUR)
    await setAccountState(world, world.account.id, 'needs-sign-in')
    moveTo(world, at)
    await world.publish.perform((await actionOf(world, id)).id)
    expect(await stateOf(world, id)).toBe('scheduled')
    moveTo(world, new Date(at.getTime() + LATE_LIMIT + 1))
    await setAccountState(world, world.account.id, 'active')
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('missed')
    await pressOnDraft(world, 'camille', 'draft.now', id)
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
  })
})

test('an account that was removed fails the draft, and says why', async () => {
  const { world, id } = await approved(shared, [])
  await setAccountState(world, world.account.id, 'removed')
  await performDue(world, id)
  expect(world.network.attempts).toEqual([])
  expect(await actionOf(world, id)).toMatchObject({ state: 'failed', failure: { kind: 'unauthorised' } })
  expect(await stateOf(world, id)).toBe('failed')
})

describe('a draft for several accounts', () => {
  const networks = () => [createScriptedNetwork({ name: 'first' }), createScriptedNetwork({ name: 'second' })] as const

  async function everywhere() {
    const [first, second] = networks()
    const world = await createWorld(shared, { networks: [first, second] })
    const id = await writeEverywhere(world, 'camille', ['For the first', 'For the second'])
    return { world, id, first, second }
  }

  test('goes out on each with its own text', async () => {
    const { world, id, first, second } = await everywhere()
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect([first, second].map(network => network.posts.map(post => post.text))).toEqual([
      ['For the first'],
      ['For the second'],
    ])
    expect(await stateOf(world, id)).toBe('published')
  })

  test('of which one part failed is failed, cannot change any more, and only that part is sent again', async () => {
    const { world, id, first, second } = await everywhere()
    second.onPublish(rejected('other'), rejected('other'))
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'failed', partlyPublished: true })
    for (const action of ['draft.withdraw', 'draft.edit']) {
      const answer = await pressOnDraft(world, 'camille', action, id)
      if (answer.kind === 'modal') {
        const values = { text: 'Other', 'text-2': 'Words' }
        expect(await submit(world, 'camille', answer.modal, values)).toMatchObject({
          errors: { text: 'A part of it is public already, so its text can no longer change.' },
        })
      }
      expect(await stateOf(world, id)).toBe('failed')
    }
    for (const state of ['failed', 'published']) {
      await pressOnDraft(world, 'camille', 'draft.retry', id)
      await performDue(world, id)
      expect(await stateOf(world, id)).toBe(state)
    }
    expect([first.attempts.length, second.attempts.length]).toEqual([1, 3])
    expect(second.posts.map(post => post.text)).toEqual(['For the second'])
  })

  test('of which one part waits for its account is under way until then', async () => {
    const { world, id, first, second } = await everywhere()
    second.onPublish(unauthorised)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect((await actionsOf(world, id)).map(action => action.state).toSorted()).toEqual(['succeeded', 'waiting'])
    expect(await stateOf(world, id)).toBe('publishing')
    await setAccountState(world, world.accounts[1]!.id, 'active')
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect([first.posts.length, second.posts.length]).toEqual([1, 1])
  })

  test('of which one outcome is unknown asks a person, and resends that part alone', async () => {
    const first = createScriptedNetwork({ name: 'first' })
    const second = createScriptedNetwork({ name: 'second', lookUp: 'none' })
    const world = await createWorld(shared, { networks: [first, second] })
    const id = await writeEverywhere(world, 'camille', ['For the first', 'For the second'])
    second.onPublish({ kind: 'fails', fault: { kind: 'outcome-unknown' }, published: false })
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect((await draftOf(world, id)).row).toMatchObject({ state: 'outcome-unknown', partlyPublished: true })
    await pressOnDraft(world, 'camille', 'draft.absent', id)
    await performNext(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect([first.posts.length, second.posts.length]).toEqual([1, 1])
    const rows = await shared.database.connection.select().from(networkActions).where(eq(networkActions.draftId, id))
    expect(rows).toHaveLength(2)
  })
})
