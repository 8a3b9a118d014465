import { v7 } from 'uuid'
import { afterEach, describe, expect, test } from 'vitest'
import type { EventInbox } from '../../../src/chat/event-inbox.ts'
import type { Answer, ChatHandlers } from '../../../src/chat/platform.ts'
import { RUN, SHOW_ALL } from '../../../src/chat/slack/ids.ts'
import type { SlackOptions } from '../../../src/chat/slack/index.ts'
import { eventually } from '../../support/eventually.ts'
import { elementsOf, wordsOf } from '../../support/slack/person.ts'
import { createMemoryInbox, type SlackWorld, startSlackWorld } from '../../support/slack/world.ts'
import { cardSaying, form } from '../contract.ts'

const stack: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of stack.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

const heard: string[] = []

/** Handlers that write down what they hear, and answer so. */
function hearing(answer: () => Promise<Answer>): ChatHandlers {
  heard.length = 0
  const hear = async (what: string) => {
    heard.push(what)
    return answer()
  }
  return {
    command: (_, text) => hear(text),
    action: (_, action) => hear(action),
    submit: (_, modal) => hear(modal),
  }
}

async function start(
  mode: 'socket' | 'http',
  answer: () => Promise<Answer>,
  options: Partial<SlackOptions> = {},
): Promise<SlackWorld> {
  const world = await startSlackWorld(mode, hearing(answer), options)
  stack.push(world)
  // Who we are is asked for once, and is no part of what is measured where patience is short.
  if (options.patience !== undefined) await world.platform.workspaces?.()
  return world
}

const words = async (): Promise<Answer> => ({ kind: 'ephemeral', text: 'done' })

/** An inbox that lets nothing through until it is told to. */
function createStuckInbox(): EventInbox & { release(): void } {
  const inner = createMemoryInbox()
  const gate = Promise.withResolvers<void>()
  return { ...inner, release: () => gate.resolve(), accept: async id => gate.promise.then(() => inner.accept(id)) }
}

function messageEvent(world: SlackWorld, text: string, id = `Ev${v7()}`) {
  const event = { type: 'message', channel_type: 'im', channel: 'D1', user: world.fake.user, text, ts: '1.1' }
  return { type: 'event_callback', team_id: world.fake.team, event_id: id, event }
}

describe.each(['socket', 'http'] as const)('over %s', mode => {
  test('the same delivery twice is one act', async () => {
    const world = await start(mode, words)
    const payload = await world.person.commandPayload('once')
    expect((await world.person.act('slash_commands', payload)).words).toBe('done')
    expect((await world.person.act('slash_commands', payload)).words).toBeUndefined()
    const event = messageEvent(world, 'event once')
    await world.person.act('events_api', event)
    await world.person.act('events_api', event)
    expect(heard).toEqual(['once', 'event once'])
  })

  test('what another workspace sends is not heard', async () => {
    const world = await start(mode, words)
    const payload = await world.person.commandPayload('stranger')
    expect((await world.person.act('slash_commands', { ...payload, team_id: 'T9' })).words).toBeUndefined()
    const press = await world.person.pressPayload(world.fake.channel, '1.1', 'a.b:c')
    await world.person.act('interactive', { ...press, user: { id: 'U9', team_id: 'T9' } })
    await world.person.act('events_api', { ...messageEvent(world, 'stranger'), team_id: 'T9' })
    expect(heard).toEqual([])
  })

  test('what names another app than the token’s is heard, and told as a problem while it lasts', async () => {
    const world = await start(mode, words)
    await world.person.act('slash_commands', await world.person.commandPayload('first'))
    await eventually(() => world.fake.calls.some(({ method }) => method === 'bots.info')).toBe(true)
    const named = async (app: string) => ({ ...(await world.person.commandPayload(app)), api_app_id: app })
    const isTold = async () => ((await world.platform.problems?.()) ?? []).filter(({ code }) => code === 'other-app')
    expect((await world.person.act('slash_commands', await named('A9'))).words).toBe('done')
    expect(await isTold()).toEqual([{ code: 'other-app', detail: `${world.fake.app} A9` }])
    await world.person.act('events_api', { ...messageEvent(world, 'event'), api_app_id: 'A9' })
    expect((await world.person.act('slash_commands', await named(world.fake.app))).words).toBe('done')
    expect(heard).toEqual(['first', 'A9', 'event', world.fake.app])
    expect(await isTold()).toEqual([])
  })

  test('people of other workspaces of the organisation are heard, and nobody else of another workspace', async () => {
    const enterprise = { id: 'E1', name: 'Starship' }
    const world = await start(mode, words)
    const press = async (user: object, more: object) => {
      const payload = await world.person.pressPayload(world.fake.channel, '1.1', 'a.b:c')
      return world.person.act('interactive', { ...payload, user, ...more })
    }
    await press({ id: 'W1', team_id: 'T2' }, { enterprise })
    expect(heard).toEqual([])
    const inOrganisation = await startSlackWorld(mode, hearing(words), {})
    stack.push(inOrganisation)
    inOrganisation.fake.identity = { enterprise_id: 'E1' }
    await inOrganisation.platform.problems?.()
    const { person, fake } = inOrganisation
    const payload = await person.pressPayload(fake.channel, '1.1', 'a.b:c')
    await person.act('interactive', { ...payload, user: { id: 'W1', team_id: 'T2' }, enterprise })
    await person.act('interactive', { ...payload, user: { id: 'W1', team_id: 'T2' }, enterprise: { id: 'E2' } })
    await person.act('interactive', { ...payload, user: { id: 'W1', team_id: 'T2' }, enterprise: null })
    expect(heard).toEqual(['a.b:c'])
  })

  test('their direct messages are heard too, which name no organisation, and they may read a card if they are members', async () => {
    const world = await start(mode, words, { readCard: async () => cardSaying('The whole of it') })
    const { fake, person } = world
    const from = (id: string, user: string) => {
      const body = messageEvent(world, id)
      return { ...body, event: { ...body.event, user, team: 'T2', user_team: 'T2' } }
    }
    await person.act('events_api', from('before', 'W1'))
    fake.identity = { enterprise_id: 'E1' }
    await world.platform.problems?.()
    await person.act('events_api', from('after', 'W1'))
    expect(heard).toEqual(['after'])
    fake.people.set('W1', { team_id: 'T2', enterprise_user: { teams: ['T2', fake.team] } })
    fake.people.set('W2', { team_id: 'T2', enterprise_user: { teams: ['T2'] } })
    for (const [id, opened] of [
      ['W2', 0],
      ['W1', 1],
    ] as const) {
      const payload = await person.pressPayload(fake.channel, '1.1', SHOW_ALL)
      await person.act('interactive', { ...payload, user: { id, team_id: 'T2' }, enterprise: { id: 'E1' } })
      await world.platform.settled()
      expect([id, fake.calls.filter(({ method }) => method === 'views.open').length]).toEqual([id, opened])
    }
  })

  test('installed for a whole organisation, it says that it serves one workspace', async () => {
    const world = await start(mode, words)
    world.fake.identity = { enterprise_id: 'E1', is_enterprise_install: true, team_id: 'E1', team: 'Starship' }
    await world.platform.problems?.()
    expect(await world.platform.problems?.()).toContainEqual({ code: 'organisation', detail: 'Starship' })
    const { words: said } = await world.person.command('status')
    expect(said).toContain('installed for the whole organisation')
    expect(heard).toEqual([])
    expect(await world.platform.workspaces?.()).toEqual([])
  })

  test('without a committed id a person is told that nothing was done, and nothing is', async () => {
    const inbox = createStuckInbox()
    const world = await start(mode, words, { eventInbox: inbox, patience: 50 })
    const delivery = await world.person.deliver('slash_commands', await world.person.commandPayload('too busy'))
    expect(wordsOf(delivery.body)).toContain('nothing was done')
    expect(wordsOf(delivery.body)).toContain('rien n’a été fait')
    inbox.release()
    await world.platform.settled()
    expect(heard).toEqual([])
  })

  test('without a committed id an event is refused, comes again, and is done once', async () => {
    const inbox = createStuckInbox()
    const world = await start(mode, words, { eventInbox: inbox, patience: 50 })
    world.fake.socket.answerLimit = 150
    const delivering = world.person.deliver('events_api', messageEvent(world, 'patience'))
    setTimeout(() => inbox.release(), 70)
    const delivery = await delivering
    expect(delivery.isAcknowledged).toBe(true)
    expect(delivery.attempts).toBeGreaterThan(1)
    await world.platform.settled()
    expect(heard).toEqual(['patience'])
  })

  test('an event that the database cannot take at all is never acknowledged', async () => {
    const broken: EventInbox = {
      accept: () => Promise.reject(new Error('no database')),
      finish: async () => {},
      forget: async () => {},
    }
    const world = await start(mode, words, { eventInbox: broken })
    world.fake.socket.answerLimit = 100
    const { delivery } = await world.person.act('events_api', messageEvent(world, 'never'))
    expect(delivery.isAcknowledged).toBe(false)
    const told = await world.person.act('slash_commands', await world.person.commandPayload('never'))
    expect(told.words).toContain('nothing was done')
    expect(heard).toEqual([])
  })

  test('slow work is acknowledged in time, and answered when it is done', async () => {
    const gate = Promise.withResolvers<void>()
    const world = await start(mode, () => gate.promise.then(words), { patience: 50 })
    const delivery = await world.person.deliver('slash_commands', await world.person.commandPayload('slow'))
    expect(wordsOf(delivery.body)).toContain('takes longer')
    gate.resolve()
    await world.platform.settled()
    expect(world.fake.whispers.map(({ blocks }) => wordsOf(blocks))).toEqual(['done'])
  })

  test('a slow form stays open with its text', async () => {
    const gate = Promise.withResolvers<void>()
    let answer = async (): Promise<Answer> => ({ kind: 'modal', modal: form })
    const world = await start(mode, () => answer(), { patience: 50 })
    const { form: seen } = await world.person.command('draft')
    if (seen === undefined) throw new Error('no form')
    answer = () => gate.promise.then(words)
    // Long after patience has ended, however busy the machine is.
    setTimeout(() => gate.resolve(), 1_500)
    const { errors } = await world.person.submit(seen, seen.values)
    expect(errors?.text).toContain('it is done only once')
    await world.platform.settled()
    expect(world.fake.whispers.map(({ blocks }) => wordsOf(blocks))).toEqual(['done'])
  })

  test('a form that Slack no longer opens: the person is told', async () => {
    const world = await start(mode, async () => ({ kind: 'modal', modal: form }))
    const payload = await world.person.commandPayload('draft')
    const seen = await world.person.act('slash_commands', { ...payload, trigger_id: '1.2.gone' })
    expect(seen.form).toBeUndefined()
    expect(seen.words).toContain('took too long')
  })

  test('a handler that throws: the person is told, and Vigie goes on', async () => {
    let answer = (): Promise<Answer> => Promise.reject(new Error('broken'))
    const world = await start(mode, () => answer())
    expect((await world.person.command('x')).words).toContain('nothing was done')
    answer = words
    expect((await world.person.command('y')).words).toBe('done')
  })

  test('the whole of a folded card is one press away', async () => {
    const text = `${'A sentence that goes on. '.repeat(200)}the very end`
    const card = cardSaying('Long', { kind: 'text', text })
    const places: unknown[] = []
    const readCard: SlackOptions['readCard'] = async place => {
      places.push(place)
      return card
    }
    const world = await start(mode, words, { readCard })
    const { fake, person } = world
    const id = await world.platform.post({ workspace: fake.team, channel: fake.channel, language: 'en' }, v7(), card)
    await person.press(fake.channel, id, SHOW_ALL)
    expect(wordsOf(fake.views.at(-1)?.blocks).replaceAll('\n', ' ')).toContain('the very end')
    expect(places).toEqual([{ workspace: fake.team, channel: fake.channel, message: id }])
    expect(heard).toEqual([])
  })

  test('a direct message is a command; a form waits for a click', async () => {
    let answer: Answer = { kind: 'ephemeral', text: 'in reply' }
    const world = await start(mode, async () => answer)
    await world.person.act('events_api', messageEvent(world, 'vigie status'))
    expect(wordsOf(world.fake.directMessages.at(-1)?.blocks)).toBe('in reply')
    answer = { kind: 'modal', modal: form }
    await world.person.act('events_api', messageEvent(world, 'draft hello'))
    const [button] = elementsOf(world.fake.directMessages.at(-1)?.blocks ?? [])
    expect(button).toMatchObject({ action_id: RUN, value: 'draft hello' })
    const press = await world.person.pressPayload(world.fake.channel, '1.1', RUN)
    const seen = await world.person.act('interactive', {
      ...press,
      actions: [{ type: 'button', action_id: RUN, block_id: 'b', value: 'draft hello' }],
    })
    expect(seen.form?.title).toBe(form.title)
    expect(heard).toEqual(['status', 'draft hello', 'draft hello'])
  })

  test('the home page shows what the person should see', async () => {
    const world = await start(mode, words)
    await world.platform.start({
      ...hearing(words),
      home: async () => ({ card: cardSaying('Ce qui vous attend').fr, language: 'fr' }),
    })
    const event = { type: 'app_home_opened', user: world.fake.user, channel: 'D1', tab: 'home' }
    await world.person.act('events_api', { ...messageEvent(world, ''), event })
    const published = world.fake.calls.find(({ method }) => method === 'views.publish')
    const press = await world.person.pressPayload(world.fake.channel, '1.1', 'mention.reply:x')
    const container = { type: 'view', view_id: 'V1' }
    await world.person.act('interactive', { ...press, container, channel: undefined })
    expect(world.fake.calls.filter(({ method }) => method === 'views.publish')).toHaveLength(2)
    expect(wordsOf(JSON.parse(published?.body.view ?? '{}'))).toContain('Ce qui vous attend')
  })
})
