import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ModalField } from '../../../src/chat/card.ts'
import type { Answer, ChatHandlers } from '../../../src/chat/platform.ts'
import { createEventInbox } from '../../../src/db/queries/event-inbox.ts'
import { createKeeper } from '../../../src/db/queries/keeper.ts'
import { createVault } from '../../../src/db/vault.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { wordsOf } from '../../support/discord/words.ts'
import { createPlatform, type DiscordWorld, startDiscordWorld } from '../../support/discord/world.ts'
import { eventually } from '../../support/eventually.ts'
import { cardSaying, form } from '../contract.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const vault = createVault(randomBytes(32))

/** What a process brings along: everything in the database, as of that moment. */
function processAt(now = () => new Date()) {
  const { database } = shared
  const eventInbox = createEventInbox(database, 'discord')
  return { eventInbox, keeper: createKeeper(database.connection, vault, 'discord', now), now }
}

const fields = Array.from(
  { length: 8 },
  (_, index): ModalField => ({ id: `f${index}`, kind: 'text', label: `Field ${index}`, value: '', required: false }),
)
const long = () => ({ ...form, id: `${form.id.split(':').slice(0, 3).join(':')}:${v7().slice(-12)}`, fields })

function answering(give: () => Promise<Answer>, heard: unknown[] = []): ChatHandlers {
  const hear =
    (kind: string) =>
    (origin: { readonly workspace: string }, ...rest: unknown[]) => {
      heard.push([kind, origin.workspace, ...rest])
      return give()
    }
  return { command: hear('command'), action: hear('action'), submit: hear('submit') }
}

/** The first process ends; another begins with what is in the database. */
async function restart(world: DiscordWorld, handlers: ChatHandlers) {
  await world.platform[Symbol.asyncDispose]()
  world.fake.gateway.forget()
  const next = createPlatform(world.fake, processAt())
  await next.start(handlers)
  await world.fake.gateway.connected()
  return next
}

describe('a form of several pages', () => {
  test('goes on in another process where it was, and comes to the handlers whole', async () => {
    const modal = long()
    const handlers = answering(async () => ({ kind: 'modal', modal }))
    await using world = await startDiscordWorld(handlers, processAt())
    const { person } = world
    await person.command('setup')
    const noted = await person.sendPage({ f0: 'What I wrote', f1: 'and more' })
    expect(noted.words).toContain('step 1 of 2 is noted')
    const heard: unknown[] = []
    await using _next = await restart(
      world,
      answering(async () => ({ kind: 'ack' }), heard),
    )
    await person.submit({ id: modal.id, title: '', values: {} }, { f7: 'the last' })
    const values = { ...Object.fromEntries(fields.map(({ id }) => [id, ''])), f0: 'What I wrote', f1: 'and more' }
    expect(heard).toEqual([['submit', world.guild.id, modal.id, { ...values, f7: 'the last' }]])
    // Taken, it is nowhere any more.
    await eventually(() => processAt().keeper.find(`form ${modal.id}`)).toBeUndefined()
  })

  test('is kept for a working day, and its author is told what they wrote when it is no longer', async () => {
    const handlers = answering(async () => ({ kind: 'modal', modal: long() }))
    let ahead = 0
    const process = processAt(() => new Date(Date.now() + ahead))
    // The platform's own clock stays, so that nothing that is done is too late for Discord.
    await using world = await startDiscordWorld(handlers, { ...process, now: () => new Date() })
    const { person } = world
    await person.command('setup')
    ahead = 15 * 3_600_000
    expect((await person.sendPage({ f0: 'What I wrote' })).words).toContain('step 1 of 2 is noted')
    await person.command('setup')
    ahead = 40 * 3_600_000
    expect((await person.sendPage({ f0: 'What I wrote' })).words).toMatch(/nothing was done[\s\S]*What I wrote/)
  })

  test('with a mistake in it can be corrected in another process, with all that was typed', async () => {
    const modal = long()
    const handlers = answering(async () => ({ kind: 'modal', modal }))
    await using world = await startDiscordWorld(handlers, processAt())
    const { person } = world
    const { form: seen } = await person.command('setup')
    let answer: Answer = { kind: 'errors', errors: { f7: 'No' } }
    const heard: unknown[] = []
    await using _next = await restart(
      world,
      answering(async () => answer, heard),
    )
    expect((await person.submit(seen!, { f0: 'mine', f7: 'wrong' })).errors).toEqual({ f7: 'No' })
    answer = { kind: 'ephemeral', text: 'Taken' }
    expect((await person.submit(seen!, { f7: 'right' })).words).toContain('Taken')
    expect(heard.at(-1)).toMatchObject(['submit', world.guild.id, modal.id, { f0: 'mine', f7: 'right' }])
  })
})

describe('in direct messages, where Discord tells no server,', () => {
  test('a form is about the server of the card that it came from, page after page', async () => {
    const modal = long()
    let answer: Answer = { kind: 'modal', modal }
    const heard: unknown[] = []
    await using world = await startDiscordWorld(
      answering(async () => answer, heard),
      processAt(),
    )
    const { platform, guild, person, fake } = world
    const channel = (await platform.direct?.(guild.id, person.id)) ?? ''
    const action = `mention.reply:${v7()}:1`
    const card = cardSaying('Yours', { kind: 'buttons', buttons: [{ id: action, label: 'Reply', style: 'primary' }] })
    const id = await platform.post({ workspace: guild.id, channel, language: 'en' }, v7(), card)
    expect((await person.press(id, action)).form?.title).toContain(form.title)
    answer = { kind: 'update', card: cardSaying('Answered') }
    await person.submit({ id: modal.id, title: '', values: {} }, { f0: 'x', f7: 'y' })
    expect(heard.map(one => (one as unknown[]).slice(0, 2))).toEqual([
      ['action', guild.id],
      ['submit', guild.id],
    ])
    expect(wordsOf(fake.interactions.find(id)?.message.components)).toContain('Answered')
  })
})

describe('what somebody was told to wait for', () => {
  /** A process that dies while it is busy. */
  async function startBusy() {
    const gate = Promise.withResolvers<Answer>()
    const mortal = processAt()
    const world = await startDiscordWorld(
      answering(() => gate.promise),
      { ...mortal, patience: 800 },
    )
    const one = world.person.begin(2, world.channel, { name: 'vigie', options: [{ type: 1, name: 'status' }] })
    await eventually(() => one.answer?.type).toBe(5)
    await eventually(async () => (await mortal.keeper.list('act ')).length).toBe(1)
    // Its lock is gone with it, and nobody hears what it has to say.
    await mortal.eventInbox[Symbol.asyncDispose]()
    return { world, one, release: () => gate.resolve({ kind: 'ack' }) }
  }

  test('is done by the next process, and answered where it was asked', async () => {
    const { world, one, release } = await startBusy()
    const { fake, person, guild } = world
    const heard: unknown[] = []
    const again = processAt()
    await using next = createPlatform(fake, again)
    await next.start(answering(async () => ({ kind: 'ephemeral', text: 'Done by another' }), heard))
    await eventually(() => wordsOf(person.whispers().map(({ components }) => components))).toBe('Done by another')
    expect(heard).toEqual([['command', guild.id, 'status']])
    expect(one.isThinking).toBe(false)
    await eventually(async () => (await again.keeper.list('act ')).length).toBe(0)
    // A third finds nothing to do.
    await using third = createPlatform(fake, processAt())
    await third.start(answering(async () => ({ kind: 'ack' }), heard))
    await third.settled()
    expect(heard).toHaveLength(1)
    release()
    await world[Symbol.asyncDispose]()
  })

  test('of several people is done for all of them at once', async () => {
    const { world, one, release } = await startBusy()
    const { fake, person, channel, platform } = world
    const other = person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'help' }] })
    await eventually(() => other.answer?.type).toBe(5)
    await eventually(async () => (await processAt().keeper.list('act ')).length).toBe(2)
    const heard: unknown[] = []
    await using next = createPlatform(fake, processAt())
    await next.start(answering(async () => ({ kind: 'ephemeral', text: 'Done by another' }), heard))
    await eventually(() => [one.isThinking, other.isThinking]).toEqual([false, false])
    expect(heard).toHaveLength(2)
    release()
    await platform.settled()
    await world[Symbol.asyncDispose]()
  })

  test('and can be answered no more is not done behind their back: they are told in the channel', async () => {
    const { world, release } = await startBusy()
    const { fake, channel, person } = world
    const heard: unknown[] = []
    await using next = createPlatform(
      fake,
      processAt(() => new Date(Date.now() + 3_600_000)),
    )
    await next.start(answering(async () => ({ kind: 'ack' }), heard))
    await eventually(() => channel.messages.length).toBe(1)
    const [told] = channel.messages
    expect(wordsOf(told?.components)).toContain('Vigie was restarted while it was busy')
    expect(told?.allowed_mentions).toEqual({ parse: [], users: [person.id] })
    expect(heard).toEqual([])
    release()
    await world[Symbol.asyncDispose]()
  })

  test('and was done is only told by the next process, never done again', async () => {
    const gate = Promise.withResolvers<Answer>()
    const mortal = processAt()
    const world = await startDiscordWorld(
      answering(() => gate.promise),
      { ...mortal, patience: 800 },
    )
    const { fake, person, channel } = world
    const one = person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'status' }] })
    await eventually(() => one.answer?.type).toBe(5)
    // It is done, and Discord does not come to answering: the process dies in that moment.
    fake.disturb(/^PATCH .*@original$/, { kind: 'delay', milliseconds: 1_500 })
    gate.resolve({ kind: 'update', card: cardSaying('As it was then'), ephemeral: 'Done by the first' })
    await eventually(() => fake.calls.filter(({ path }) => path.endsWith('@original')).length).toBe(1)
    await mortal.eventInbox[Symbol.asyncDispose]()
    const heard: unknown[] = []
    await using next = createPlatform(fake, processAt())
    await next.start(answering(async () => ({ kind: 'ephemeral', text: 'Done twice' }), heard))
    await eventually(() => wordsOf(person.whispers().map(({ components }) => components))).toBe('Done by the first')
    await next.settled()
    expect(heard).toEqual([])
    await world[Symbol.asyncDispose]()
  })

  test('is left to a process that lives', async () => {
    const gate = Promise.withResolvers<Answer>()
    const alive = processAt()
    await using world = await startDiscordWorld(
      answering(() => gate.promise),
      { ...alive, patience: 800 },
    )
    const one = world.person.begin(2, world.channel, { name: 'vigie', options: [{ type: 1, name: 'status' }] })
    await eventually(() => one.answer?.type).toBe(5)
    await eventually(async () => (await alive.keeper.list('act ')).length).toBe(1)
    const heard: unknown[] = []
    await using other = createPlatform(world.fake, processAt())
    await other.start(answering(async () => ({ kind: 'ephemeral', text: 'twice' }), heard))
    await other.settled()
    gate.resolve({ kind: 'ephemeral', text: 'Once' })
    expect((await world.person.seen(one)).words).toBe('Once')
    expect(heard).toEqual([])
    expect(await alive.keeper.list('act ')).toEqual([])
    await alive.eventInbox[Symbol.asyncDispose]()
  })
})
