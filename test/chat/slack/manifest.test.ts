import { describe, expect, test } from 'vitest'
import manifest from '../../../src/chat/slack/manifest.json' with { type: 'json' }
import { DRAFT_SHORTCUT, MESSAGE_SHORTCUT, parseInbound } from '../../../src/chat/slack/parse.ts'

/** docs.slack.dev/reference/app-manifest: lengths of names and descriptions. */
describe('the manifest', () => {
  const { display_information: display, features, oauth_config: oauth, settings } = manifest

  test('keeps Slack’s limits', () => {
    expect(display.name.length).toBeLessThanOrEqual(35)
    expect(display.description.length).toBeLessThanOrEqual(140)
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80)
    for (const command of features.slash_commands) {
      expect(command.command).toMatch(/^\/[a-z0-9_-]{1,31}$/)
      expect(command.description.length).toBeLessThanOrEqual(2_000)
      expect(command.usage_hint.length).toBeLessThanOrEqual(1_000)
    }
    for (const shortcut of features.shortcuts) {
      expect(shortcut.name.length).toBeLessThanOrEqual(24)
      expect(shortcut.description.length).toBeLessThanOrEqual(150)
      expect(shortcut.callback_id.length).toBeLessThanOrEqual(255)
    }
  })

  test('names the shortcuts and events that are heard, and no others', () => {
    expect(features.shortcuts.map(one => [one.type, one.callback_id]).sort()).toEqual([
      ['global', DRAFT_SHORTCUT],
      ['message', MESSAGE_SHORTCUT],
    ])
    const base = { type: 'event_callback', team_id: 'T1', event_id: 'E1' }
    const samples: Record<string, object> = {
      app_home_opened: { type: 'app_home_opened', user: 'U1', tab: 'home' },
      'message.im': { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'help' },
    }
    expect(settings.event_subscriptions.bot_events.toSorted()).toEqual(Object.keys(samples).sort())
    for (const event of Object.values(samples)) expect(parseInbound({ ...base, event }).kind).toBe('act')
  })

  test('asks for the rights of what is called, and no more', () => {
    // docs.slack.dev/reference/methods, "Required scopes", and docs.slack.dev/reference/events, of what is used.
    const needed = {
      commands: 'slash command and shortcuts',
      'chat:write': 'chat.postMessage, chat.update, chat.postEphemeral',
      'channels:history': 'conversations.history in public channels',
      'channels:read': 'conversations.info of public channels',
      'files:read': 'files.info, what its url_private holds, file_input, slack_file',
      'groups:read': 'conversations.info of private channels',
      'groups:history': 'conversations.history in private channels',
      'im:history': 'message.im, conversations.history in direct messages',
      'im:write': 'conversations.open',
      'users:read': 'users.info',
    }
    expect(oauth.scopes.bot.toSorted()).toEqual(Object.keys(needed).sort())
  })

  test('needs no public address', () => {
    expect(settings.socket_mode_enabled).toBe(true)
    expect(settings.interactivity.is_enabled).toBe(true)
    expect(features.app_home.messages_tab_read_only_enabled).toBe(false)
  })
})
