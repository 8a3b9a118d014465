import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ChatError } from '../../src/chat/platform.ts'
import { noteLines, notices } from '../../src/db/schema/index.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { command, hear, mentionOf, modalOf, originOf, press, submit } from '../support/team.ts'
import { createWorld, type Who, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const inbox = (world: World, who: string) => `${world.workspace}-dm-${who}`
const codeOf = (id: string) => `#${id.slice(-6)}`

/** A team that can be written to, and a mention. */
async function createTeam() {
  const world = await createWorld(shared)
  Object.assign(world.chat, { direct: async (_: string, user: string) => inbox(world, user) })
  const mention = await hear(world, 'Acme opens on Monday', 'robin')
  await deliver(world)
  return { world, mention }
}

/** What the queue and the pump would do, a few times over. */
async function deliver(world: World): Promise<void> {
  for (let round = 0; round < 3; round++) {
    for (const subject of await world.tellInPerson.listDue()) await world.tellInPerson.tell(subject)
    for (const channel of await world.notify.listDue()) await world.notify.deliver(channel)
  }
}

const toldTo = (world: World, who: string) => world.chat.shown(inbox(world, who)).map(({ card }) => card)
const wordsOf = (cards: readonly unknown[]) => cards.map(card => JSON.stringify(card))

describe('a mention is given to somebody', () => {
  test('with a command, by its code and their name: they have it, are told once, and their card follows it', async () => {
    const { world, mention } = await createTeam()
    const { text } = (await command(world, 'lou', 'mentions')) as { text: string }
    expect(text).toContain(`${codeOf(mention.id)} robin`)
    const line = `assign ${codeOf(mention.id)} @Alex`
    expect(await command(world, 'camille', line)).toEqual({ kind: 'ephemeral', text: 'Alex has it now.' })
    expect(await mentionOf(world, mention.id)).toMatchObject({ state: 'taken', assigneeId: world.members.alex.id })
    await deliver(world)
    expect(wordsOf(toldTo(world, 'alex'))).toEqual([
      expect.stringMatching(/Camille asks you to deal with this[\s\S]*Acme opens on Monday[\s\S]*mention\.reply/),
    ])
    expect(JSON.stringify(toldTo(world, 'alex')[0]?.fr)).toContain('Camille vous confie cette mention.')
    expect(await command(world, 'camille', line)).toMatchObject({ text: expect.stringContaining('theirs already') })
    await deliver(world)
    expect(toldTo(world, 'alex')).toHaveLength(1)
    expect(world.chat.shown(world.channels.mentions.remoteId).map(({ card }) => JSON.stringify(card.en))).toEqual([
      expect.stringContaining('In charge: Alex'),
    ])
    // Given to somebody else, what the first was told says so; dealt with, it shrinks.
    await command(world, 'camille', `assign ${mention.id} Sam`)
    await deliver(world)
    expect(wordsOf(toldTo(world, 'alex'))).toEqual([expect.stringContaining('Sam deals with it by now.')])
    await press(world, 'sam', 'mention.ignore', await mentionOf(world, mention.id), 'mentions')
    await deliver(world)
    expect(wordsOf(toldTo(world, 'sam'))).toEqual([expect.stringContaining('Ignored')])
    expect(await command(world, 'camille', line)).toMatchObject({ text: expect.stringContaining('No mention') })
  })

  test('with a form on its card, which says what is wrong and where', async () => {
    const { world, mention } = await createTeam()
    const modal = modalOf(await press(world, 'camille', 'mention.hand-over', mention, 'mentions'))
    expect(modal.quote).toBe('Acme opens on Monday')
    const sent = (person: string, who: Who = 'camille') => submit(world, who, modal, { person })
    expect(await sent('')).toEqual({ kind: 'errors', errors: { person: 'This cannot be empty.' } })
    expect(await sent('lou')).toMatchObject({ errors: { person: expect.stringContaining('Lou may not answer') } })
    expect(await sent('nobody')).toMatchObject({ errors: { person: expect.stringContaining('not in this workspace') } })
    const done = await sent('alex')
    expect(done).toMatchObject({ kind: 'update', ephemeral: 'Alex has it now.' })
    expect(JSON.stringify(done)).toContain('In charge: Alex')
    // Sent once more, or by somebody who saw an older card: nothing more happens, and they see how it stands.
    expect(await sent('sam')).toMatchObject({ ephemeral: expect.stringContaining('Somebody was quicker') })
    expect(await mentionOf(world, mention.id)).toMatchObject({ assigneeId: world.members.alex.id })
    await deliver(world)
    const told = await shared.database.connection.select().from(notices).where(eq(notices.mentionId, mention.id))
    expect(told).toMatchObject([{ outcome: 'sent', byId: world.members.camille.id }])
    const lines = await shared.database.connection.select().from(noteLines)
    expect(lines.length).toBeGreaterThan(0)
    const notes = JSON.stringify(world.chat.notes(world.channels.mentions.remoteId))
    expect(notes).toContain('Camille gave it to Alex.')
    expect(notes).toContain('Camille confie cette mention à Alex.')
    await press(world, 'camille', 'mention.ignore', await mentionOf(world, mention.id), 'mentions')
    const late = await press(world, 'camille', 'mention.hand-over', mention, 'mentions')
    expect(late).toMatchObject({ kind: 'update', ephemeral: expect.stringContaining('dealt with already') })
  })

  test('who may not, cannot: not by a command, a button, or the form of another', async () => {
    const { world, mention } = await createTeam()
    expect(await command(world, 'noor', `assign ${mention.id} alex`)).toMatchObject({
      text: expect.stringContaining('Only editors'),
    })
    const modal = modalOf(await press(world, 'camille', 'mention.hand-over', mention, 'mentions'))
    expect(await submit(world, 'lou', modal, { person: 'alex' })).toMatchObject({ kind: 'ephemeral' })
    const other = await createTeam()
    expect(await command(other.world, 'camille', `assign ${mention.id}`)).toMatchObject({
      text: expect.stringContaining('No mention'),
    })
    const origin = originOf(other.world, 'camille', 'mentions')
    expect(await other.world.handlers.submit(origin, modal.id, { person: 'alex' })).toMatchObject({ kind: 'ephemeral' })
    expect(await mentionOf(world, mention.id)).toMatchObject({ state: 'open' })
    expect(await world.handlers.suggest?.(originOf(world, 'noor', 'mentions'), 'assign', 'mention', '')).toEqual([])
  })

  test('oneself is told nothing, nor whoever has muted Vigie; who takes no messages is called in the channel', async () => {
    const { world, mention } = await createTeam()
    expect(await command(world, 'camille', `assign ${mention.id}`)).toMatchObject({ text: 'Camille has it now.' })
    await command(world, 'alex', 'mute 2h')
    await command(world, 'camille', `assign ${mention.id} alex`)
    await deliver(world)
    expect([...toldTo(world, 'camille'), ...toldTo(world, 'alex')]).toEqual([])
    world.chat.onDelivery(inbox(world, 'sam'), { kind: 'fails', fault: { kind: 'refused', reason: 'declined' } })
    await command(world, 'camille', `assign ${mention.id} sam`)
    await deliver(world)
    const [, call, ...more] = world.chat.shown(world.channels.mentions.remoteId)
    expect(more).toEqual([])
    expect(call?.card.en.elements.slice(0, 2)).toMatchObject([
      { kind: 'call', user: 'sam' },
      { text: 'Camille asks you to deal with this.' },
    ])
  })

  test('a chat that is away is asked again', async () => {
    const { world, mention } = await createTeam()
    const { direct } = world.chat
    Object.assign(world.chat, {
      direct: async () => {
        throw new ChatError({ kind: 'unavailable' }, 'away')
      },
    })
    await command(world, 'camille', `assign ${mention.id} alex`)
    expect(world.jobs.sent.filter(({ name }) => name === 'tell-assignee')).toHaveLength(1)
    await deliver(world)
    Object.assign(world.chat, { direct })
    await world.sweep.run()
    expect(world.jobs.sent.filter(({ name }) => name === 'tell-assignee').length).toBeGreaterThan(1)
    await deliver(world)
    expect(toldTo(world, 'alex')).toHaveLength(1)
  })
})

test('mentions are suggested by their words and authors, newest first, those of the brand that wait', async () => {
  const { world, mention } = await createTeam()
  const newer = await hear(world, 'Acme opens at noon on Sunday', 'ada')
  const gone = await hear(world, 'Acme is over', 'ben')
  await press(world, 'camille', 'mention.ignore', gone, 'mentions')
  await command(world, 'camille', `assign ${mention.id} alex`)
  const suggested = (text: string) =>
    world.handlers.suggest!(originOf(world, 'camille', 'mentions'), 'assign', 'mention', text)
  expect(await suggested('')).toEqual([
    { value: newer.id, label: 'ada: Acme opens at noon on Sunday' },
    { value: mention.id, label: 'robin (in charge: Alex): Acme opens on Monday' },
  ])
  expect((await suggested('robi')).map(({ value }) => value)).toEqual([mention.id])
  expect((await suggested('noon')).map(({ value }) => value)).toEqual([newer.id])
})
