import { setTimeout as delay } from 'node:timers/promises'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import type { Answer, ChatHandlers } from '../../../src/chat/platform.ts'
import { MISSING } from '../../support/discord/permissions.ts'
import type { Thing } from '../../support/discord/state.ts'
import { wordsOf } from '../../support/discord/words.ts'
import { createPlatform, type DiscordWorld, startDiscordWorld } from '../../support/discord/world.ts'
import { eventually } from '../../support/eventually.ts'
import { createMemoryInbox } from '../../support/slack/world.ts'
import { cardSaying, form } from '../contract.ts'

const reply = `mention.reply:${v7()}:1`
const card = cardSaying('A card', { kind: 'buttons', buttons: [{ id: reply, label: 'Reply', style: 'primary' }] })

function answering(answer: Answer | (() => Promise<Answer>)): ChatHandlers {
  const give = async () => (typeof answer === 'function' ? answer() : answer)
  return { command: give, action: give, submit: give }
}

const addressOf = ({ guild, channel }: DiscordWorld) =>
  ({ workspace: guild.id, channel: channel.id, language: 'en' }) as const
const postIn = (world: DiscordWorld, key = v7()) => world.platform.post(addressOf(world), key, card)
const CALLBACK = /callback$/

describe('what people do', () => {
  test('is done once, however often Discord brings it', async () => {
    let count = 0
    const handlers = answering(async () => ({ kind: 'ephemeral', text: `done ${++count}` }))
    await using world = await startDiscordWorld(handlers)
    const { person, channel } = world
    const message = await postIn(world)
    const one = person.begin(
      3,
      channel,
      { custom_id: reply, component_type: 2 },
      channel.messages.find(({ id }) => id === message),
    )
    person.again(one)
    expect((await person.seen(one)).words).toBe('done 1')
    person.again(one)
    await world.platform.settled()
    expect(count).toBe(1)
    expect(world.fake.calls.filter(({ path }) => CALLBACK.test(path))).toHaveLength(1)
  })

  test('that takes longer is answered when it is done, and a form then opens with a button', async () => {
    let answer: Answer = { kind: 'ephemeral', text: 'At last' }
    const slow = answering(async () => {
      await delay(300)
      return answer
    })
    await using world = await startDiscordWorld(slow, { patience: 50 })
    expect((await world.person.command('status')).words).toBe('At last')
    answer = { kind: 'modal', modal: form }
    const late = await world.person.command('draft')
    expect(late.words).toContain(form.title)
    expect(world.person.open()).toBeUndefined()
    answer = { kind: 'ack' }
    expect(await world.person.submit({ id: form.id, title: '', values: {} }, { text: 'x' })).toEqual({})
    answer = { kind: 'update', card: cardSaying('Changed late'), ephemeral: 'You changed it' }
    const message = await postIn(world)
    expect(await world.person.press(message, reply)).toMatchObject({ header: 'Changed late', words: 'You changed it' })
    // Nothing is left to be seen of what was only to be heard.
    answer = { kind: 'ack' }
    expect(await world.person.press(message, reply)).toEqual({})
  })

  test('is refused truthfully when its id is not kept in time, and not done after', async () => {
    let count = 0
    const inbox = createMemoryInbox()
    const kept = Promise.withResolvers<void>()
    const eventInbox = { ...inbox, accept: (id: string) => kept.promise.then(() => inbox.accept(id)) }
    await using world = await startDiscordWorld(
      answering(async () => ({ kind: 'ephemeral', text: `${++count}` })),
      {
        eventInbox,
        patience: 50,
      },
    )
    expect((await world.person.command('status')).words).toContain('nothing was done')
    kept.resolve()
    await world.platform.settled()
    expect(count).toBe(0)
    expect((await world.person.command('status')).words).toBe('1')
  })

  test('is told in the channel once Discord hears no more answers, to them alone by name', async () => {
    await using world = await startDiscordWorld(
      answering(async () => {
        await delay(150)
        return { kind: 'ephemeral', text: 'Too late, but told @everyone' }
      }),
      { patience: 20 },
    )
    const { fake, person, channel } = world
    fake.interactions.limits.token = 100
    const one = person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'status', options: [] }] })
    await eventually(() => channel.messages.length).toBe(1)
    const [message] = channel.messages
    expect(wordsOf(message?.components)).toContain('Too late, but told @everyone')
    expect(message?.allowed_mentions).toEqual({ parse: [], users: [person.id] })
    // The same where Discord did not take the first answer in time.
    fake.interactions.limits.token = 900_000
    fake.disturb(CALLBACK, { kind: 'delay', milliseconds: 300 })
    fake.interactions.limits.answer = 200
    person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'status', options: [] }] })
    await eventually(() => channel.messages.length).toBe(2)
    expect(one.answer?.type).toBe(5)
    // Where the channel is closed to Vigie, directly.
    channel.denied = MISSING.none
    fake.disturb(CALLBACK, { kind: 'delay', milliseconds: 300 })
    person.begin(2, channel, { name: 'vigie', options: [{ type: 1, name: 'status', options: [] }] })
    const direct = () => [...fake.state.channels.values()].find(({ recipient }) => recipient === person.id)
    await eventually(() => direct()?.messages.length).toBe(1)
  })

  test('is answered although the way to Discord broke off under the answer', async () => {
    await using world = await startDiscordWorld(answering({ kind: 'ephemeral', text: 'Heard twice at most' }))
    world.fake.disturb(CALLBACK, { kind: 'lose-answer' })
    expect((await world.person.command('status')).words).toContain('Heard twice at most')
  })

  test('that comes when Discord hears no answer any more is not done: Discord has said that it failed', async () => {
    let count = 0
    await using world = await startDiscordWorld(
      answering(async () => ({ kind: 'ephemeral', text: `${++count}` })),
      {
        now: () => new Date(Date.now() + 2_900),
      },
    )
    const { fake, person, channel, platform } = world
    const status = { name: 'vigie', options: [{ type: 1, name: 'status', options: [] }] }
    // A clock that is ahead keeps nobody from anything.
    expect((await person.seen(person.begin(2, channel, status))).words).toBe('1')
    fake.interactions.limits.answer = 0
    const late = person.begin(2, channel, status)
    await eventually(() => fake.calls.filter(({ path }) => path.includes(late.id)).length).toBe(1)
    await platform.settled()
    expect(count).toBe(1)
    expect(channel.messages).toEqual([])
  })

  test('with an answer that is too long for a message gets it as a file', async () => {
    const text = `${'A line of words.\n'.repeat(600)}the end`
    await using world = await startDiscordWorld(answering({ kind: 'ephemeral', text }))
    const { words } = await world.person.command('status')
    expect(words).toContain('the end')
    expect(world.person.whispers()[0]?.attachments).toMatchObject([{ filename: 'vigie.txt', text }])
    await using slow = await startDiscordWorld(
      answering(async () => {
        await delay(100)
        return { kind: 'ephemeral', text }
      }),
      { patience: 20 },
    )
    expect((await slow.person.command('status')).words).toContain('the end')
  })

  test('is completed while it is typed, whatever the public wrote, and at once or not at all', async () => {
    const label = `Robin\u202E ${'🎉'.repeat(200)}\nand a second line`
    const given = [
      { value: 'x', label },
      { value: '', label: 'nothing' },
      { value: 'x'.repeat(101), label: 'too long' },
      { value: 'empty', label: ' \u200b' },
      ...Array.from({ length: 30 }, (_, index) => ({ value: String(index), label: String(index) })),
    ]
    let wait = 0
    await using world = await startDiscordWorld(
      {
        ...answering({ kind: 'ack' }),
        async suggest(_, ...asked) {
          await delay(wait)
          return [{ value: 'asked', label: asked.join(' ') }, ...given]
        },
      },
      { patience: 100 },
    )
    const choices = await world.person.suggested('setup text:mai', 'text')
    expect(choices).toHaveLength(25)
    expect(choices[0]).toEqual({ name: 'setup text mai', value: 'asked' })
    expect(choices[1]?.name).toMatch(/^Robin 🎉+…$/u)
    expect(choices.map(({ value }) => value)).not.toContain('')
    wait = 300
    expect(await world.person.suggested('setup text:mai', 'text')).toEqual([])
  })

  test('without a server says where to go', async () => {
    await using world = await startDiscordWorld(answering({ kind: 'ephemeral', text: 'no' }))
    const { fake, person, platform, guild } = world
    const id = await platform.direct?.(guild.id, person.id)
    const channel = fake.state.channels.get(id ?? '')!
    expect((await person.command('status', channel)).words).toContain('type /vigie there')
  })

  test('in direct messages is about the server of the card', async () => {
    const heard: unknown[] = []
    const handlers = answering({ kind: 'update', card: cardSaying('Approved') })
    await using world = await startDiscordWorld({
      ...handlers,
      action: async (origin, action) => {
        heard.push([origin.workspace, action])
        return handlers.action(origin, action)
      },
    })
    const { platform, guild, person } = world
    const address = {
      workspace: guild.id,
      channel: (await platform.direct?.(guild.id, person.id)) ?? '',
      language: 'en',
    } as const
    const message = await platform.post(address, v7(), card)
    await person.press(message, reply)
    expect(heard).toEqual([[guild.id, reply]])
    const found = world.fake.interactions.find(message)
    expect(wordsOf(found?.message.components)).toContain('Approved')
    await platform.update(address, message, card)
    await person.press(message, reply)
    expect(heard).toHaveLength(2)
  })

  test('on a dangerous button is asked about first, with the card’s own question', async () => {
    const withdraw = `draft.withdraw:${v7()}:2`
    const dangerous = cardSaying('Danger', {
      kind: 'buttons',
      buttons: [{ id: withdraw, label: 'Withdraw', style: 'danger', confirm: 'Really withdraw it?' }],
    })
    const heard: string[] = []
    const done: Answer = { kind: 'update', card: cardSaying('Withdrawn') }
    await using world = await startDiscordWorld(
      {
        ...answering(done),
        action: async (_, action) => {
          heard.push(action)
          return done
        },
      },
      { readCard: async () => dangerous },
    )
    const message = await world.platform.post(addressOf(world), v7(), dangerous)
    expect((await world.person.press(message, withdraw)).words).toBe('Really withdraw it?')
    expect(heard).toEqual([])
    const [asked] = world.person.whispers()
    expect((await world.person.press(asked?.id ?? '', withdraw)).header).toBe('Withdrawn')
    expect(heard).toEqual([withdraw])
    // The question has done its work.
    expect(world.person.whispers()).toEqual([])
  })

  test('on a dangerous button changes the card in its own language, whichever the person reads', async () => {
    const withdraw = `draft.withdraw:${v7()}:2`
    const buttons = [{ id: withdraw, label: 'Withdraw', style: 'danger', confirm: 'Really?' }] as const
    const dangerous = cardSaying('Danger', { kind: 'buttons', buttons })
    const done: Answer = { kind: 'update', card: { en: cardSaying('Withdrawn').en, fr: cardSaying('Retiré').en } }
    await using world = await startDiscordWorld(answering(done), { readCard: async () => dangerous })
    const message = await world.platform.post({ ...addressOf(world), language: 'fr' }, v7(), dangerous)
    await world.person.press(message, withdraw)
    const [asked] = world.person.whispers()
    expect((await world.person.press(asked?.id ?? '', withdraw)).header).toBe('Retiré')
  })

  test('with a form of several pages comes to the handlers once, whole', async () => {
    const fields = Array.from({ length: 8 }, (_, index) => ({
      ...{ id: `f${index}`, kind: 'text' as const, label: `Field ${index}`, value: '', required: false },
    }))
    const heard: unknown[] = []
    await using world = await startDiscordWorld({
      ...answering({ kind: 'modal', modal: { ...form, fields } }),
      async submit(_, modal, values) {
        heard.push([modal, values])
        return { kind: 'errors', errors: { f7: 'No' } }
      },
    })
    const { person } = world
    const { form: seen } = await person.command('setup')
    const values = Object.fromEntries(fields.map(({ id }) => [id, `value of ${id}`]))
    expect((await person.submit(seen!, values)).errors).toEqual({ f7: 'No' })
    expect(heard).toEqual([[form.id, values]])
    // Opened anew, it holds what was typed.
    const again = await person.submit(seen!, { f0: 'another' })
    expect(again.errors).toEqual({ f7: 'No' })
    expect(heard[1]).toEqual([form.id, { ...values, f0: 'another' }])
  })

  test('with a form that a process before had open is not taken for half of it', async () => {
    const fields = Array.from({ length: 8 }, (_, index) => ({
      ...{ id: `f${index}`, kind: 'text' as const, label: `Field ${index}`, value: '', required: false },
    }))
    const handlers = answering({ kind: 'modal', modal: { ...form, fields } })
    await using world = await startDiscordWorld(handlers)
    await world.person.command('setup')
    await world.platform[Symbol.asyncDispose]()
    world.fake.gateway.forget()
    const heard: Thing[] = []
    await using next = createPlatform(world.fake)
    await next.start({
      ...handlers,
      async submit(_, __, values) {
        heard.push(values)
        return { kind: 'ack' }
      },
    })
    await world.fake.gateway.connected()
    const told = await world.person.sendPage({ f0: 'What I wrote' })
    expect(told.words).toMatch(/nothing was done[\s\S]*What I wrote/)
    expect(heard).toEqual([])
  })
})
