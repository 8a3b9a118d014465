import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isLanguage } from '../../domain/language.ts'
import type { Act, Inbound } from './act.ts'
import { LINK, languageOfBlock, RUN, readRun, SHOW_ALL } from './ids.ts'
import { isDirect, outlineOf } from './outline.ts'
import { readOption } from './parts.ts'
import { filesOf, type Payload, payloads, withoutNulls } from './payloads.ts'
import { withoutMarkup } from './text.ts'
import { readValues } from './values.ts'

/** Ids of the manifest's shortcuts, and the command that each stands for. */
export const DRAFT_SHORTCUT = 'vigie_new_draft'
export const MESSAGE_SHORTCUT = 'vigie_draft_from_message'

const place = z.object({
  channel: z.string().default(''),
  message: z.string().optional(),
  language: z.string().optional().catch(undefined),
})

function parsePlace(metadata: string): z.infer<typeof place> {
  try {
    return place.parse(JSON.parse(metadata))
  } catch {
    return { channel: '' }
  }
}

/** For what has no id of its own: the same content is the same act. A trigger alone may be another act's too. */
function idOf(payload: { readonly type: string }): string {
  return `${payload.type} ${createHash('sha256').update(JSON.stringify(payload)).digest('hex')}`
}

type Of<Type extends Payload['type']> = Extract<Payload, { type: Type }>

function interaction(
  payload: Of<'block_actions' | 'view_submission' | 'message_action' | 'shortcut'>,
  channel: string,
) {
  const installed = 'view' in payload ? payload.view.app_installed_team_id : undefined
  const team = payload.team?.id ?? installed ?? payload.user.team_id ?? ''
  return {
    id: idOf(payload),
    team,
    userTeam: payload.user.team_id,
    app: payload.api_app_id,
    enterprise: payload.enterprise?.id,
    origin: { workspace: team, channel, user: payload.user.id },
    trigger: payload.trigger_id,
    responseUrl: payload.response_url,
    language: undefined,
    isEvent: false,
    isShownAcknowledgement: false,
  }
}

function parseAction(payload: Of<'block_actions'>): Act | undefined {
  const [pressed] = payload.actions
  if (pressed === undefined || pressed.action_id === LINK) return undefined
  const channel = payload.channel?.id ?? payload.container?.channel_id ?? ''
  const message = payload.container?.message_ts ?? payload.message?.ts
  const on = message === undefined || channel === '' ? undefined : { channel, message }
  const base = { ...interaction(payload, channel), language: languageOfBlock(pressed.block_id) }
  if (pressed.action_id === SHOW_ALL) return on === undefined ? undefined : { ...base, kind: 'show', on }
  if (pressed.action_id === RUN) return { ...base, kind: 'command', ...readRun(pressed.value ?? '') }
  const chosen = pressed.selected_option?.value
  const value = chosen === undefined ? undefined : readOption(chosen)
  return { ...base, kind: 'action', action: pressed.action_id, value, on }
}

function parseSubmission(payload: Of<'view_submission'>): Act {
  const { view } = payload
  const { channel, message, language } = parsePlace(view.private_metadata)
  const { values, unread } = readValues(view.state.values)
  return {
    ...interaction(payload, channel),
    kind: 'submission',
    language: isLanguage(language) ? language : undefined,
    modal: view.callback_id,
    values,
    unread,
    inputs: Object.keys(view.state.values),
    on: message === undefined || channel === '' ? undefined : { channel, message },
  }
}

function parseEvent({ event, event_id, team_id, api_app_id: app }: Of<'event_callback'>): Act | undefined {
  // Files come as a kind of their own: docs.slack.dev/reference/events/message/file_share.
  const isWritten = event.subtype === undefined || event.subtype === '' || event.subtype === 'file_share'
  if (event.bot_id || event.user === undefined || !isWritten) return undefined
  const channel = event.channel ?? ''
  const origin = { workspace: team_id, channel, user: event.user }
  const userTeam = event.user_team ?? event.team
  const rest = {
    trigger: '',
    responseUrl: undefined,
    language: undefined,
    isEvent: true,
    isShownAcknowledgement: false,
  }
  const base = { ...rest, id: event_id, team: team_id, userTeam, app, enterprise: undefined, origin }
  if (event.type === 'app_home_opened') {
    return event.tab === undefined || event.tab === 'home' ? { ...base, kind: 'home' } : undefined
  }
  if (!isDirect(event)) return undefined
  const text = withoutMarkup(event.text ?? '').replace(/^\s*\/?vigie(?=\s|$)/i, '')
  return { ...base, kind: 'command', text: text.trim(), files: filesOf(event.files) }
}

/** What Slack calls every private channel, and all direct messages, in place of a name. */
const NAMELESS: ReadonlySet<string> = new Set(['', 'privategroup', 'directmessage'])

function channelNameOf(given = ''): string | undefined {
  return NAMELESS.has(given) || given.startsWith('mpdm-') ? undefined : given
}

function parseAct(payload: Payload): Act | undefined {
  switch (payload.type) {
    case 'command': {
      const { team_id: team, channel_id: channel, user_id: user, trigger_id: trigger } = payload
      const name = channelNameOf(payload.channel_name)
      const origin = { workspace: team, channel, user, ...(name === undefined ? {} : { channelName: name }) }
      const text = withoutMarkup(payload.text, { keepNames: true }).trim()
      const rest = {
        trigger,
        responseUrl: payload.response_url,
        language: undefined,
        userTeam: undefined,
        app: payload.api_app_id,
        enterprise: undefined,
        isEvent: false,
        isShownAcknowledgement: true,
      }
      return { ...rest, kind: 'command', id: idOf(payload), team, origin, text, files: [] }
    }
    case 'block_actions':
      return parseAction(payload)
    case 'view_submission':
      return parseSubmission(payload)
    case 'message_action': {
      if (payload.callback_id !== MESSAGE_SHORTCUT) return undefined
      const { text, blocks, files } = payload.message
      const base = interaction(payload, payload.channel.id)
      return { ...base, kind: 'draft-from', message: { text, blocks }, files: filesOf(files) }
    }
    case 'shortcut':
      if (payload.callback_id !== DRAFT_SHORTCUT) return undefined
      return { ...interaction(payload, ''), kind: 'draft-from', message: { text: '', blocks: [] }, files: [] }
    case 'event_callback':
      return parseEvent(payload)
    default:
      return payload satisfies never
  }
}

/** Who waits for an answer to what cannot be read. */
function waitingFor(type: string, body: object): Act | undefined {
  const found = outlineOf(body)
  if (found === undefined) return undefined
  const { channel, message, language } = parsePlace(found.metadata)
  const { team, user, userTeam, responseUrl, inputs } = found
  const base = {
    id: idOf({ ...body, type }),
    team,
    userTeam,
    app: undefined,
    enterprise: undefined,
    origin: { workspace: team, channel: found.channel || channel, user },
    trigger: '',
    responseUrl,
    language: isLanguage(language) ? language : undefined,
    isEvent: type === 'event_callback',
    isShownAcknowledgement: type === 'command',
  }
  const on = message === undefined || channel === '' ? undefined : { channel, message }
  if (type === 'view_submission') return { ...base, kind: 'submission', modal: '', values: {}, inputs, unread: [], on }
  return { ...base, kind: 'command', text: '', files: [] }
}

function typeOf(body: object): string {
  if ('type' in body) return String(body.type)
  return 'command' in body ? 'command' : ''
}

/** Types that `payloads` knows; and of events, those that are listened to. */
function isOurs(type: string, body: object): boolean {
  if (!payloads.options.some(option => option.shape.type.value === type)) return false
  if (type !== 'event_callback') return true
  const event = 'event' in body ? body.event : undefined
  const kind = typeof event === 'object' && event !== null && 'type' in event ? event.type : undefined
  return kind === 'message' || kind === 'app_home_opened'
}

/** What Slack handed over, already known to be from Slack. */
export function parseInbound(given: unknown): Inbound {
  const body = withoutNulls(given)
  if (typeof body !== 'object' || body === null) return { kind: 'ignored' }
  const type = typeOf(body)
  if (!isOurs(type, body)) return { kind: 'ignored' }
  const parsed = payloads.safeParse({ ...body, type })
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join('.'))
    return { kind: 'unreadable', type, paths, act: waitingFor(type, body) }
  }
  const act = parseAct(parsed.data)
  if (act === undefined) return { kind: 'ignored' }
  if (act.team === '') return { kind: 'unreadable', type, paths: ['team'], act }
  if (act.kind === 'submission' && act.unread.length > 0) return { kind: 'unreadable', type, paths: act.unread, act }
  return { kind: 'act', act }
}
