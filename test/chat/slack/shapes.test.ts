import { v7 } from 'uuid'
import { afterEach, describe, expect, test } from 'vitest'
import type { GivenFile } from '../../../src/chat/card.ts'
import type { Answer } from '../../../src/chat/platform.ts'
import { RUN } from '../../../src/chat/slack/ids.ts'
import { parseInbound } from '../../../src/chat/slack/parse.ts'
import { elementsOf, wordsOf } from '../../support/slack/person.ts'
import { SILENT, type SlackWorld, startSlackWorld } from '../../support/slack/world.ts'
import { cardSaying, form } from '../contract.ts'

const stack: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of stack.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

const heard: { readonly what: string; readonly files: readonly GivenFile[] }[] = []
let answer: Answer = { kind: 'ephemeral', text: 'done' }

async function start(mode: 'socket' | 'http' = 'socket'): Promise<SlackWorld> {
  heard.length = 0
  answer = { kind: 'ephemeral', text: 'done' }
  const hear = async (what: string, files: readonly GivenFile[] = []) => {
    heard.push({ what, files })
    return answer
  }
  const world = await startSlackWorld(mode, {
    ...SILENT,
    command: (_, text, files) => hear(text, files),
    action: (_, action) => hear(action),
    submit: (_, _modal, values) => hear(JSON.stringify(values)),
    home: async () => ({ card: cardSaying('What waits').en, language: 'en' }),
  })
  stack.push(world)
  return world
}

const whats = () => heard.map(({ what }) => what)

function directMessage(world: SlackWorld, event: object) {
  const message = { type: 'message', channel_type: 'im', channel: 'D1', user: world.fake.user, ts: '1.1', ...event }
  return { type: 'event_callback', team_id: world.fake.team, event_id: `Ev${v7()}`, event: message }
}

/** A form that is open, and its submission with inputs of one's own. */
async function openForm(world: SlackWorld) {
  answer = { kind: 'modal', modal: form }
  await world.person.command('draft')
  answer = { kind: 'ephemeral', text: 'done' }
  const view = world.person.view()
  return async (values: object, rest: object = {}) => ({
    type: 'view_submission',
    team: { id: world.fake.team },
    user: { id: world.fake.user },
    trigger_id: await world.fake.newTrigger(),
    view: { ...view, state: { values } },
    ...rest,
  })
}

describe.each(['socket', 'http'] as const)('over %s, what differs from the documentation', mode => {
  test('a form with one input that cannot be read stays open, with an error beside it', async () => {
    const world = await start(mode)
    const submission = await openForm(world)
    const before = whats().length
    const { delivery } = await world.person.act(
      'interactive',
      await submission({ 'text0.text': { value: { value: 7 } } }),
    )
    expect(delivery.body).toMatchObject({ response_action: 'errors' })
    expect(Object.keys((delivery.body as { errors: object }).errors)).toEqual(['text0.text'])
    expect(whats()).toHaveLength(before)
  })

  test('whoever waits for an answer is told, in whichever way they hear', async () => {
    const world = await start(mode)
    const { person, fake } = world
    const press = await person.pressPayload(fake.channel, '1.1', 'a.b:c')
    const pressed = await person.act('interactive', { ...press, actions: 'none' })
    expect(pressed.words).toContain('cannot read')
    const submission = await openForm(world)
    const broken = await submission({})
    const { view } = broken as { view: object }
    const sent = await person.act('interactive', { ...broken, view: { ...view, callback_id: 7 } })
    expect(JSON.stringify(sent.delivery.body)).toContain('cannot read')
    await person.act('events_api', directMessage(world, { text: 7 }))
    expect(wordsOf(fake.directMessages.at(-1)?.blocks)).toContain('cannot read')
    expect(whats()).toEqual(['draft'])
  })

  test('the answer to a button that runs a command does not ride in the acknowledgement, which Slack drops', async () => {
    const { person, fake } = await start(mode)
    const press = await person.pressPayload(fake.channel, '1.1', RUN)
    const actions = [{ type: 'button', action_id: RUN, block_id: 'b', value: 'status' }]
    const seen = await person.act('interactive', { ...press, actions })
    expect(seen.words).toBe('done')
    expect(whats()).toEqual(['status'])
  })

  test('a direct message with files is a command with files, and keeps them past the click for a form', async () => {
    const world = await start(mode)
    answer = { kind: 'modal', modal: form }
    const files = [{ id: 'F0aBc', name: 'ship, red.png' }, { id: 'F2' }]
    await world.person.act('events_api', directMessage(world, { text: 'draft hello', subtype: 'file_share', files }))
    const given = [
      { id: 'F0aBc', name: 'ship, red.png' },
      { id: 'F2', name: '' },
    ]
    const [button] = elementsOf(world.fake.directMessages.at(-1)?.blocks ?? [])
    const press = await world.person.pressPayload('D1', '1.1', RUN)
    const actions = [{ type: 'button', action_id: RUN, block_id: 'b', value: button?.value }]
    expect((await world.person.act('interactive', { ...press, actions })).form?.title).toBe(form.title)
    expect(heard).toEqual([
      { what: 'draft hello', files: given },
      { what: 'draft hello', files: given },
    ])
  })
})

test('a command that did something before its form says so, and offers what is left of it', async () => {
  const world = await start()
  answer = { kind: 'modal', modal: form, done: { text: 'You are in.', next: 'setup' } }
  const event = directMessage(world, { text: 'claim code' })
  await world.person.act('events_api', event)
  const { blocks = [] } = world.fake.directMessages.at(-1) ?? {}
  expect(wordsOf(blocks)).toContain('You are in.')
  expect(elementsOf(blocks)).toMatchObject([{ action_id: RUN, value: 'setup' }])
})

test('what is said in a direct message is said in the conversation that it names', async () => {
  const world = await start()
  const id = await world.platform.direct?.(world.fake.team, world.fake.user)
  world.fake.scopes = world.fake.scopes.filter(scope => scope !== 'im:write')
  await world.person.act('events_api', directMessage(world, { text: 'status', channel: id }))
  expect(wordsOf(world.fake.directMessages.at(-1)?.blocks)).toBe('done')
})

test('a trigger that is the same for two acts, or none at all, takes nothing from either', async () => {
  const world = await start()
  const { person } = world
  const payload = await person.commandPayload('help')
  expect((await person.act('slash_commands', payload)).words).toBe('done')
  expect((await person.act('slash_commands', { ...payload, text: 'status' })).words).toBe('done')
  expect((await person.act('slash_commands', { ...payload, text: 'drafts', trigger_id: '' })).words).toBe('done')
  expect(whats()).toEqual(['help', 'status', 'drafts'])
  answer = { kind: 'modal', modal: form }
  const offered = await person.act('slash_commands', { ...payload, text: 'draft', trigger_id: '' })
  expect(offered.words).toContain('Open the form')
})

test('a form that stays open may be sent as it is once more, without a trigger to tell it by', async () => {
  const world = await start()
  const submission = await openForm(world)
  const payload = await submission({ 'text0.text': { value: { value: 'hello' } } }, { trigger_id: null })
  answer = { kind: 'errors', errors: { text: 'not yet' } }
  await world.person.act('interactive', payload)
  answer = { kind: 'ephemeral', text: 'done' }
  expect((await world.person.act('interactive', payload)).words).toBe('done')
  expect((await world.person.act('interactive', payload)).words).toBeUndefined()
})

test('why a form does not open: what Slack says, or that it does not answer', async () => {
  const world = await start()
  answer = { kind: 'modal', modal: form }
  const refuse = (status: number, body: object) =>
    world.fake.disturb('views.open', { kind: 'answer', status, body: JSON.stringify(body) })
  refuse(200, { ok: false, error: 'missing_scope' })
  expect((await world.person.command('draft')).words).toContain('missing_scope')
  refuse(500, {})
  const { words } = await world.person.command('draft')
  expect(words).toContain('Try again in a moment')
  expect(words).not.toContain('too long')
})

test('a home page without the name of its tab is drawn', async () => {
  const world = await start()
  const event = { type: 'app_home_opened', user: world.fake.user, channel: 'D1' }
  const opened = { type: 'event_callback', team_id: world.fake.team, event_id: `Ev${v7()}`, event }
  await world.person.act('events_api', opened)
  expect(world.fake.calls.some(({ method }) => method === 'views.publish')).toBe(true)
})

describe('parseInbound', () => {
  const base = { team: { id: 'T1' }, user: { id: 'U1' }, trigger_id: '1' }
  const press = { ...base, type: 'block_actions', channel: { id: 'C1' }, actions: [{ action_id: 'a.b:1' }] }
  const view = { callback_id: 'x.y:1', private_metadata: '{"channel":"C1"}' }
  const message = { type: 'message', channel: 'D1', channel_type: 'im', user: 'U1', text: 'help' }
  const event = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event: message }
  const command = { command: '/vigie', text: 'x', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: '1' }
  const shortcut = { ...base, type: 'message_action', callback_id: 'vigie_draft_from_message', channel: { id: 'C1' } }
  const input = (block: string, state: object) => ({
    ...base,
    type: 'view_submission',
    view: { ...view, state: { values: { [block]: { value: state } } } },
  })

  test.each([
    ['value', { ...press, actions: [{ action_id: 'a.b:1', value: null, selected_option: null }] }],
    ['trigger', { ...press, trigger_id: null }],
    ['a person’s workspace', { ...press, user: { id: 'U1', team_id: null } }],
    ['container', { ...press, container: null }],
    ['workspace', { ...press, team: null, user: { id: 'U1', team_id: 'T1' } }],
    ['bot', { ...event, event: { ...message, bot_id: null, subtype: null, user_team: null, files: null } }],
    ['kind of conversation', { ...event, event: { ...message, channel_type: null } }],
    ['trigger of a command', { ...command, trigger_id: null }],
    ['blocks of a message', { ...shortcut, message: { text: 'hi', blocks: null } }],
    ['conversation', input('channel.c', { selected_conversation: null })],
  ])('null is absent: %s', (_, body) => {
    expect(parseInbound(body).kind).toBe('act')
  })

  test.each([
    ['a conversation', input('channel.c', { selected_conversation: '' }), { c: '' }],
    ['a file in small letters', input('files.f', { files: [{ id: 'F0abc', name: 'a.png' }] }), { f: 'F0abc:a.png' }],
    ['a file without a name', input('files.f', { files: [{ id: 'F1', name: null }] }), { f: 'F1' }],
    ['nobody', input('people.p', { selected_users: ['', null] }), { p: '' }],
  ])('reads %s', (_, body, values) => {
    expect(parseInbound(body)).toMatchObject({ kind: 'act', act: { values } })
  })

  test('a button without its container is on the message that came with it', () => {
    const body = { ...press, message: { ts: '1.2' } }
    expect(parseInbound(body)).toMatchObject({ act: { on: { channel: 'C1', message: '1.2' } } })
  })

  test('says where a payload differs, and never what stands there', () => {
    const body = { ...press, actions: [{ action_id: 7, value: 'secret' }] }
    expect(parseInbound(body)).toMatchObject({
      kind: 'unreadable',
      type: 'block_actions',
      paths: ['actions.0.action_id'],
    })
    const { act: _, ...said } = parseInbound(body) as { act: unknown }
    expect(JSON.stringify(said)).not.toContain('secret')
  })

  test('what nobody waits for is ignored, whatever its shape', () => {
    expect(parseInbound({ ...event, event: { type: 'user_change', user: { id: 'U1' } } }).kind).toBe('ignored')
    expect(parseInbound({ type: 'view_closed', user: 7 }).kind).toBe('ignored')
    const unread = parseInbound({ ...event, event: { ...message, text: 7, bot_id: 'B1' } })
    expect(unread).toMatchObject({ kind: 'unreadable', act: undefined })
  })
})
