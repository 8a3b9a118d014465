import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Act } from '../../../src/chat/slack/act.ts'
import { RUN, SHOW_ALL } from '../../../src/chat/slack/ids.ts'
import { parseInbound } from '../../../src/chat/slack/parse.ts'

const team = { id: 'T1', domain: 'acme' }
const user = { id: 'U1', team_id: 'T1' }

function actOf(body: unknown): Act {
  const inbound = parseInbound(body)
  if (inbound.kind !== 'act') throw new Error('ignored')
  return inbound.act
}

const command = { command: '/vigie', text: 'status', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: '1.2' }

function message(event: object) {
  return {
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    event: { type: 'message', channel: 'D1', channel_type: 'im', user: 'U1', ts: '1.1', ...event },
  }
}

function press(action: object, rest: object = {}) {
  const container = { type: 'message', message_ts: '1.2', channel_id: 'C1' }
  return {
    type: 'block_actions',
    team,
    user,
    trigger_id: '1.3',
    channel: { id: 'C1' },
    container,
    actions: [action],
    ...rest,
  }
}

describe('parseInbound', () => {
  test('a command, with its text as it was typed', () => {
    expect(actOf({ ...command, text: ' draft a &lt;b&gt; &amp;amp; c\0 ' })).toMatchObject({
      kind: 'command',
      origin: { workspace: 'T1', channel: 'C1', user: 'U1' },
      text: 'draft a <b> &amp; c',
      isEvent: false,
    })
  })

  test('a direct message, without Slack’s markup and without the name in front', () => {
    const text =
      '/vigie draft see <https://acme.example/a?b&amp;c|acme.example> and <mailto:a@b.example|a@b.example>, <@U2|ben> <#C2|news>'
    expect(actOf(message({ text }))).toMatchObject({
      kind: 'command',
      id: 'Ev1',
      isEvent: true,
      text: 'draft see https://acme.example/a?b&c and a@b.example, @ben #news',
    })
  })

  test('a command keeps whom it names, and has addresses as they were typed', () => {
    const text = 'roles <@U2|ben> editor, see <https://acme.example|acme.example> in <#C2|news>'
    expect(actOf({ ...command, text })).toMatchObject({
      text: 'roles <@U2|ben> editor, see https://acme.example in <#C2|news>',
    })
  })

  test.each([
    ['general', 'general'],
    ['privategroup', undefined],
    ['directmessage', undefined],
    ['mpdm-ada--ben-1', undefined],
  ])('a command comes from the channel %s', (given, name) => {
    expect(actOf({ ...command, channel_name: given })?.origin.channelName).toBe(name)
  })

  test.each([
    ['a bot', message({ text: 'x', bot_id: 'B1' })],
    ['nobody', message({ text: 'x', user: undefined })],
    ['an edit', message({ text: 'x', subtype: 'message_changed' })],
    ['a channel', message({ text: 'x', channel_type: 'channel' })],
    ['a closed form', { type: 'view_closed', team, user, view: {} }],
    ['a link’s button', press({ action_id: 'slack.link', block_id: 'en.1.1' })],
    ['another app’s shortcut', { type: 'shortcut', team, user, trigger_id: '1.2', callback_id: 'other' }],
  ])('takes nothing from %s', (_, body) => {
    expect(parseInbound(body)).toEqual({ kind: 'ignored' })
  })

  test('a button, a select, the adapter’s own', () => {
    const on = { channel: 'C1', message: '1.2' }
    expect(actOf(press({ action_id: 'a.b:1', block_id: 'fr.12345678.3', value: 'v' }))).toMatchObject({
      kind: 'action',
      action: 'a.b:1',
      value: undefined,
      language: 'fr',
      on,
    })
    expect(actOf(press({ action_id: 'a.b:1', selected_option: { value: '=negative' } }))).toMatchObject({
      value: 'negative',
    })
    expect(actOf(press({ action_id: SHOW_ALL, block_id: 'en.1.1' }))).toMatchObject({ kind: 'show', on })
    expect(actOf(press({ action_id: RUN, value: 'draft x' }))).toMatchObject({
      kind: 'command',
      text: 'draft x',
      isEvent: false,
    })
  })

  test('shortcuts begin a draft, of a message with its files or of nothing', () => {
    const base = { team, user, trigger_id: '1.2' }
    expect(actOf({ ...base, type: 'shortcut', callback_id: 'vigie_new_draft' })).toMatchObject({
      kind: 'draft-from',
      message: { text: '' },
      files: [],
      origin: { channel: '' },
    })
    const channel = { id: 'C1' }
    const shortcut = {
      ...base,
      type: 'message_action',
      callback_id: 'vigie_draft_from_message',
      channel,
      message: {
        text: 'Hello <https://a.example>',
        files: [{ id: 'F1', name: 'a.png' }, { id: 'F,2' }, { mode: 'tombstone' }, { id: 'F3', name: null }],
      },
    }
    expect(actOf(shortcut)).toMatchObject({
      kind: 'draft-from',
      message: { text: 'Hello <https://a.example>', blocks: [] },
      files: [
        { id: 'F1', name: 'a.png' },
        { id: 'F3', name: '' },
      ],
      origin: { channel: 'C1' },
    })
  })

  test('knows whose workspace it is, and whose person', () => {
    expect(actOf(press({ action_id: 'x' }, { user: { id: 'U9', team_id: 'T9' } }))).toMatchObject({
      team: 'T1',
      userTeam: 'T9',
    })
    expect(actOf(press({ action_id: 'x' }, { team: null }))).toMatchObject({ team: 'T1' })
    const nameless = parseInbound(press({ action_id: 'x' }, { team: null, user: { id: 'U1', team_id: null } }))
    expect(nameless).toMatchObject({ kind: 'unreadable', paths: ['team'], act: { origin: { user: 'U1' } } })
  })

  it('gives the same act the same id, and another act another one', () => {
    expect(actOf(command).id).toBe(actOf({ ...command }).id)
    expect(actOf(command).id).not.toBe(actOf({ ...command, trigger_id: '1.3' }).id)
    const without = press({ action_id: 'x' }, { trigger_id: '' })
    expect(actOf(without).id).toBe(actOf(without).id)
    expect(actOf(without).id).not.toBe(actOf(press({ action_id: 'y' }, { trigger_id: '' })).id)
  })

  it('never throws, whatever comes', () => {
    const type = fc.constantFrom(
      'block_actions',
      'view_submission',
      'message_action',
      'shortcut',
      'event_callback',
      'command',
    )
    const near = fc.record({
      type,
      team: fc.anything(),
      user: fc.anything(),
      view: fc.anything(),
      actions: fc.anything(),
      event: fc.anything(),
    })
    fc.assert(fc.property(fc.oneof(fc.anything(), near), body => void parseInbound(body)))
  })
})
