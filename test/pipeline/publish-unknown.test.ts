import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { actionOf, approved, away, lost, personOnly, publicTexts, stateOf } from '../support/publishing.ts'
import { createScriptedNetwork, type PublishStep } from '../support/scripted-network.ts'
import {
  command,
  draftIdOf,
  draftOf,
  modalOf,
  performDue,
  pressOnDraft,
  setAccountState,
  submit,
} from '../support/team.ts'
import type { WorldOptions } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

describe('an outcome that only a person can tell', () => {
  test.each([
    ['lost', lost(true)],
    ['of a fault of ours', { kind: 'throws', published: true } as const],
  ])('(%s) is asked for, and nothing is sent meanwhile', async (_, step) => {
    const { world, id } = await approved(shared, [step], personOnly())
    await performDue(world, id)
    world.clock.advance(HOUR)
    await performDue(world, id)
    expect(await actionOf(world, id)).toMatchObject({ state: 'unknown' })
    expect(await stateOf(world, id)).toBe('outcome-unknown')
    expect(world.network.attempts).toHaveLength(1)
    expect(world.network.lookUps).toEqual([])
  })

  test('is published once the person has found it', async () => {
    const { world, id } = await approved(shared, [lost(true)], personOnly())
    await performDue(world, id)
    expect(await pressOnDraft(world, 'camille', 'draft.found', id)).toMatchObject({ kind: 'update' })
    expect(await stateOf(world, id)).toBe('published')
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('is sent again once the person has not found it', async () => {
    const { world, id } = await approved(shared, [lost(false)], personOnly())
    await performDue(world, id)
    expect(await pressOnDraft(world, 'camille', 'draft.absent', id)).toMatchObject({ kind: 'update' })
    expect(await stateOf(world, id)).toBe('publishing')
    await performDue(world, id)
    expect(publicTexts(world)).toHaveLength(1)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('is kept as the person said it when the policy has become stricter meanwhile', async () => {
    const { world, id } = await approved(shared, [lost(false)], personOnly())
    await performDue(world, id)
    await shared.database.connection.execute(sql`update brands set approvals = 2 where id = ${world.brand.id}`)
    await pressOnDraft(world, 'camille', 'draft.absent', id)
    expect(await stateOf(world, id)).toBe('failed')
    expect(await actionOf(world, id)).toMatchObject({ state: 'failed' })
    await performDue(world, id)
    expect(world.network.attempts).toHaveLength(1)
  })

  test('is not asked for twice: a second answer changes nothing', async () => {
    const { world, id } = await approved(shared, [lost(true)], personOnly())
    await performDue(world, id)
    const { row } = await draftOf(world, id)
    await pressOnDraft(world, 'camille', 'draft.found', id)
    for (const [who, action] of [
      ['alex', 'draft.absent'],
      ['sam', 'draft.found'],
    ] as const) {
      const reference = `${action}:${id}:${row.version}`
      const origin = { workspace: world.workspace, channel: world.channels.drafts.remoteId, user: who }
      expect(await world.handlers.action(origin, reference)).toMatchObject({
        kind: 'update',
        ephemeral: expect.any(String),
      })
      await pressOnDraft(world, who, action, id)
    }
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect(world.network.attempts).toHaveLength(1)
  })
})

describe('an outcome that a network may tell, and whose absence proves nothing', () => {
  const likely = (): WorldOptions => ({ networks: [createScriptedNetwork({ lookUp: 'likely' })] })
  const MINUTE = HOUR / 60

  test('is settled where it is found', async () => {
    const { world, id } = await approved(shared, [lost(true)], likely())
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect(await actionOf(world, id)).toMatchObject({ remoteId: world.network.posts[0]?.remoteId })
    expect(world.network.attempts).toHaveLength(1)
  })

  test('is looked for again for two minutes, then asked for, and never sent meanwhile', async () => {
    const { world, id } = await approved(shared, [lost(false)], likely())
    const { id: action } = await actionOf(world, id)
    for (const [minutes, state] of [
      [0, 'attempting'],
      [1, 'attempting'],
      [1, 'unknown'],
    ] as const) {
      world.clock.advance(minutes * MINUTE)
      await world.publish.perform(action)
      expect(await actionOf(world, id)).toMatchObject({ state })
    }
    expect(await stateOf(world, id)).toBe('outcome-unknown')
    expect(world.network.attempts).toHaveLength(1)
    expect(world.network.lookUps).toHaveLength(3)
  })

  test('is found even after a person has not found it, before it is sent again', async () => {
    const { world, id } = await approved(shared, [lost(true)], likely())
    world.network.onLookUp(...Array.from({ length: 50 }, () => away))
    await performDue(world, id)
    world.clock.advance(13 * HOUR)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('outcome-unknown')
    world.network.forgetPlans()
    await pressOnDraft(world, 'camille', 'draft.absent', id)
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect(publicTexts(world)).toHaveLength(1)
  })

  test('is not taken from another publication with the same words', async () => {
    const { world, id } = await approved(shared, [lost(true)], likely())
    await performDue(world, id)
    const again = modalOf(await command(world, 'camille', 'draft'))
    const { text } = (await draftOf(world, id)).revision.content.variants[0]!
    await submit(world, 'camille', again, { account: world.account.id, text, texts: '', when: '' })
    const second = draftIdOf(again)
    world.network.onPublish(lost(false))
    await pressOnDraft(world, 'noor', 'draft.approve', second)
    await performDue(world, second)
    expect(await actionOf(world, second)).toMatchObject({ state: 'attempting', remoteId: null })
    world.clock.advance(2 * MINUTE)
    await performDue(world, second)
    expect(await stateOf(world, second)).toBe('outcome-unknown')
    expect(publicTexts(world)).toHaveLength(1)
  })
})

describe('an attempt whose process died', () => {
  async function killedDuring(step: PublishStep, options?: WorldOptions) {
    const { world, id } = await approved(shared, [step], options)
    const action = await actionOf(world, id)
    {
      await using replica = await world.replica()
      const hung = world.network.hung()
      void replica.publish.perform(action.id)
      await hung
      // As long as it lives it is left alone.
      await performDue(world, id)
      expect(world.network.attempts).toHaveLength(1)
      expect(world.network.lookUps).toEqual([])
    }
    expect(await actionOf(world, id)).toMatchObject({ state: 'attempting', attempts: 1 })
    expect(await world.publish.listToPerform()).toContain(action.id)
    return { world, id }
  }

  test('after the words were out is found out, not sent again', async () => {
    const { world, id } = await killedDuring({ kind: 'hangs', published: true })
    await performDue(world, id)
    expect(world.network.attempts).toHaveLength(1)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('before the words were out is made again, once that is proven', async () => {
    const { world, id } = await killedDuring({ kind: 'hangs', published: false })
    await performDue(world, id)
    expect(world.network.lookUps).toHaveLength(1)
    expect(publicTexts(world)).toHaveLength(1)
    expect(await stateOf(world, id)).toBe('published')
  })

  test('is put before a person where the network cannot tell', async () => {
    const { world, id } = await killedDuring({ kind: 'hangs', published: true }, personOnly())
    await performDue(world, id)
    expect(world.network.attempts).toHaveLength(1)
    expect(await stateOf(world, id)).toBe('outcome-unknown')
  })

  test('waits where the account cannot be used, and is found out afterwards', async () => {
    const { world, id } = await killedDuring({ kind: 'hangs', published: true })
    await setAccountState(world, world.account.id, 'needs-sign-in')
    await performDue(world, id)
    expect(world.network.lookUps).toEqual([])
    expect(await actionOf(world, id)).toMatchObject({ state: 'attempting' })
    await setAccountState(world, world.account.id, 'active')
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('published')
    expect(world.network.attempts).toHaveLength(1)
  })

  test('is put before a person where the account was removed', async () => {
    const { world, id } = await killedDuring({ kind: 'hangs', published: false })
    await setAccountState(world, world.account.id, 'removed')
    await performDue(world, id)
    expect(await stateOf(world, id)).toBe('outcome-unknown')
    expect(world.network.attempts).toHaveLength(1)
  })
})
