import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cards, summaries } from '../../src/db/schema/index.ts'
import { MINUTE } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { deliver, plan, shown } from '../support/outbox.ts'
import {
  draftOf,
  hear,
  mentionOf,
  modalOf,
  performDue,
  press,
  pressOnDraft,
  submit,
  writePost,
  writeReply,
} from '../support/team.ts'
import { createWorld, type Place, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

function notesIn(world: World, place: Place = 'mentions') {
  return world.chat.notes(world.channels[place].remoteId)
}

/** The lines of each note in a channel. */
function linesIn(world: World, place: Place = 'mentions', language: 'en' | 'fr' = 'en') {
  return notesIn(world, place).map(({ note }) => note[language].lines.map(({ text }) => text))
}

describe('the history of a mention', () => {
  test('is told below its card, a note for what was done in one go, and nothing for its coming', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await deliver(world)
    expect(notesIn(world)).toEqual([])
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    const modal = modalOf(await press(world, 'camille', 'mention.sentiment', mention, 'mentions'))
    await submit(world, 'camille', modal, { sentiment: 'negative' })
    await submit(world, 'camille', modal, { sentiment: 'negative' })
    await deliver(world)
    const sentiment = `${mention.sentiment} was wrong, it is negative.`
    expect(linesIn(world)).toEqual([['Camille took it.', `Camille corrected the sentiment: ${sentiment}`]])
    expect(notesIn(world)[0]?.under).toBe(shown(world)[0]?.id)
    const draft = await writeReply(world, 'camille', await mentionOf(world, mention.id), 'We are sorry')
    await pressOnDraft(world, 'noor', 'draft.approve', draft)
    await performDue(world, draft)
    await deliver(world)
    expect(linesIn(world)[1]).toEqual([
      'Camille wrote a reply; it is in review.',
      'Noor approved the reply.',
      `The reply is published on ${world.network.title}.`,
    ])
    const published = notesIn(world)[1]?.note.en.lines[2]
    expect(published?.links).toMatchObject([{ label: `Open it on ${world.network.title}` }])
    expect(linesIn(world, 'mentions', 'fr')[0]?.[0]).toBe('Camille s’en occupe.')
  })

  test('tells of what was ignored and reopened, and of a reply that was rejected', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    const again = async (action: string) =>
      press(world, 'camille', action, await mentionOf(world, mention.id), 'mentions')
    await again('mention.ignore')
    await again('mention.reopen')
    const draft = await writeReply(world, 'camille', await mentionOf(world, mention.id), 'No.')
    const modal = modalOf(await pressOnDraft(world, 'noor', 'draft.reject', draft))
    await submit(world, 'noor', modal, { comment: 'Not\nlike this' })
    await deliver(world)
    expect(linesIn(world)).toEqual([
      [
        'Camille ignored it.',
        'Camille reopened it.',
        'Camille wrote a reply; it is in review.',
        'Noor rejected the reply: Not like this',
      ],
    ])
  })
})

describe('the history of a draft', () => {
  test('tells who asked for what, what an edit changed, and when it goes out', async () => {
    const world = await createWorld(shared)
    const draft = await writePost(world, 'camille', 'Our parcels are allways on time')
    await deliver(world, 'drafts')
    expect(notesIn(world, 'drafts')).toEqual([])
    const change = modalOf(await pressOnDraft(world, 'noor', 'draft.change', draft))
    await submit(world, 'noor', change, { comment: 'A typo' })
    const edit = modalOf(await pressOnDraft(world, 'camille', 'draft.edit', draft))
    const day = new Date(world.clock.now().getTime() + 86_400_000).toISOString().slice(0, 10)
    await submit(world, 'camille', edit, { text: 'Our parcels are always on time', when: `${day}T09:00` })
    await pressOnDraft(world, 'noor', 'draft.approve', draft)
    await deliver(world, 'drafts')
    const [lines] = notesIn(world, 'drafts').map(({ note }) => note.en.lines)
    expect(lines?.map(({ text }) => text)).toEqual([
      'Noor asks for changes: A typo',
      'Camille edited it: “allways” became “always”.',
      'Noor approved it.',
      expect.stringMatching(/^It goes out .*09:00\.$/),
    ])
    const { publishAt } = (await draftOf(world, draft)).row
    expect(lines?.[3]?.runs).toContainEqual(expect.objectContaining({ at: publishAt?.toISOString() }))
    await pressOnDraft(world, 'camille', 'draft.now', draft)
    await pressOnDraft(world, 'camille', 'draft.withdraw', draft)
    await deliver(world, 'drafts')
    expect(linesIn(world, 'drafts')[1]).toEqual(['Camille wants it out now.', 'Camille withdrew it.'])
  })

  test('tells why it was not published', async () => {
    const world = await createWorld(shared)
    const draft = await writePost(world, 'camille', 'Hello')
    world.network.onPublish({ kind: 'fails', fault: { kind: 'rejected', reason: 'duplicate' } })
    await pressOnDraft(world, 'noor', 'draft.approve', draft)
    await performDue(world, draft)
    await pressOnDraft(world, 'camille', 'draft.retry', draft)
    await performDue(world, draft)
    await deliver(world, 'drafts')
    const network = world.network.title
    expect(linesIn(world, 'drafts')).toEqual([
      [
        'Noor approved it.',
        `Not published. ${network} refused it as a repetition of something you posted. Edit the text.`,
        'Camille had it sent again.',
        `Published on ${network}.`,
      ],
    ])
  })
})

describe('a note', () => {
  test('waits for its card, and for the cards of others', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme one')
    const soon = new Date(world.clock.now().getTime() + MINUTE)
    plan(world, 'mentions', { kind: 'fails', fault: { kind: 'rate-limited', retryAt: soon } })
    await deliver(world)
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    world.clock.advance(2 * MINUTE)
    const other = await hear(world, 'Acme two')
    await deliver(world)
    expect(shown(world)).toHaveLength(2)
    expect(linesIn(world)).toEqual([['Camille took it.']])
    expect(notesIn(world)[0]?.under).toBe(
      shown(world).find(({ card }) => JSON.stringify(card).includes('Acme one'))?.id,
    )
    expect(other.id).not.toBe(mention.id)
    expect(await world.notify.listDue()).not.toContain(world.channels.mentions.id)
  })

  test('is not kept waiting for a card that a summary stands for', async () => {
    const world = await createWorld(shared)
    const { connection } = shared.database
    const mention = await hear(world, 'Acme is here')
    const at = world.clock.now()
    const channelId = world.channels.mentions.id
    const burst = { channelId, reason: 'burst', isAlert: false, openedAt: at, addedAt: at } as const
    const [summary] = await connection.insert(summaries).values(burst).returning()
    await connection.update(cards).set({ summaryId: summary!.id }).where(eq(cards.subjectId, mention.id))
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    const notes = and(eq(cards.channelId, channelId), eq(cards.subjectKind, 'note'))
    expect(await connection.select().from(cards).where(notes)).toEqual([])
  })

  test('whose answer was lost is not told twice', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    world.chat.onNote(world.channels.mentions.remoteId, {
      kind: 'fails',
      fault: { kind: 'outcome-unknown' },
      shown: true,
    })
    await deliver(world)
    // What is done meanwhile is another note: nobody knows what the first one showed.
    await press(world, 'alex', 'mention.assign', await mentionOf(world, mention.id), 'mentions')
    world.clock.advance(MINUTE)
    await deliver(world)
    expect(linesIn(world)).toEqual([['Camille took it.'], ['Alex took it.']])
  })

  test('that is being shown takes no more lines, and loses none', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    const { promise, resolve } = Promise.withResolvers<void>()
    world.chat.onNote(world.channels.mentions.remoteId, { kind: 'waits', for: promise })
    const delivering = deliver(world)
    await eventually(async () => {
      const rows = await shared.database.connection.select().from(cards)
      return rows.some(row => row.parentId !== null && row.attemptedAt !== null && row.messageId === null)
    }).toBe(true)
    await press(world, 'alex', 'mention.assign', await mentionOf(world, mention.id), 'mentions')
    resolve()
    await delivering
    await deliver(world)
    expect(linesIn(world)).toEqual([['Camille took it.'], ['Alex took it.']])
  })

  test('is told once, whichever of two processes delivers', async () => {
    const world = await createWorld(shared)
    await using other = await world.replica()
    const mention = await hear(world, 'Acme is here')
    for (let round = 0; round < 6; round++) {
      const who = round % 2 === 0 ? 'camille' : 'alex'
      await press(world, who, 'mention.assign', await mentionOf(world, mention.id), 'mentions')
      const channel = world.channels.mentions.id
      await Promise.all([world.notify.deliver(channel), other.notify.deliver(channel)])
    }
    await deliver(world)
    expect(linesIn(world).flat()).toEqual(
      Array.from({ length: 6 }, (_, round) => `${round % 2 === 0 ? 'Camille' : 'Alex'} took it.`),
    )
  })

  test('below a card that somebody deleted holds up nothing', async () => {
    const world = await createWorld(shared)
    const mention = await hear(world, 'Acme is here')
    await deliver(world)
    await press(world, 'camille', 'mention.assign', mention, 'mentions')
    world.chat.remove(shown(world)[0]!.id)
    plan(world, 'mentions', { kind: 'succeeds' })
    await deliver(world)
    expect(shown(world)).toHaveLength(1)
    expect(linesIn(world)).toEqual([['Camille took it.']])
    expect(notesIn(world)[0]?.under).toBe(shown(world)[0]?.id)
  })
})
