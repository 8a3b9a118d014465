import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ChatError, type Person } from '../../src/chat/platform.ts'
import { updateBrand } from '../../src/db/queries/brands.ts'
import { setGroupGrant } from '../../src/db/queries/group-grants.ts'
import { setMemberRoles } from '../../src/db/queries/people.ts'
import { members, reminders } from '../../src/db/schema/index.ts'
import { wallClockOf } from '../../src/domain/time.ts'
import { findPlace } from '../../src/pipeline/place.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  command,
  draftOf,
  hear,
  modalOf,
  originOf,
  press,
  pressOnDraft,
  submit,
  writePost,
  writeReply,
} from '../support/team.ts'
import { createWorld, type Who, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

type Standing = Person['standing'] | 'left'

/** A team at ten on a working day, whose approvers can be written to; alex and noor approve, sam is admin. */
async function createTeam() {
  const world = await createWorld(shared)
  const closed = new Map<string, ChatError>()
  const standings = new Map<string, Standing>()
  const groups = new Map<string, readonly string[]>()
  let silence: ChatError | undefined
  Object.assign(world.chat, {
    async direct(_workspace: string, user: string) {
      const fault = closed.get(user)
      if (fault !== undefined) throw fault
      return inbox(world, user)
    },
    async person(_workspace: string, user: string): Promise<Person | undefined> {
      if (silence !== undefined) throw silence
      const standing = standings.get(user) ?? 'member'
      const name = user.charAt(0).toUpperCase() + user.slice(1)
      return standing === 'left' ? undefined : { name, standing, groups: groups.get(user) ?? [] }
    },
  })
  toWorkday(world)
  const breaks = (next: ChatError | undefined) => {
    silence = next
  }
  return { world, closed, standings, groups, breaks }
}

function inbox(world: World, who: string): string {
  return `${world.workspace}-dm-${who}`
}

/** Moves the clock to the next Tuesday, ten in the morning in Paris. */
function toWorkday({ clock }: World): void {
  const isThere = () => {
    const [day, time = ''] = wallClockOf(clock.now(), 'Europe/Paris').split('T')
    return new Date(`${day}T12:00Z`).getUTCDay() === 2 && time.startsWith('10:')
  }
  for (let step = 0; step < 8 * 24 * 6 && !isThere(); step++) clock.advance(10 * MINUTE)
}

/** One sweep, and what the queue would do of it about this world's drafts. */
async function sweep(world: World): Promise<void> {
  for (const id of await world.remind.listDue()) {
    const { row } = await draftOf(world, id)
    if (row.brandId === world.brand.id) await world.remind.remind(id)
  }
  for (const id of await world.notify.listDue()) await world.notify.deliver(id)
}

function shownTo(world: World, who: Who) {
  return world.chat.shown(inbox(world, who)).map(({ card }) => card.en)
}

async function remindedOf(draftId: string) {
  const rows = await shared.database.connection
    .select({ who: members.remoteId, outcome: reminders.outcome })
    .from(reminders)
    .leftJoin(members, eq(members.id, reminders.memberId))
    .where(eq(reminders.draftId, draftId))
    .orderBy(reminders.at, reminders.id)
  return rows.map(({ who, outcome }) => `${who ?? 'nobody'} ${outcome}`)
}

function draftCard(world: World): string {
  return JSON.stringify(world.chat.shown(world.channels.drafts.remoteId).at(-1)?.card.en)
}

async function replyInReview(world: World): Promise<string> {
  return writeReply(world, 'camille', await hear(world, 'Acme, when do you open?'), 'On Monday')
}

describe('a draft that waits for a decision', () => {
  test('is brought to whoever is next in line, one after the other, each once, and then said to be nobody’s', async () => {
    const { world } = await createTeam()
    const id = await replyInReview(world)
    await sweep(world)
    world.clock.advance(29 * MINUTE)
    await sweep(world)
    expect(await remindedOf(id)).toEqual([])
    const line = ['noor', 'alex', 'sam'] as const
    for (const [index, who] of line.entries()) {
      world.clock.advance((index === 0 ? 1 : 30) * MINUTE)
      for (let round = 0; round < 3; round++) await sweep(world)
      expect(await remindedOf(id)).toEqual(line.slice(0, index + 1).map(one => `${one} sent`))
      expect(shownTo(world, who)).toMatchObject([{ header: 'To review: reply to robin' }])
      expect(draftCard(world)).toContain(`Reminded: ${world.members[who].name}`)
    }
    expect(draftCard(world)).not.toContain('nobody is left to ask')
    world.clock.advance(30 * MINUTE)
    for (let round = 0; round < 3; round++) await sweep(world)
    expect(await remindedOf(id)).toEqual([...line.map(who => `${who} sent`), 'nobody nobody-left'])
    expect(draftCard(world)).toContain('nobody is left to ask')
    world.clock.advance(10 * HOUR)
    await sweep(world)
    expect(await remindedOf(id)).toHaveLength(4)
  })

  test('is decided from the direct messages as from the channel, and every card of it follows in place', async () => {
    const { world } = await createTeam()
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    const [card] = shownTo(world, 'noor')
    expect(JSON.stringify(card)).toContain('Camille waits for your decision')
    expect(JSON.stringify(card)).toContain(`draft.approve:${id}:`)
    const origin = { ...originOf(world, 'noor', 'drafts'), channel: inbox(world, 'noor') }
    const { row } = await draftOf(world, id)
    const answer = await world.handlers.action(origin, `draft.approve:${id}:${row.version}`)
    expect(answer).toMatchObject({ kind: 'update', ephemeral: 'Approved. It goes out now.' })
    await sweep(world)
    const [after, ...more] = shownTo(world, 'noor')
    expect(more).toEqual([])
    expect(JSON.stringify(after)).not.toContain('draft.approve')
    expect(after?.header).toContain('Publishing')
    expect(draftCard(world)).not.toContain('Reminded')
    world.clock.advance(HOUR)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['noor sent'])
  })

  test('disturbs nobody who has nothing to decide: not who approved, not the author, not the muted, not who has left', async () => {
    const { world, standings } = await createTeam()
    await updateBrand(shared.database.connection, world.brand.id, { approvals: 2 })
    const { connection } = shared.database
    await setMemberRoles(connection, world.members.lou.id, ['approver'])
    await setMemberRoles(connection, world.members.camille.id, ['approver', 'editor'])
    const id = await writePost(world, 'alex', 'We open on Monday')
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    standings.set('camille', 'left')
    await connection
      .update(members)
      .set({ mutedUntil: new Date(world.clock.now().getTime() + 24 * HOUR) })
      .where(eq(members.id, world.members.lou.id))
    world.clock.advance(4 * HOUR)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['sam sent'])
    // Approving counts; the time since then does not begin anew for those who wait.
    world.clock.advance(4 * HOUR)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['sam sent', 'nobody nobody-left'])
  })

  test('goes to the next at once where somebody cannot be written to, whenever that turns out', async () => {
    const { world, closed } = await createTeam()
    closed.set('noor', new ChatError({ kind: 'refused', reason: 'channel-gone' }, 'user_disabled'))
    world.chat.onDelivery(inbox(world, 'alex'), {
      kind: 'fails',
      fault: { kind: 'refused', reason: 'channel-gone' },
    })
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['noor unreachable', 'alex unreachable', 'sam sent'])
    expect(shownTo(world, 'alex')).toEqual([])
    expect(shownTo(world, 'sam')).toHaveLength(1)
    expect(draftCard(world)).not.toContain('Reminded: Alex')
    await pressOnDraft(world, 'sam', 'draft.approve', id)
    await sweep(world)
    expect(shownTo(world, 'alex')).toEqual([])
  })

  test('calls whoever takes no direct messages in the channel for drafts, once, whenever that turns out', async () => {
    const { world, closed } = await createTeam()
    await using replica = await world.replica()
    const declined = { kind: 'refused', reason: 'declined' } as const
    // Of Noor it is said at once, of Alex only when the reminder is to be shown, and to two processes.
    closed.set('noor', new ChatError(declined, 'closed'))
    world.chat.onDelivery(inbox(world, 'alex'), { kind: 'fails', fault: declined })
    const id = await replyInReview(world)
    const calls = () =>
      world.chat
        .shown(world.channels.drafts.remoteId)
        .flatMap(({ card }) => card.en.elements.flatMap(element => (element.kind === 'call' ? [element] : [])))
    for (const expected of [1, 2]) {
      world.clock.advance(30 * MINUTE)
      for (let round = 0; round < 3; round++) {
        await sweep(world)
        for (const channel of await replica.notify.listDue()) await replica.notify.deliver(channel)
      }
      expect(calls()).toHaveLength(expected)
    }
    expect(calls()).toEqual([
      { kind: 'call', user: 'noor', name: 'Noor' },
      { kind: 'call', user: 'alex', name: 'Alex' },
    ])
    expect(await remindedOf(id)).toEqual(['noor sent', 'alex sent'])
    expect(draftCard(world)).toContain('Camille waits for your decision')
    expect(shownTo(world, 'alex')).toEqual([])
    // Decided, every one of them is a card like the draft's, and nobody is called any more.
    await pressOnDraft(world, 'alex', 'draft.approve', id)
    await sweep(world)
    expect(calls()).toEqual([])
    const shown = world.chat.shown(world.channels.drafts.remoteId)
    expect(shown).toHaveLength(3)
    expect(shown.every(({ card }) => !JSON.stringify(card).includes('draft.approve'))).toBe(true)
  })

  test('passes over whoever takes no direct messages where the team has no channel for drafts', async () => {
    const { world } = await createTeam()
    const id = await replyInReview(world)
    await command(world, 'sam', 'unbind drafts')
    world.chat.onDelivery(inbox(world, 'noor'), { kind: 'fails', fault: { kind: 'refused', reason: 'declined' } })
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['noor unreachable', 'alex sent'])
  })

  test('does not say again what somebody got before they closed their direct messages', async () => {
    const { world } = await createTeam()
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    world.chat.breaks('update', { kind: 'refused', reason: 'declined' })
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await sweep(world)
    world.chat.breaks('update', undefined)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['noor sent'])
    expect(world.chat.shown(world.channels.drafts.remoteId)).toHaveLength(1)
  })

  test('waits for a platform in trouble, and passes nobody over for it', async () => {
    const { world, closed } = await createTeam()
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    closed.set('noor', new ChatError({ kind: 'unavailable' }, 'away'))
    await sweep(world)
    expect(await remindedOf(id)).toEqual([])
    for (const who of ['noor', 'alex', 'sam']) {
      closed.set(who, new ChatError({ kind: 'refused', reason: 'not-allowed' }, 'missing_scope'))
    }
    await sweep(world)
    expect(await remindedOf(id)).toEqual([])
    closed.clear()
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['noor sent'])
  })

  test('is asked about anew after an edit, in a message of its own; the old one says that there is a newer text', async () => {
    const { world } = await createTeam()
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    const modal = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', id))
    await submit(world, 'camille', modal, { text: 'On Tuesday', when: '' })
    world.clock.advance(29 * MINUTE)
    await sweep(world)
    expect(shownTo(world, 'noor')).toHaveLength(1)
    world.clock.advance(MINUTE)
    await sweep(world)
    const [old, fresh] = shownTo(world, 'noor')
    expect(JSON.stringify(old)).toContain('There is a newer text by now')
    expect(JSON.stringify(old)).not.toContain('draft.approve')
    expect(JSON.stringify(fresh)).toContain('On Tuesday')
  })

  test('is not announced to somebody after it was decided: the reminder was still on its way', async () => {
    const { world } = await createTeam()
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    world.chat.onDelivery(inbox(world, 'noor'), { kind: 'fails', fault: { kind: 'unavailable' } })
    await sweep(world)
    expect(shownTo(world, 'noor')).toEqual([])
    await pressOnDraft(world, 'sam', 'draft.approve', id)
    world.clock.advance(5 * MINUTE)
    await sweep(world)
    await sweep(world)
    expect(shownTo(world, 'noor')).toEqual([])
    expect(
      world.chat.calls.filter(({ kind, channel }) => kind === 'post' && channel === inbox(world, 'noor')),
    ).toHaveLength(1)
  })

  test('reminds once however many processes sweep, and however often they are killed in between', async () => {
    const { world } = await createTeam()
    await using replica = await world.replica()
    const id = await replyInReview(world)
    for (const expected of [1, 2, 3, 4]) {
      world.clock.advance(30 * MINUTE)
      await Promise.all([world, replica, world, replica].map(one => one.remind.remind(id)))
      expect(await remindedOf(id)).toHaveLength(expected)
    }
    await Promise.all(
      [world, replica].map(async one => {
        for (const channel of await one.notify.listDue()) await one.notify.deliver(channel)
      }),
    )
    for (const who of ['noor', 'alex', 'sam'] as const) expect(shownTo(world, who)).toHaveLength(1)
  })

  test('is brought to somebody who comes into line after nobody was left', async () => {
    const { world } = await createTeam()
    const id = await replyInReview(world)
    for (let round = 0; round < 6; round++) {
      world.clock.advance(30 * MINUTE)
      await sweep(world)
    }
    const line = ['noor sent', 'alex sent', 'sam sent']
    expect(await remindedOf(id)).toEqual([...line, 'nobody nobody-left'])
    expect(draftCard(world)).toContain('nobody is left to ask')
    await command(world, 'sam', 'roles @lou approver')
    world.clock.advance(30 * MINUTE)
    for (let round = 0; round < 3; round++) await sweep(world)
    expect(await remindedOf(id)).toEqual([...line, 'nobody nobody-left', 'lou sent'])
    expect(draftCard(world)).not.toContain('nobody is left to ask')
    expect(shownTo(world, 'lou')).toHaveLength(1)
    world.clock.advance(30 * MINUTE)
    for (let round = 0; round < 3; round++) await sweep(world)
    expect(await remindedOf(id)).toEqual([...line, 'lou sent', 'nobody nobody-left'])
    expect(draftCard(world)).toContain('nobody is left to ask')
  })

  test('goes to those who may decide by a group, as far as they were seen and are still in it', async () => {
    const { world, groups } = await createTeam()
    const { connection } = shared.database
    const { brand, workspace } = world
    const grant = { brandId: brand.id, platform: 'scripted', workspace, groupId: '1', name: 'Red' }
    await shared.database.transact(({ tx }) => setGroupGrant(tx, grant, ['approver']))
    for (const who of ['noor', 'alex', 'sam'] as const) await setMemberRoles(connection, world.members[who].id, [])
    // Lou was seen in it, Camille too, who has left it since; Noor is in it, and nobody can know.
    for (const who of ['lou', 'camille', 'noor'] as const) groups.set(who, ['1'])
    await command(world, 'camille', 'help')
    await command(world, 'lou', 'help')
    const id = await replyInReview(world)
    groups.set('camille', [])
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['lou sent'])
    await command(world, 'noor', 'help')
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['lou sent', 'noor sent'])
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['lou sent', 'noor sent', 'nobody nobody-left'])
  })

  test('waits where a chat does not say who is still in a group', async () => {
    const { world, groups, breaks } = await createTeam()
    const { connection } = shared.database
    const { brand, workspace } = world
    const grant = { brandId: brand.id, platform: 'scripted', workspace, groupId: '1', name: 'Red' }
    await shared.database.transact(({ tx }) => setGroupGrant(tx, grant, ['approver']))
    for (const who of ['noor', 'alex', 'sam'] as const) await setMemberRoles(connection, world.members[who].id, [])
    groups.set('lou', ['1'])
    await command(world, 'lou', 'help')
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    breaks(new ChatError({ kind: 'unavailable' }, 'away'))
    await sweep(world)
    expect(await remindedOf(id)).toEqual([])
    breaks(undefined)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['lou sent'])
  })

  test('is left alone at night, and where the brand wants no reminders', async () => {
    const { world } = await createTeam()
    world.clock.advance(8.75 * HOUR)
    const id = await replyInReview(world)
    world.clock.advance(HOUR)
    await sweep(world)
    expect(await remindedOf(id)).toEqual([])
    world.clock.advance(14 * HOUR)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['noor sent'])
    const modal = modalOf(await command(world, 'sam', 'brand edit reminders'))
    expect(Object.fromEntries(modal.fields.map(field => [field.id, field.value]))).toEqual({ reply: '30', post: '240' })
    expect(await submit(world, 'sam', modal, { reply: 'often', post: '99999' })).toMatchObject({
      errors: { reply: expect.any(String), post: expect.any(String) },
    })
    await submit(world, 'sam', modal, { reply: '0', post: '15' })
    const told = await command(world, 'sam', 'brand')
    expect(JSON.stringify(told)).toContain('Approvers are reminded of a reply: never; of a post: after 15 minutes.')
    world.clock.advance(HOUR)
    await sweep(world)
    expect(await remindedOf(id)).toHaveLength(1)
  })

  test('is brought first to whoever decided last', async () => {
    const { world } = await createTeam()
    const first = await replyInReview(world)
    await pressOnDraft(world, 'alex', 'draft.approve', first)
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['alex sent'])
  })

  test('in a chat without direct messages it is said at once that nobody can be reminded', async () => {
    const world = await createWorld(shared)
    toWorkday(world)
    const id = await replyInReview(world)
    world.clock.advance(30 * MINUTE)
    await sweep(world)
    expect(await remindedOf(id)).toEqual(['nobody nobody-left'])
    expect(draftCard(world)).toContain('Nobody can be reminded of this draft')
  })
})

test('direct messages are no channel of the brand: nothing is bound there, and no command takes them for one', async () => {
  const { world } = await createTeam()
  const id = await replyInReview(world)
  world.clock.advance(30 * MINUTE)
  await sweep(world)
  const status = await command(world, 'sam', 'status')
  expect(JSON.stringify(status)).not.toContain('-dm-')
  expect(await press(world, 'noor', 'draft.approve', (await draftOf(world, id)).row)).toMatchObject({ kind: 'update' })
})

test('direct messages are in the language that their reader has chosen', async () => {
  const { world } = await createTeam()
  await command(world, 'noor', 'lang fr')
  const id = await replyInReview(world)
  for (let round = 0; round < 2; round++) {
    world.clock.advance(30 * MINUTE)
    await sweep(world)
  }
  const { connection } = shared.database
  const rows = await connection.select().from(reminders).where(eq(reminders.draftId, id)).orderBy(reminders.at)
  const platforms = new Map([[world.chat.name, world.chat]])
  const places = await Promise.all(rows.map(({ channelId }) => findPlace(connection, platforms, channelId ?? '')))
  expect(places.map(place => place?.address.language)).toEqual(['fr', 'en'])
})
