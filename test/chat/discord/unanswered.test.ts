import { setTimeout as delay } from 'node:timers/promises'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import type { Answer, ChatHandlers } from '../../../src/chat/platform.ts'
import { createPerson } from '../../support/discord/person.ts'
import { wordsOf } from '../../support/discord/words.ts'
import { type DiscordWorld, startDiscordWorld } from '../../support/discord/world.ts'
import { eventually } from '../../support/eventually.ts'
import { cardSaying, form } from '../contract.ts'

const CALLBACK = /callback$/
const withdraw = `draft.withdraw:${v7()}:2`
const dangerous = cardSaying('Danger', {
  kind: 'buttons',
  buttons: [{ id: withdraw, label: 'Withdraw', style: 'danger', confirm: 'Really withdraw it?' }],
})
const tooLate = { kind: 'answer', status: 404, body: { code: 10_062, message: 'Unknown interaction' } } as const
const badGateway = { kind: 'answer', status: 502, body: {} } as const

function answering(answer: Answer | (() => Promise<Answer>), heard: unknown[] = []): ChatHandlers {
  const give = (kind: string) => async (origin: { readonly user: string }, what: string) => {
    heard.push([kind, origin.user, what])
    return typeof answer === 'function' ? answer() : answer
  }
  return { command: give('command'), action: give('action'), submit: give('submit') }
}

const whispered = ({ person }: DiscordWorld) => person.whispers().map(({ components }) => wordsOf(components))

describe('an answer of which Discord says nothing', () => {
  const told: Answer = { kind: 'ephemeral', text: 'It is done' }

  test('is seen once, whether Discord had heard it or not, and by nobody else', async () => {
    await using world = await startDiscordWorld(answering(told))
    const { fake, person, channel } = world
    for (const [index, trouble] of [
      { kind: 'lose-answer' } as const,
      { kind: 'lose-request' } as const,
      badGateway,
    ].entries()) {
      fake.disturb(CALLBACK, trouble)
      expect((await person.command('status')).words).toBe('It is done')
      expect(whispered(world)).toHaveLength(index + 1)
    }
    expect(channel.messages).toEqual([])
  })

  test('is asked for no longer than somebody can hear it, and then said once in another way', async () => {
    await using world = await startDiscordWorld(answering(told))
    const { fake, person, channel } = world
    fake.disturb(CALLBACK, { kind: 'lose-answer' }, 5)
    expect((await person.command('status')).words).toBe('It is done')
    expect(whispered(world)).toHaveLength(1)
    fake.disturb(CALLBACK, { kind: 'lose-request' }, 5)
    person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'status', options: [] }] })
    await eventually(() => channel.messages.length).toBe(1)
    expect(fake.calls.filter(({ path }) => CALLBACK.test(path)).length).toBeLessThan(15)
  })

  test('that opens a form opens it, and a card is changed once', async () => {
    let answer: Answer = { kind: 'modal', modal: form }
    await using world = await startDiscordWorld(answering(async () => answer))
    const { fake, person, channel, platform, guild } = world
    fake.disturb(CALLBACK, badGateway)
    expect((await person.command('draft')).form?.title).toBe(form.title)
    fake.disturb(CALLBACK, { kind: 'lose-answer' })
    expect((await person.command('draft')).form?.title).toBe(form.title)
    answer = { kind: 'update', card: cardSaying('Withdrawn'), ephemeral: 'You withdrew it' }
    const message = await platform.post(
      { workspace: guild.id, channel: channel.id, language: 'en' },
      v7(),
      cardSaying('A card', { kind: 'buttons', buttons: [{ id: withdraw, label: 'Withdraw', style: 'danger' }] }),
    )
    fake.disturb(CALLBACK, { kind: 'lose-answer' }, 5)
    const seen = await person.press(message, withdraw)
    // What is said to one person never takes the place of the card.
    expect([seen.header, seen.words]).toEqual(['Withdrawn', 'You withdrew it'])
    expect(channel.messages).toHaveLength(1)
  })

  test('that it takes longer leaves nothing behind', async () => {
    const slow = answering(async () => {
      await delay(300)
      return told
    })
    await using world = await startDiscordWorld(slow, { patience: 50 })
    world.fake.disturb(CALLBACK, { kind: 'lose-answer' })
    expect((await world.person.command('status')).words).toBe('It is done')
    expect(whispered(world)).toHaveLength(1)
  })
})

test('a question is asked once, however often Discord brings what it was for', async () => {
  await using world = await startDiscordWorld(answering({ kind: 'ack' }), { readCard: async () => dangerous })
  const { person, platform, channel, guild } = world
  const address = { workspace: guild.id, channel: channel.id, language: 'en' } as const
  await platform.post(address, v7(), dangerous)
  const [message] = channel.messages
  const one = person.begin(3, channel, { custom_id: `?${withdraw}`, component_type: 2 }, message)
  person.again(one)
  await person.seen(one)
  person.again(one)
  await platform.settled()
  expect(whispered(world)).toEqual(['Really withdraw it?\nWithdraw'])
})

describe('what is for one person alone', () => {
  const secrets: readonly Answer[] = [
    { kind: 'ephemeral', text: 'Open it', link: { label: 'Open', url: 'https://vigie.example/secret' } },
    { kind: 'ephemeral', text: 'The secret code', isSecret: true },
  ]

  test.each(secrets)('is never said in a channel: %s', async answer => {
    await using world = await startDiscordWorld(answering(answer))
    const { fake, person, channel } = world
    const direct = () => [...fake.state.channels.values()].find(({ recipient }) => recipient === person.id)
    const ask = () => person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'status', options: [] }] })
    fake.disturb(CALLBACK, tooLate)
    ask()
    await eventually(() => direct()?.messages.length).toBe(1)
    expect(JSON.stringify(direct()?.messages)).toMatch(/secret/)
    await world.platform.settled()
    expect(channel.messages).toEqual([])
    // Who takes no direct messages is told that there was something, and not what.
    fake.state.closed.add(person.id)
    fake.disturb(CALLBACK, tooLate)
    ask()
    await eventually(() => channel.messages.length).toBe(1)
    expect(wordsOf(channel.messages[0]?.components)).toContain('for you alone')
    expect(JSON.stringify(channel.messages)).not.toContain('secret')
  })
})

test('a form that had to be offered in the channel opens for whoever it is for; others open their own, or are refused', async () => {
  const heard: unknown[] = []
  await using world = await startDiscordWorld(answering({ kind: 'modal', modal: { ...form, language: 'fr' } }, heard))
  const { fake, person, channel, guild, platform } = world
  fake.disturb(CALLBACK, tooLate)
  person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'draft', options: [] }] })
  await eventually(() => channel.messages.length).toBe(1)
  await platform.settled()
  const [offered] = channel.messages
  const other = fake.state.addMember(guild, { username: 'cid' })
  const cid = createPerson({ fake, guild, channel, settled: () => platform.settled(), id: other.user.id })
  heard.splice(0)
  // In the form's language, whichever they use Discord in.
  expect(wordsOf(offered?.components)).toContain('Ouvrir le formulaire')
  const button = /~open:[^"]+/.exec(JSON.stringify(offered?.components))?.[0] ?? ''
  heard.splice(0)
  expect((await person.press(offered?.id ?? '', button)).form?.title).toBe(form.title)
  expect(heard).toEqual([])
  await cid.press(offered?.id ?? '', button)
  expect(heard).toEqual([['action', cid.id, form.id.split(':').slice(0, 3).join(':')]])
})
