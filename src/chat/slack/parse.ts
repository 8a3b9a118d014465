import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isLanguage, type Language } from '../../domain/language.ts'
import type { GivenFile } from '../card.ts'
import type { Origin } from '../platform.ts'
import { LINK, languageOfBlock, RUN, SHOW_ALL } from './ids.ts'
import type { WrittenMessage } from './message-text.ts'
import { readOption } from './parts.ts'
import { filesOf, type Payload, payloads } from './payloads.ts'
import { withoutMarkup } from './text.ts'
import { readValues } from './values.ts'

/** What every act of a person has. */
interface ActBase {
  /** The same on every delivery of the same act, and on no other. */
  readonly id: string
  /** The workspace that the payload is of, and the one that the person is of, where Slack says. */
  readonly team: string
  readonly userTeam: string | undefined
  /** The app that the payload is for, and the organisation that its workspace is of, where Slack says. */
  readonly app: string | undefined
  readonly enterprise: string | undefined
  readonly origin: Origin
  /** Opens one modal within three seconds; '' where Slack gives none. */
  readonly trigger: string
  /** Takes an answer for the person, for half an hour. */
  readonly responseUrl: string | undefined
  /** In which what they see is written, if that is known. */
  readonly language: Language | undefined
  /** An event: Slack brings it again until it is taken, and nobody waits for what it is acknowledged with. */
  readonly isEvent: boolean
}

/** The message that was acted on. */
interface OnMessage {
  readonly channel: string
  readonly message: string
}

export type Act =
  | (ActBase & { readonly kind: 'command'; readonly text: string })
  /** A draft is to be made, of a message or of nothing yet. */
  | (ActBase & { readonly kind: 'draft-from'; readonly message: WrittenMessage; readonly files: readonly GivenFile[] })
  | (ActBase & {
      readonly kind: 'action'
      readonly action: string
      readonly value: string | undefined
      readonly on: OnMessage | undefined
    })
  | (ActBase & {
      readonly kind: 'submission'
      readonly modal: string
      readonly values: Readonly<Record<string, string>>
      /** Block ids of the form's inputs, for errors beside them. */
      readonly inputs: readonly string[]
      readonly on: OnMessage | undefined
    })
  /** The whole of a folded card is wanted. */
  | (ActBase & { readonly kind: 'show'; readonly on: OnMessage })
  | (ActBase & { readonly kind: 'home' })

export type Inbound =
  | { readonly kind: 'act'; readonly act: Act }
  /** Nothing of ours: bots, other events, closed forms. To be acknowledged. */
  | { readonly kind: 'ignored' }

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

/** For payloads without an id of their own: the same content is the same act. */
function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

type Of<Type extends Payload['type']> = Extract<Payload, { type: Type }>

function interaction(
  payload: Of<'block_actions' | 'view_submission' | 'message_action' | 'shortcut'>,
  channel: string,
) {
  const team = payload.team?.id ?? ''
  return {
    id: payload.trigger_id === '' ? digestOf(payload) : `${payload.type} ${payload.trigger_id}`,
    team,
    userTeam: payload.user.team_id,
    app: payload.api_app_id,
    enterprise: payload.enterprise?.id,
    origin: { workspace: team, channel, user: payload.user.id },
    trigger: payload.trigger_id,
    responseUrl: payload.response_url,
    language: undefined,
    isEvent: false,
  }
}

function parseAction(payload: Of<'block_actions'>): Act | undefined {
  const [pressed] = payload.actions
  if (pressed === undefined || pressed.action_id === LINK) return undefined
  const channel = payload.channel?.id ?? payload.container?.channel_id ?? ''
  const message = payload.container?.message_ts
  const on = message === undefined || channel === '' ? undefined : { channel, message }
  const base = { ...interaction(payload, channel), language: languageOfBlock(pressed.block_id) }
  if (pressed.action_id === SHOW_ALL) return on === undefined ? undefined : { ...base, kind: 'show', on }
  if (pressed.action_id === RUN) return { ...base, kind: 'command', text: (pressed.value ?? '').trim() }
  const chosen = pressed.selected_option?.value
  const value = chosen === undefined ? undefined : readOption(chosen)
  return { ...base, kind: 'action', action: pressed.action_id, value, on }
}

function parseSubmission(payload: Of<'view_submission'>): Act {
  const { view } = payload
  const { channel, message, language } = parsePlace(view.private_metadata)
  return {
    ...interaction(payload, channel),
    kind: 'submission',
    language: isLanguage(language) ? language : undefined,
    modal: view.callback_id,
    values: readValues(view.state.values),
    inputs: Object.keys(view.state.values),
    on: message === undefined || channel === '' ? undefined : { channel, message },
  }
}

function parseEvent({ event, event_id, team_id, api_app_id: app }: Of<'event_callback'>): Act | undefined {
  const isBot = event.bot_id !== undefined || event.user === undefined || event.subtype !== undefined
  if (isBot || event.user === undefined) return undefined
  const channel = event.channel ?? ''
  const origin = { workspace: team_id, channel, user: event.user }
  const userTeam = event.user_team ?? event.team
  const rest = { trigger: '', responseUrl: undefined, language: undefined, isEvent: true }
  const base = { ...rest, id: event_id, team: team_id, userTeam, app, enterprise: undefined, origin }
  if (event.type === 'app_home_opened') {
    return event.tab === 'home' ? { ...base, kind: 'home' } : undefined
  }
  if (event.type !== 'message' || event.channel_type !== 'im') return undefined
  const text = withoutMarkup(event.text ?? '').replace(/^\s*\/?vigie(?=\s|$)/i, '')
  return { ...base, kind: 'command', text: text.trim() }
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
      const id = `command ${trigger}`
      const text = withoutMarkup(payload.text, { keepPeople: true }).trim()
      const rest = {
        trigger,
        responseUrl: payload.response_url,
        language: undefined,
        userTeam: undefined,
        app: payload.api_app_id,
        enterprise: undefined,
        isEvent: false,
      }
      return { ...rest, kind: 'command', id, team, origin, text }
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

/** What Slack handed over, already known to be from Slack. Whatever is of another shape is nothing of ours. */
export function parseInbound(body: unknown): Inbound {
  const isCommand = typeof body === 'object' && body !== null && 'command' in body && !('type' in body)
  const parsed = payloads.safeParse(isCommand ? { ...body, type: 'command' } : body)
  const act = parsed.success ? parseAct(parsed.data) : undefined
  return act === undefined ? { kind: 'ignored' } : { kind: 'act', act }
}
