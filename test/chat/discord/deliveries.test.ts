import { pino } from 'pino'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import type { Answer, ChatFault, ChatHandlers } from '../../../src/chat/platform.ts'
import type { Disturbance } from '../../support/discord/fake.ts'
import { MISSING, RIGHTS } from '../../support/discord/permissions.ts'
import type { Channel } from '../../support/discord/state.ts'
import { wordsOf } from '../../support/discord/words.ts'
import { createPlatform, type DiscordWorld, startDiscordWorld } from '../../support/discord/world.ts'
import { cardSaying } from '../contract.ts'
import { addressOf, card, faultOf, postIn, reply } from './world.ts'

function answering(answer: Answer | (() => Promise<Answer>)): ChatHandlers {
  const give = async () => (typeof answer === 'function' ? answer() : answer)
  return { command: give, action: give, submit: give }
}

const POST = /^POST \/channels\/\d+\/messages$/

describe('cards', () => {
  test('are found after a restart, and stand once although the answer was lost', async () => {
    await using world = await startDiscordWorld()
    const { fake, channel } = world
    const key = v7()
    fake.disturb(POST, { kind: 'lose-answer' })
    expect(await faultOf(postIn(world, key))).toEqual({ kind: 'outcome-unknown' })
    const [shown] = channel.messages
    expect(await world.platform.findPosted(addressOf(world), key)).toBe(shown?.id)
    // A repeat within Discord's own memory is the same message.
    expect(await postIn(world, key)).toBe(shown?.id)
    expect(channel.messages).toHaveLength(1)
    // Somebody clicked meanwhile, and the card was changed: it is found for all that.
    await using other = createPlatform(fake)
    expect(await other.findPosted(addressOf(world), key)).toBe(shown?.id)
  })

  test('that somebody changed by a click before they were known are still found by their key', async () => {
    await using world = await startDiscordWorld(answering({ kind: 'update', card: cardSaying('Changed') }))
    const key = v7()
    const id = await postIn(world, key)
    expect((await world.person.press(id, reply)).header).toBe('Changed')
    expect(await world.platform.findPosted(addressOf(world), key)).toBe(id)
  })

  test('are found behind hundreds of others', async () => {
    await using world = await startDiscordWorld()
    const key = v7()
    const id = await postIn(world, key)
    const [first] = world.channel.messages
    for (let index = 0; index < 350; index++) {
      const other = { ...first!, id: String(BigInt(id) + BigInt(index + 1)), components: [] }
      world.channel.messages.push(other)
    }
    const later = v7()
    const last = await postIn(world, later)
    world.channel.messages.sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1))
    expect(await world.platform.findPosted(addressOf(world), key)).toBe(id)
    expect(await world.platform.findPosted(addressOf(world), later)).toBe(last)
  })

  test('are not looked for where nothing is shown to Vigie: they would be posted twice', async () => {
    await using world = await startDiscordWorld()
    const key = v7()
    await postIn(world, key)
    world.channel.denied = RIGHTS.READ_MESSAGE_HISTORY
    expect(await faultOf(world.platform.findPosted(addressOf(world), key))).toEqual({
      kind: 'refused',
      reason: 'not-allowed',
    })
  })

  const deny = (channel: Channel, rights: bigint) => Object.assign(channel, { denied: rights })
  const onPost = (disturbance: Disturbance) => (world: DiscordWorld) => world.fake.disturb(POST, disturbance)
  const notAllowed = { kind: 'refused', reason: 'not-allowed' } as const
  const gone = { kind: 'refused', reason: 'channel-gone' } as const
  const unknown = { kind: 'outcome-unknown' } as const

  test.each<[string, (world: DiscordWorld) => unknown, ChatFault]>([
    ['a permission that is missing', ({ channel }) => deny(channel, RIGHTS.SEND_MESSAGES), notAllowed],
    ['a channel that it may not see', ({ channel }) => deny(channel, MISSING.none), notAllowed],
    ['a server that it was removed from', ({ guild }) => Object.assign(guild, { isJoined: false }), notAllowed],
    ['a channel that is gone', ({ fake, channel }) => fake.state.channels.delete(channel.id), gone],
    ['a refused token', ({ fake }) => Object.assign(fake, { isRevoked: true }), notAllowed],
    ['a fault after the message was taken', onPost({ kind: 'answer', status: 502, body: {} }), unknown],
    ['a request that broke off', onPost({ kind: 'lose-request' }), unknown],
  ])('%s is told apart', async (_, disturb, fault) => {
    await using world = await startDiscordWorld()
    await postIn(world)
    disturb(world)
    expect(await faultOf(postIn(world))).toEqual(fault)
  })

  test('limits of a channel are waited for and not run into, and hold up no other', async () => {
    await using world = await startDiscordWorld()
    const { fake } = world
    const other = fake.state.addChannel(world.guild, 'other')
    fake.isPaced = true
    for (let count = 0; count < 5; count++) await postIn(world)
    const fault = await faultOf(postIn(world))
    const wait = fault.kind === 'rate-limited' ? fault.retryAt.getTime() - Date.now() : 0
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(5_500)
    expect(fake.invalidRequests).toBe(0)
    await world.platform.post({ ...addressOf(world), channel: other.id }, v7(), card)
  })

  test('a limit that comes out of nowhere says when to come back', async () => {
    const now = new Date()
    await using world = await startDiscordWorld(undefined, { now: () => now })
    await postIn(world)
    const body = { message: 'You are being rate limited.', retry_after: 7, global: false }
    const headers = { 'retry-after': '7', 'x-ratelimit-scope': 'shared' }
    world.fake.disturb(POST, { kind: 'answer', status: 429, headers, body })
    const fault = await faultOf(postIn(world))
    const wait = fault.kind === 'rate-limited' ? fault.retryAt.getTime() - now.getTime() : 0
    expect(wait).toBeGreaterThanOrEqual(7_000)
    expect(wait).toBeLessThan(9_000)
    // One that does not say, as from a machine in between.
    world.fake.disturb(POST, { kind: 'answer', status: 429, body: {} })
    expect((await faultOf(postIn(world))).kind).toBe('rate-limited')
  })

  test('show the images that Vigie keeps, and say which they cannot show', async () => {
    const bytes = Buffer.from('an image')
    const picture = (hash: string) =>
      ({ hash: hash.repeat(64), type: 'image/png', bytes: 8, width: 1, height: 1, origin: null }) as const
    const element = (hash: string) =>
      ({ kind: 'picture', picture: picture(hash), label: `Image ${hash}`, alternative: 'A **lamp**' }) as const
    const readPicture = async (hash: string) =>
      hash.startsWith('a') ? { type: 'image/png' as const, content: bytes } : undefined
    await using world = await startDiscordWorld(undefined, { readPicture })
    const both = cardSaying('With images', element('a'), element('b'))
    const id = await world.platform.post(addressOf(world), v7(), both)
    const [message] = world.channel.messages
    expect(message?.attachments).toMatchObject([{ filename: `${'a'.repeat(32)}.png`, text: 'an image' }])
    expect(wordsOf(message?.components)).toMatch(/A \*\*lamp\*\*[\s\S]*Image a\nImage b\. Discord cannot show it here/)
    await world.platform.update(addressOf(world), id, both)
    expect(message?.attachments).toHaveLength(1)
    await world.platform.update(addressOf(world), id, cardSaying('Without images'))
    expect(message?.attachments).toEqual([])
    // A channel that takes no files gets the rest of the card.
    world.channel.denied = RIGHTS.ATTACH_FILES
    await world.platform.post(addressOf(world), v7(), both)
    expect(wordsOf(world.channel.messages.at(-1)?.components)).toContain('Image a. Discord cannot show it here.')
  })

  test('a dead token is asked for again with every attempt, and works once it is mended', async () => {
    await using world = await startDiscordWorld()
    world.fake.isRevoked = true
    await faultOf(postIn(world))
    expect(await world.platform.problems?.()).toMatchObject([{ code: 'token-refused' }])
    world.fake.isRevoked = false
    await postIn(world)
    expect(await world.platform.problems?.()).toEqual([])
  })

  test('closed direct messages are told of', async () => {
    await using world = await startDiscordWorld()
    const { platform, guild, person, fake } = world
    const channel = (await platform.direct?.(guild.id, person.id)) ?? ''
    fake.state.closed.add(person.id)
    const fault = await faultOf(platform.post({ ...addressOf(world), channel }, v7(), card))
    expect(fault).toEqual({ kind: 'refused', reason: 'declined' })
    // Nobody in the channels has anything to mend.
    expect(await platform.problems?.()).toEqual([])
  })

  test('nothing of a card is in the log', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    await using world = await startDiscordWorld(undefined, { log })
    world.fake.disturb(POST, { kind: 'answer', status: 400, body: { code: 50_035, message: 'Invalid Form Body' } })
    const fault = await world.platform.post(addressOf(world), v7(), cardSaying('A secret header')).catch(error => error)
    expect(JSON.stringify([fault, fault.cause, fault.message])).not.toContain('A secret header')
    expect(lines.join('')).not.toContain('A secret header')
    expect(lines.join('')).not.toContain(world.fake.token)
  })
})
