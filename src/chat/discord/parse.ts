import type { Language } from '../../domain/language.ts'
import type { GivenFile } from '../card.ts'
import { type Commands, writeCommand } from '../commands.ts'
import type { Origin } from '../platform.ts'
import { type Attachment, fileIdOf } from './files.ts'
import type { OnMessage } from './forms.ts'
import { languageOfMark, type Mark, readCustomId, readPageId } from './ids.ts'
import { plainMessage } from './message-text.ts'
import { readOption } from './parts.ts'
import {
  type AttachmentPayload,
  type DiscordMember,
  type InteractionPayload,
  interactions,
  type MessagePayload,
  type OptionData,
} from './payloads.ts'
import { nameOfUser } from './people.ts'
import { readValues } from './values.ts'

/** What every act of a person has. */
interface ActBase {
  /** The interaction's: the same on every delivery of the same act, and on no other. */
  readonly id: string
  /** Takes answers, the first within three seconds, the others within fifteen minutes. */
  readonly token: string
  readonly application: string
  /** Its workspace is '' where no server is told. */
  readonly origin: Origin
  /** As Discord knows them in the server, where it tells. */
  readonly member: DiscordMember | undefined
  /** Which the person reads. */
  readonly locale: Language
  /** A message of the channel whose button was pressed; absent for those that one person sees. */
  readonly on: OnMessage | undefined
  /** In which that card is written, and the numbers that recognise it. */
  readonly language: Language | undefined
  readonly mark: Mark | undefined
  /** What was acted on is a message, so that it may be changed in answer. */
  readonly source: 'none' | 'channel' | 'private'
  /** It was done in the direct messages with Vigie. */
  readonly direct: boolean
  /** What channels are called that were picked, by their ids. */
  readonly channels: ReadonlyMap<string, string>
}

export type Act =
  | (ActBase & {
      readonly kind: 'command'
      readonly text: string
      readonly files?: readonly GivenFile[]
      /** What Discord says of the files, which it does not say again. */
      readonly attachments: readonly Attachment[]
    })
  | (ActBase & { readonly kind: 'action'; readonly action: string; readonly value: string | undefined })
  /** A button that is asked about before it acts. */
  | (ActBase & { readonly kind: 'ask'; readonly action: string })
  /** A page of a form is to be opened. */
  | (ActBase & { readonly kind: 'open'; readonly modal: string; readonly page: number })
  | (ActBase & {
      readonly kind: 'submission'
      readonly modal: string
      readonly page: number
      /** The form has no other page. */
      readonly isWhole: boolean
      readonly values: Readonly<Record<string, string>>
      readonly attachments: readonly Attachment[]
    })
  /** The whole of a folded card is wanted. */
  | (ActBase & { readonly kind: 'show' })
  /** Something is being typed behind a command. */
  | (ActBase & { readonly kind: 'complete'; readonly command: string; readonly option: string; readonly text: string })

/** To read the same again does no harm, and needs no row. */
export function isHarmless({ kind }: Act): boolean {
  return kind === 'show' || kind === 'ask' || kind === 'open' || kind === 'complete'
}

/** The name of the command on messages, and what it stands for. */
export const MESSAGE_COMMAND = 'Draft from this message'
export const COMMAND = 'vigie'
/** The command that begins a draft. */
const DRAFT = 'draft'
/** Options in which something is picked: discord.com/developers/docs/interactions/application-commands. */
const USER = 6
const CHANNEL = 7
const MENTIONABLE = 9
const ATTACHMENT = 11
/** Of messages that one person sees: discord.com/developers/docs/resources/message#message-object-message-flags. */
const EPHEMERAL = 1 << 6

export function localeOf(locale: string | undefined): Language {
  return locale?.startsWith('fr') === true ? 'fr' : 'en'
}

function markOfMessage({ components }: MessagePayload): Mark | undefined {
  const [container] = components
  const inner = container?.components
  const [header] = Array.isArray(inner) ? (inner as readonly { readonly id?: unknown }[]) : []
  return container?.id === undefined || typeof header?.id !== 'number'
    ? undefined
    : { container: container.id, header: header.id }
}

function namedChannels({ data }: InteractionPayload): ReadonlyMap<string, string> {
  const picked = 'resolved' in data ? Object.entries(data.resolved?.channels ?? {}) : []
  return new Map(picked.flatMap(([id, { name }]) => (name ? [[id, name]] : [])))
}

function baseOf(payload: InteractionPayload, message: MessagePayload | undefined): ActBase | undefined {
  const user = payload.member?.user ?? payload.user
  if (user === undefined) return undefined
  const channel = payload.channel_id ?? ''
  const isPrivate = message !== undefined && (message.flags & EPHEMERAL) !== 0
  const on = message === undefined || isPrivate || channel === '' ? undefined : { channel, message: message.id }
  return {
    id: payload.id,
    token: payload.token,
    application: payload.application_id,
    origin: {
      workspace: payload.guild_id ?? '',
      channel,
      user: user.id,
      language: localeOf(payload.locale),
      act: payload.id,
    },
    member: payload.member,
    locale: localeOf(payload.locale),
    on,
    language: message === undefined ? undefined : languageOfMark(message.components[0]?.id),
    mark: message === undefined ? undefined : markOfMessage(message),
    source: message === undefined ? 'none' : isPrivate ? 'private' : 'channel',
    direct: payload.guild_id === undefined,
    channels: namedChannels(payload),
  }
}

function givenFile(attachment: AttachmentPayload): GivenFile {
  return { id: fileIdOf(attachment), name: attachment.filename }
}

function filesOf(attachments: Readonly<Record<string, AttachmentPayload>> = {}): ReadonlyMap<string, GivenFile> {
  return new Map(Object.entries(attachments).map(([id, attachment]) => [id, givenFile(attachment)]))
}

/** Those of the ids that were chosen which are roles, and no people. */
function rolesOf({ resolved }: { readonly resolved?: { readonly roles?: object | undefined } | undefined }) {
  return new Set(Object.keys(resolved?.roles ?? {}))
}

function readPicked({ type, value }: OptionData, roles: ReadonlySet<string>): string {
  if (type === MENTIONABLE && roles.has(String(value))) return `<@&${value}>`
  if (type === USER || type === MENTIONABLE) return `<@${value}>`
  return type === CHANNEL ? `<#${value}>` : String(value ?? '')
}

/** The subcommand, and what is filled in as the grammar reads it. */
function commandText(sub: OptionData | undefined, commands: Commands, roles: ReadonlySet<string>): string {
  if (sub === undefined) return ''
  const given = (sub.options ?? []).filter(({ type }) => type !== ATTACHMENT)
  const values = Object.fromEntries(given.map(option => [option.name, readPicked(option, roles)]))
  return writeCommand(commands, sub.name, values)
}

/** Files that were handed in with it. */
function commandFiles(
  sub: OptionData | undefined,
  attachments: ReadonlyMap<string, GivenFile>,
): { readonly files?: readonly GivenFile[] } {
  const given = (sub?.options ?? []).filter(({ type }) => type === ATTACHMENT)
  const files = given.flatMap(({ value }) => attachments.get(String(value)) ?? [])
  return files.length === 0 ? {} : { files }
}

function parseCommand(
  payload: Extract<InteractionPayload, { type: 2 }>,
  base: ActBase,
  commands: Commands,
): Act | undefined {
  const { data, channel } = payload
  const name = channel?.name ?? ''
  const origin = name === '' ? base.origin : { ...base.origin, channelName: name }
  if (data.name === COMMAND) {
    const [sub] = data.options
    const files = commandFiles(sub, filesOf(data.resolved?.attachments))
    const attachments = Object.values(data.resolved?.attachments ?? {})
    const text = commandText(sub, commands, rolesOf(data))
    return { ...base, origin, kind: 'command', text, ...files, attachments }
  }
  const message = data.resolved?.messages?.[data.target_id ?? '']
  if (data.name !== MESSAGE_COMMAND || message === undefined) return undefined
  const names = new Map(message.mentions.map(user => [user.id, nameOfUser(user)]))
  const text = writeCommand(commands, DRAFT, { text: plainMessage({ content: message.content, names }) })
  const files = message.attachments.map(givenFile)
  return { ...base, origin, kind: 'command', text, files, attachments: message.attachments }
}

function parseComponent(payload: Extract<InteractionPayload, { type: 3 }>, given: ActBase): Act {
  const id = readCustomId(payload.data.custom_id)
  const workspace = given.origin.workspace === '' ? (id.guild ?? '') : given.origin.workspace
  const base = { ...given, origin: { ...given.origin, workspace } }
  const [chosen] = payload.data.values ?? []
  switch (id.kind) {
    case 'show':
      return { ...base, kind: 'show' }
    case 'open':
      return { ...base, kind: 'open', modal: id.modal, page: id.page }
    case 'sure': {
      const on = id.message === undefined ? undefined : { channel: base.origin.channel, message: id.message }
      return { ...base, kind: 'action', action: id.action, value: undefined, on, language: id.language }
    }
    case 'ask':
      return { ...base, kind: 'ask', action: id.action }
    case 'act': {
      const value = chosen === undefined ? undefined : readOption(chosen)
      return { ...base, kind: 'action', action: id.action, value }
    }
    default:
      return id satisfies never
  }
}

function parseComplete({ data }: Extract<InteractionPayload, { type: 4 }>, base: ActBase): Act | undefined {
  const [sub] = data.options
  const focused = sub?.options?.find(option => option.focused === true)
  if (sub === undefined || focused === undefined) return undefined
  return { ...base, kind: 'complete', command: sub.name, option: focused.name, text: String(focused.value ?? '') }
}

/** What Discord handed over. Whatever is of another shape is nothing of ours. */
export function parseInteraction(body: unknown, commands: Commands): Act | undefined {
  const parsed = interactions.safeParse(body)
  if (!parsed.success) return undefined
  const { data: payload } = parsed
  const base = baseOf(payload, 'message' in payload ? payload.message : undefined)
  if (base === undefined) return undefined
  switch (payload.type) {
    case 2:
      return parseCommand(payload, base, commands)
    case 3:
      return parseComponent(payload, base)
    case 4:
      return parseComplete(payload, base)
    case 5: {
      const { modal, page, isWhole } = readPageId(payload.data.custom_id)
      const inputs = payload.data.components.flatMap(({ component }) => component ?? [])
      return {
        ...base,
        kind: 'submission',
        modal,
        page,
        isWhole,
        values: readValues(inputs, {
          files: filesOf(payload.data.resolved?.attachments),
          roles: rolesOf(payload.data),
        }),
        attachments: Object.values(payload.data.resolved?.attachments ?? {}),
      }
    }
    default:
      return payload satisfies never
  }
}
