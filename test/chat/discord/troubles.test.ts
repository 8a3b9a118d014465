import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { examineDiscord } from '../../../src/chat/discord/examine.ts'
import type { Answer, ChatHandlers } from '../../../src/chat/platform.ts'
import { RIGHTS } from '../../support/discord/permissions.ts'
import { componentsIn } from '../../support/discord/rules.ts'
import { wordsOf } from '../../support/discord/words.ts'
import { type DiscordWorld, startDiscordWorld } from '../../support/discord/world.ts'
import { cardSaying, noteSaying } from '../contract.ts'
import { addressOf, card, faultOf, postIn } from './world.ts'

function answering(answer: Answer): ChatHandlers {
  return { command: async () => answer, action: async () => answer, submit: async () => answer }
}

const noteUnder = (world: DiscordWorld, id: string, text: string, key = v7()) =>
  world.platform.note(addressOf(world), id, key, noteSaying(text))
const troublesIn = async (world: DiscordWorld) =>
  ((await world.platform.problems?.()) ?? []).map(({ code, trouble }) => trouble ?? code)

describe('the history below a card', () => {
  test('closes by itself, and opens with the next note', async () => {
    await using world = await startDiscordWorld()
    const id = await postIn(world)
    await noteUnder(world, id, 'Ada took it')
    const made = world.fake.calls.find(({ path }) => path.endsWith('/threads'))
    expect(made?.body.auto_archive_duration).toBe(60)
    const thread = world.fake.state.channels.get(id)!
    thread.isArchived = true
    await noteUnder(world, id, 'Ben approved it')
    expect([thread.isArchived, thread.messages.length]).toEqual([false, 2])
  })

  test('goes on in another thread where somebody has deleted it, and the channel has no trouble', async () => {
    await using world = await startDiscordWorld()
    const id = await postIn(world)
    await noteUnder(world, id, 'Ada took it')
    world.fake.state.channels.delete(id)
    await noteUnder(world, id, 'Ben approved it')
    expect(world.fake.state.channels.get(id)?.messages.map(one => wordsOf(one.components))).toEqual(['Ben approved it'])
    expect(await troublesIn(world)).toEqual([])
  })

  test('that Discord holds to be there, and has not, is no place for a note', async () => {
    await using world = await startDiscordWorld()
    const id = await postIn(world)
    await noteUnder(world, id, 'Ada took it')
    world.fake.state.channels.delete(id)
    const there = { code: 160_004, message: 'A thread has already been created for this message' }
    world.fake.disturb(/threads$/, { kind: 'answer', status: 400, body: there })
    expect(await faultOf(noteUnder(world, id, 'Ben approved it'))).toEqual({ kind: 'refused', reason: 'message-gone' })
  })

  test('has no place where Discord has no threads: cards go on, and nobody has anything to mend', async () => {
    await using world = await startDiscordWorld()
    const voice = world.fake.state.addChannel(world.guild, 'voice', 2)
    const address = { ...addressOf(world), channel: voice.id }
    const id = await world.platform.post(address, v7(), card)
    const noting = world.platform.note(address, id, v7(), noteSaying('Ada took it'))
    expect(await faultOf(noting)).toEqual({ kind: 'refused', reason: 'message-gone' })
    expect(await troublesIn(world)).toEqual([])
  })

  test('that somebody locked waits, and is told of by itself: cards go on', async () => {
    await using world = await startDiscordWorld()
    const id = await postIn(world)
    await noteUnder(world, id, 'Ada took it')
    const thread = world.fake.state.channels.get(id)!
    Object.assign(thread, { isLocked: true, isArchived: true })
    const key = v7()
    expect(await faultOf(noteUnder(world, id, 'Ben approved it', key))).toEqual({
      kind: 'refused',
      reason: 'not-allowed',
    })
    await postIn(world)
    expect(await troublesIn(world)).toEqual(['history'])
    thread.isLocked = false
    await noteUnder(world, id, 'Ben approved it', key)
    expect(await troublesIn(world)).toEqual([])
    expect(thread.messages).toHaveLength(2)
  })

  test('of new cards waits where the server has too many open ones, which status and doctor tell', async () => {
    await using world = await startDiscordWorld()
    const { fake, guild, channel } = world
    const old = await postIn(world)
    await noteUnder(world, old, 'Ada took it')
    fake.state.mostThreads = 1
    const id = await postIn(world)
    expect(await faultOf(noteUnder(world, id, 'Ben took it'))).toEqual({ kind: 'unavailable' })
    expect(await troublesIn(world)).toEqual(['histories'])
    // Those that are there go on.
    await noteUnder(world, old, 'Ada wrote a reply')
    fake.state.channels.get(old)!.isArchived = true
    await noteUnder(world, id, 'Ben took it')
    expect(await troublesIn(world)).toEqual([])
    const open = Array.from({ length: 960 }, (_, index) => ({ ...fake.state.channels.get(id)!, id: `${index}` }))
    for (const thread of open) fake.state.channels.set(thread.id, thread)
    const bound = [{ workspace: guild.id, id: channel.id, name: 'general' }]
    const findings = await examineDiscord({ token: fake.token, apiUrl: fake.apiUrl, channels: bound, groups: [] })
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'Discord threads', said: 'Maison has 961 open ones of 1000' }),
    )
  })

  test('that Vigie may not write is a right that is missing, and not the channel’s trouble', async () => {
    await using world = await startDiscordWorld()
    const id = await postIn(world)
    world.channel.denied = RIGHTS.CREATE_PUBLIC_THREADS
    expect(await faultOf(noteUnder(world, id, 'Ada took it'))).toEqual({ kind: 'refused', reason: 'not-allowed' })
    await postIn(world)
    const detail = `${world.channel.id} CREATE_PUBLIC_THREADS,SEND_MESSAGES_IN_THREADS`
    expect(await world.platform.problems?.()).toEqual([{ code: 'channel-refused', detail, trouble: 'rights' }])
    world.channel.denied = 0n
    await world.platform.problems?.([addressOf(world)])
    expect(await troublesIn(world)).toEqual([])
  })
})

describe('words that Discord does not let through', () => {
  const quote = { kind: 'text', text: 'Look: https://evil.example/prize', quote: true } as const
  const link = { kind: 'link', label: 'Open it', url: 'https://evil.example/prize' } as const
  const hostile = cardSaying('Robin on Local', quote, link, card.en.elements[0]!)

  test('keep no card from coming, and are read by whoever opens them', async () => {
    await using world = await startDiscordWorld(undefined, { readCard: async () => hostile })
    const { fake, channel, person, platform } = world
    fake.state.blocked = /evil/
    const key = v7()
    const id = await platform.post(addressOf(world), key, hostile)
    const [message] = channel.messages
    expect(wordsOf(message?.components)).toMatch(/Robin on Local[\s\S]*Discord does not let these words through/)
    expect(componentsIn(message?.components).filter(({ type }) => type === 2)).toHaveLength(2)
    expect(await platform.findPosted(addressOf(world), key)).toBe(id)
    const shown = await person.press(id, '~show')
    expect(shown.words).toContain('https://evil.example/prize')
    expect(person.whispers().at(-1)?.attachments).toMatchObject([{ filename: 'vigie.txt' }])
    // Edited, it stays as it is; and shows everything once the words are others.
    await platform.update(addressOf(world), id, hostile)
    expect(wordsOf(message?.components)).toContain('Discord does not let these words through')
    await platform.update(addressOf(world), id, cardSaying('Robin on Local', { kind: 'text', text: 'Ignored' }))
    expect(wordsOf(message?.components)).toContain('Ignored')
    expect(channel.messages).toHaveLength(1)
  })

  test('come in a file to whoever asked for them, at once or later', async () => {
    const words = 'Waiting: https://evil.example/prize'
    for (const patience of [1_800, 1]) {
      const answer = { kind: 'ephemeral', text: words } as const
      const slow = async () => {
        if (patience === 1) await new Promise(resolve => setTimeout(resolve, 100))
        return answer
      }
      await using world = await startDiscordWorld({ ...answering(answer), command: slow }, { patience })
      world.fake.state.blocked = /evil/
      expect((await world.person.command('status')).words).toContain(words)
      expect(world.person.whispers()).toHaveLength(1)
      expect(world.channel.messages).toEqual([])
    }
  })
})

describe('an answer', () => {
  test('that somebody else gave already is followed by ours, once', async () => {
    await using world = await startDiscordWorld(answering({ kind: 'ephemeral', text: 'All is well' }))
    const { fake, person } = world
    const body = { code: 40_060, message: 'Interaction has already been acknowledged.' }
    fake.disturb(/callback$/, { kind: 'lose-answer' })
    fake.disturb(/callback$/, { kind: 'answer', status: 400, body })
    expect((await person.command('status')).words).toContain('All is well')
    expect(world.channel.messages).toEqual([])
  })

  test('to whoever takes no direct messages is nobody’s trouble', async () => {
    await using world = await startDiscordWorld()
    const { fake, guild, person, platform } = world
    const channel = (await platform.direct?.(guild.id, person.id)) ?? ''
    await platform.post({ ...addressOf(world), channel }, v7(), card)
    fake.state.channels.delete(channel)
    expect(await faultOf(platform.post({ ...addressOf(world), channel }, v7(), card))).toMatchObject({
      kind: 'refused',
    })
    expect(await troublesIn(world)).toEqual([])
  })
})
