import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinChoices } from '../../src/chat/card.ts'
import { channels } from '../../src/db/schema/index.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { deliver, shown } from '../support/outbox.ts'
import { command, hear, modalOf, submit } from '../support/team.ts'
import { createWorld, type Place, type World } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const NASTY = 'Acme is horrible, worst service ever, I hate it, what a disgusting scam'

async function say(world: World, text: string, who: 'sam' | 'camille' = 'sam', place?: Place): Promise<string> {
  const answer = await command(world, who, text, place)
  if (answer.kind !== 'ephemeral') throw new Error(`no words but ${answer.kind}`)
  return answer.text
}

async function settings(world: World) {
  const [row] = await shared.database.connection
    .select()
    .from(channels)
    .where(eq(channels.id, world.channels.mentions.id))
  return [row?.listens, row?.batchMinutes, row?.quietFrom, row?.quietTo]
}

describe('what is typed', () => {
  test.each([
    ['noise negative', ['negative', null, null, null]],
    ['bruit négatives', ['negative', null, null, null]],
    ['noise questions', ['questions', null, null, null]],
    ['noise batch 30', ['everything', 30, null, null]],
    ['noise batch 0', ['everything', null, null, null]],
    ['noise negative batch 30 min quiet 20 to 8', ['negative', 30, 1200, 480]],
    ['bruit lot 90 min', ['everything', 90, null, null]],
    ['noise quiet 20:00-08:00', ['everything', null, 1_200, 480]],
    ['bruit calme 20h à 8h', ['everything', null, 1_200, 480]],
  ])('“%s” is a setting of the channel, and taken back', async (text, expected) => {
    const world = await createWorld(shared)
    expect(await say(world, text)).toContain('#mentions gets: ')
    expect(await settings(world)).toEqual(expected)
    for (const back of ['noise all', 'noise batch off', 'bruit calme non']) await say(world, back)
    expect(await settings(world)).toEqual(['everything', null, null, null])
  })

  test.each([
    ['noise loud', 'Write: /vigie noise'],
    ['noise batch', 'Write: /vigie noise'],
    ['noise negative now', 'Write: /vigie noise'],
    ['noise constructor', 'Write: /vigie noise'],
    ['noise batch 2000', 'from 1 to 1440'],
    ['noise negative batch often', 'from 1 to 1440'],
    ['noise negative nights', 'noise [all'],
    ['noise batch often', 'from 1 to 1440'],
    ['noise quiet at night', '20:00-08:00'],
    ['noise quiet 8-8', '20:00-08:00'],
  ])('“%s” is answered with what to write', async (text, words) => {
    const world = await createWorld(shared)
    expect(await say(world, text)).toContain(words)
    expect(await settings(world)).toEqual(['everything', null, null, null])
  })

  test('one setting leaves the others, and status tells them', async () => {
    const world = await createWorld(shared)
    await say(world, 'noise questions')
    await say(world, 'noise batch 60')
    const text = await say(world, 'noise quiet 22-7')
    expect(text).toBe('#mentions gets: questions only, one card in 60 minutes and quiet from 22:00-07:00.')
    expect(await say(world, 'status')).toContain('#mentions gets: mentions (questions only, one card in 60 minutes')
    expect(await say(world, 'noise', 'camille')).toBe(text)
  })

  test('where no mentions come is told where they do', async () => {
    const world = await createWorld(shared)
    expect(await say(world, 'noise negative', 'sam', 'alerts')).toContain('Type it in #mentions')
  })
})

describe('the form', () => {
  test('shows the settings, and sent back as it is changes none', async () => {
    const world = await createWorld(shared)
    for (const text of ['noise negative', 'noise batch 45', 'noise quiet 20:15-8']) await say(world, text)
    const modal = modalOf(await command(world, 'sam', 'noise'))
    const values = Object.fromEntries(modal.fields.map(field => [field.id, field.value]))
    expect(values).toEqual({ listens: 'negative', batch: '45', quiet: '20:15-08:00' })
    await submit(world, 'sam', modal, values)
    expect(await settings(world)).toEqual(['negative', 45, 1_215, 480])
    await submit(world, 'sam', modal, { listens: 'everything', batch: '', quiet: ' ' })
    expect(await settings(world)).toEqual(['everything', null, null, null])
  })

  test('says beside each field what is wrong with it', async () => {
    const world = await createWorld(shared)
    const modal = modalOf(await command(world, 'sam', 'noise'))
    const answer = await submit(world, 'sam', modal, { listens: 'all', batch: '2000', quiet: 'nights' })
    expect(answer.kind === 'errors' && Object.keys(answer.errors)).toEqual(['listens', 'batch', 'quiet'])
    expect(await settings(world)).toEqual(['everything', null, null, null])
  })
})

describe('a channel', () => {
  test.each([
    ['noise negative', ['Acme is a bit slow'], ['Acme is great, I love it', 'Acme opens at ten']],
    ['noise questions', ['When does Acme open?'], ['Acme is great, I love it', 'Acme opens at ten']],
  ])('after “%s” gets no others, which are counted and listed all the same', async (text, wanted, others) => {
    const world = await createWorld(shared)
    await say(world, text)
    for (const one of [...wanted, ...others, NASTY]) await hear(world, one)
    await deliver(world)
    await deliver(world, 'alerts')
    expect([shown(world).length, shown(world, 'alerts').length]).toEqual([wanted.length, 1])
    const listed = await say(world, 'mentions')
    for (const one of [...wanted, ...others]) expect(listed).toContain(one)
  })

  test('of a brand without an alerts channel gets alerts whatever it listens to', async () => {
    const world = await createWorld(shared)
    await shared.database.connection
      .update(channels)
      .set({ unboundAt: new Date() })
      .where(eq(channels.id, world.channels.alerts.id))
    for (const text of ['noise questions', 'noise batch 60', 'noise quiet 0-23:59']) await say(world, text)
    await hear(world, NASTY)
    await deliver(world)
    expect(shown(world)).toHaveLength(1)
  })
})

describe('a mention without a card', () => {
  test('gets one for whoever wants to answer it, whatever kept it back', async () => {
    const world = await createWorld(shared)
    await hear(world, 'Acme one', 'kim')
    await say(world, 'mute @kim')
    await say(world, 'noise negative')
    const filtered = [await hear(world, 'Acme opens at ten'), await hear(world, 'Acme two', 'kim')]
    await deliver(world)
    expect(await say(world, 'mentions', 'camille')).toContain('2 of them have no card here')
    const modal = modalOf(await command(world, 'camille', 'mentions show'))
    const [field] = modal.fields
    const offered = field?.kind === 'choices' ? field.options.map(option => option.value) : []
    expect(offered).toEqual(filtered.map(mention => mention.id))
    const stranger = await createWorld(shared)
    const theirs = await hear(stranger, 'Acme elsewhere')
    expect(await submit(world, 'camille', modal, { 'mention-1': theirs.id })).toMatchObject({
      text: expect.stringContaining('Nothing was chosen'),
    })
    await submit(world, 'camille', modal, { 'mention-1': joinChoices(filtered.map(({ id }) => id)) })
    await deliver(world)
    expect(shown(world)).toHaveLength(3)
    expect(await say(world, 'mentions show', 'camille')).toBe('All that waits has its card in #mentions.')
  })
})
