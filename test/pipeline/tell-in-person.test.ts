import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChatError } from '../../src/chat/platform.ts'
import { notices } from '../../src/db/schema/index.ts'
import { HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { lost, personOnly } from '../support/publishing.ts'
import { rejected } from '../support/scripted-network.ts'
import { command, modalOf, performDue, pressOnDraft, submit, writePost } from '../support/team.ts'
import { createWorld, type Who, type World, type WorldOptions } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

function inbox(world: World, who: string): string {
  return `${world.workspace}-dm-${who}`
}

/** A team that can be written to, and a post of Camille's in review. */
async function createTeam(options?: WorldOptions) {
  const world = await createWorld(shared, options)
  let fault: ChatError | undefined
  Object.assign(world.chat, {
    async direct(_workspace: string, user: string) {
      if (fault !== undefined) throw fault
      return inbox(world, user)
    },
  })
  const id = await writePost(world, 'camille', 'We open on Monday')
  const breaks = (next: ChatError | undefined) => {
    fault = next
  }
  return { world, id, breaks }
}

/** What the queue and the pump would do. */
async function tell(world: World, id: string): Promise<void> {
  const due = await world.tellInPerson.listDue()
  for (const subject of due.filter(one => one.id === id)) await world.tellInPerson.tell(subject)
  for (const channel of await world.notify.listDue()) await world.notify.deliver(channel)
}

function told(world: World, who: Who = 'camille'): readonly string[] {
  return world.chat.shown(inbox(world, who)).map(({ card }) => JSON.stringify(card.en))
}

async function decide(world: World, who: Who, action: string, id: string) {
  const modal = modalOf(await pressOnDraft(world, who, action, id))
  await submit(world, who, modal, { comment: 'Say which Monday' })
}

async function outcomesOf(draftId: string) {
  const rows = await shared.database.connection.select().from(notices).where(eq(notices.draftId, draftId))
  return rows.map(({ kind, outcome }) => `${kind} ${outcome}`)
}

test('whoever wrote a draft is told once that it is to be changed, with its card, which follows the draft', async () => {
  const { world, id } = await createTeam()
  await decide(world, 'noor', 'draft.change', id)
  for (let round = 0; round < 3; round++) await tell(world, id)
  expect(told(world)).toEqual([expect.stringContaining('You wrote this, and are asked to change it.')])
  expect(told(world)[0]).toContain('draft.edit')
  const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
  await submit(world, 'camille', edit, { text: 'We open on Monday the 4th', when: '' })
  await tell(world, id)
  expect(told(world)).toEqual([expect.stringContaining('There is a newer text by now')])
})

test('so they are of a rejection, and not of what they do themselves', async () => {
  const { world, id } = await createTeam()
  await decide(world, 'noor', 'draft.reject', id)
  await tell(world, id)
  expect(told(world)).toEqual([expect.stringContaining('it was rejected')])
  const own = await writePost(world, 'alex', 'Mine')
  await decide(world, 'alex', 'draft.reject', own)
  await tell(world, own)
  expect(told(world, 'alex')).toEqual([])
  expect(await outcomesOf(own)).toEqual([])
})

test('and of what failed, however often it is tried', async () => {
  const { world, id } = await createTeam()
  world.network.onPublish(rejected('other'), rejected('other'))
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  await tell(world, id)
  expect(told(world)).toEqual([expect.stringContaining('it was not published')])
  await pressOnDraft(world, 'noor', 'draft.retry', id)
  await performDue(world, id)
  await tell(world, id)
  expect(told(world)).toHaveLength(1)
})

test('and of what may or may not be out', async () => {
  const { world, id } = await createTeam(personOnly())
  world.network.onPublish(lost(true))
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  await tell(world, id)
  expect(told(world)).toEqual([expect.stringContaining('nobody knows whether it was published')])
})

test('nobody is disturbed who has muted Vigie, or who cannot be written to', async () => {
  const muted = await createTeam()
  await command(muted.world, 'camille', 'mute 2h')
  await decide(muted.world, 'noor', 'draft.change', muted.id)
  await tell(muted.world, muted.id)
  expect(told(muted.world)).toEqual([])
  expect(await outcomesOf(muted.id)).toEqual(['changes-requested dropped'])
  const closed = await createTeam()
  closed.breaks(new ChatError({ kind: 'refused', reason: 'channel-gone' }, 'closed'))
  await decide(closed.world, 'noor', 'draft.change', closed.id)
  await tell(closed.world, closed.id)
  expect(await outcomesOf(closed.id)).toEqual(['changes-requested dropped'])
})

test('a chat that is away is asked again, until it is no news any more', async () => {
  const { world, id, breaks } = await createTeam()
  breaks(new ChatError({ kind: 'unavailable' }, 'away'))
  await decide(world, 'noor', 'draft.change', id)
  await tell(world, id)
  expect(await outcomesOf(id)).toEqual(['changes-requested waiting'])
  breaks(undefined)
  await tell(world, id)
  expect(told(world)).toHaveLength(1)
  const late = await createTeam()
  late.breaks(new ChatError({ kind: 'unavailable' }, 'away'))
  await decide(late.world, 'noor', 'draft.change', late.id)
  late.world.clock.advance(25 * HOUR)
  expect((await late.world.tellInPerson.listDue()).map(one => one.id)).not.toContain(late.id)
})

test('whoever takes no direct messages is called in the channel for drafts, whenever that turns out', async () => {
  const declined = { kind: 'refused', reason: 'declined' } as const
  const first = await createTeam()
  first.breaks(new ChatError(declined, 'closed'))
  const second = await createTeam()
  second.world.chat.onDelivery(inbox(second.world, 'camille'), { kind: 'fails', fault: declined })
  for (const { world, id } of [first, second]) {
    await decide(world, 'noor', 'draft.change', id)
    for (let round = 0; round < 3; round++) await tell(world, id)
    expect(told(world)).toEqual([])
    const shown = world.chat.shown(world.channels.drafts.remoteId).map(({ card }) => card.en.elements)
    const calls = shown.filter(elements => elements.some(({ kind }) => kind === 'call'))
    expect(calls.map(elements => elements.slice(0, 2))).toMatchObject([
      [{ user: 'camille', name: 'Camille' }, { text: 'You wrote this, and are asked to change it.' }],
    ])
    expect(await outcomesOf(id)).toEqual(['changes-requested sent'])
  }
})
