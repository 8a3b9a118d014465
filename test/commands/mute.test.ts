import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listMembers } from '../../src/db/queries/people.ts'
import { isMuted } from '../../src/domain/member.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { deliver, shown } from '../support/outbox.ts'
import { command, hear } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()
const NASTY = 'Acme is horrible, worst service ever, I hate it, what a disgusting scam'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function say(world: World, text: string, who: 'camille' | 'lou' = 'camille'): Promise<string> {
  const answer = await command(world, who, text)
  if (answer.kind !== 'ephemeral') throw new Error(`no words but ${answer.kind}`)
  return answer.text
}

async function camille(world: World) {
  const people = await listMembers(shared.database.connection, 'scripted', world.workspace)
  return people.find(one => one.remoteId === 'camille')!
}

describe('a person', () => {
  test('is muted for as long as they say, and until they take it back', async () => {
    const world = await createWorld(shared)
    const now = () => world.clock.now()
    expect(isMuted(await camille(world), now())).toBe(false)
    await say(world, 'mute 2h')
    expect(isMuted(await camille(world), now())).toBe(true)
    world.clock.advance(2 * HOUR)
    expect(isMuted(await camille(world), now())).toBe(false)
    await say(world, 'sourdine demain')
    expect(isMuted(await camille(world), now())).toBe(true)
    expect(await say(world, 'mute')).toContain('no direct messages until')
    expect(await say(world, 'mute off')).toBe(en('command.mute.own.not'))
    expect(isMuted(await camille(world), now())).toBe(false)
  })

  test.each([
    'mute soon',
    'mute 2x',
    'mute 0h',
    'mute 9999d',
    'mute 2h more',
    'mute @',
    'mute @robin never',
    'mute @a 2h b',
  ])('“%s” is answered with how it goes', async text => {
    const world = await createWorld(shared)
    expect(await say(world, text)).toContain('Write: /vigie mute')
    expect((await camille(world)).mutedUntil).toBeNull()
  })
})

describe('an author', () => {
  test('makes no cards, unless it is an alert, until it is taken back', async () => {
    const world = await createWorld(shared)
    await hear(world, 'Acme one', 'robin')
    expect(await say(world, 'mute @Robin')).toContain('make no cards any more')
    await hear(world, 'Acme two', 'robin')
    await hear(world, 'Acme three', 'kim')
    await hear(world, NASTY, 'robin')
    await deliver(world)
    await deliver(world, 'alerts')
    expect([shown(world).length, shown(world, 'alerts').length]).toEqual([2, 1])
    expect(await say(world, 'mentions')).toContain('Acme two')
    expect(await say(world, 'mute', 'lou')).toContain('@robin')
    await say(world, 'mute @robin off')
    expect(await say(world, 'mute @robin off')).toBe(en('command.mute.author.not', { handle: 'robin' }))
    await hear(world, 'Acme four', 'robin')
    await deliver(world)
    expect(shown(world)).toHaveLength(3)
  })

  test('comes back when the time is over, without anybody doing anything', async () => {
    const world = await createWorld(shared)
    await hear(world, 'Acme one', 'robin')
    await say(world, 'mute @https://robin 3h')
    await hear(world, 'Acme two', 'robin')
    world.clock.advance(3 * HOUR)
    await hear(world, 'Acme three', 'robin')
    await deliver(world)
    expect(shown(world)).toHaveLength(2)
    expect(await say(world, 'mute')).not.toContain('robin')
  })

  test('is muted by editors alone, for the own brand alone, and only if known', async () => {
    const [world, other] = [await createWorld(shared), await createWorld(shared)]
    await hear(world, 'Acme one', 'robin')
    await hear(other, 'Acme one', 'robin')
    expect(await say(world, 'mute @robin', 'lou')).toBe(en('refusal.handle-mentions'))
    expect(await say(world, 'mute @nobody')).toBe(en('command.mute.author.unknown', { handle: 'nobody' }))
    await say(other, 'mute @robin')
    await hear(world, 'Acme two', 'robin')
    await deliver(world)
    expect(shown(world)).toHaveLength(2)
  })
})
