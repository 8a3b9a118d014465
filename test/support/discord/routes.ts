import type { Interactions } from './interactions.ts'
import { RIGHTS } from './permissions.ts'
import { refuseCommands, refuseMessage, V2 } from './rules.ts'
import { type Channel, type Guild, type Message, Refusal, type State, snowflake, type Thing, unknown } from './state.ts'

export interface Asked {
  readonly method: string
  /** Below /api/v10. */
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Thing
  readonly files: readonly Thing[]
}

/** Milliseconds for which a nonce is remembered: "the past few minutes". */
const NONCE_MEMORY = 3 * 60_000

/** Answers as Discord's REST interface; throws `Refusal`. Undefined for paths that it does not have. */
export function createRoutes(state: State, interactions: Interactions) {
  let creates = 0

  function channelOf(id: string, needed: bigint = RIGHTS.VIEW_CHANNEL): Channel {
    const channel = state.channels.get(id)
    const guild = channel?.guild === undefined ? undefined : state.guilds.get(channel.guild)
    if (channel === undefined) throw unknown('channel')
    if (guild?.isJoined === false) throw new Refusal(403, 50_001, 'Missing Access')
    const rights = state.rights(channel)
    if ((rights & RIGHTS.VIEW_CHANNEL) === 0n) throw new Refusal(403, 50_001, 'Missing Access')
    if ((rights & needed) !== needed) throw new Refusal(403, 50_013, 'Missing Permissions')
    return channel
  }

  function messageOf(channel: Channel, id: string): Message {
    const message = channel.messages.find(one => one.id === id)
    if (message === undefined) throw unknown('message')
    return message
  }

  function guildOf(id: string): Guild {
    const guild = state.guilds.get(id)
    if (guild === undefined || !guild.isJoined) throw unknown('guild')
    return guild
  }

  function valid(wrong: readonly string[]): void {
    if (wrong.length > 0) throw new Refusal(400, 50_035, `Invalid Form Body: ${wrong.join(', ')}`)
  }

  /** Without the nonce, which Discord tells nobody who reads the channel. */
  function shown({ nonce: _, ...message }: Message): Thing {
    return message
  }

  function post(id: string, { body, files }: Asked): Thing {
    const isThread = state.channels.get(id)?.type === 11
    const channel = channelOf(id, isThread ? RIGHTS.SEND_MESSAGES_IN_THREADS : RIGHTS.SEND_MESSAGES)
    if (files.length > 0) channelOf(id, RIGHTS.ATTACH_FILES)
    if (channel.recipient !== undefined && state.closed.has(channel.recipient)) {
      throw new Refusal(403, 50_007, 'Cannot send messages to this user')
    }
    if (channel.isLocked) throw new Refusal(400, 50_083, 'Thread is archived')
    valid(refuseMessage(body, files))
    state.refuseBlocked(body)
    const nonce = body.nonce === undefined ? undefined : String(body.nonce)
    const earlier = channel.messages.find(one => one.nonce !== undefined && one.nonce === nonce)
    const isRecent = earlier !== undefined && Date.now() - Date.parse(String(earlier.timestamp)) < NONCE_MEMORY
    if (body.enforce_nonce === true && isRecent) return earlier
    const message: Message = {
      ...{ id: snowflake(), channel_id: id, author: state.bot, timestamp: new Date().toISOString(), type: 0 },
      ...{ content: String(body.content ?? ''), components: (body.components as Thing[]) ?? [], attachments: files },
      ...{ flags: Number(body.flags ?? 0) & V2, nonce, allowed_mentions: body.allowed_mentions },
    }
    channel.messages.push(message)
    channel.isArchived = false
    return message
  }

  function edit(id: string, messageId: string, { body, files }: Asked): Thing {
    const message = messageOf(channelOf(id), messageId)
    if (message.author.id !== state.bot.id) {
      throw new Refusal(403, 50_005, 'Cannot edit a message authored by another user')
    }
    const flags = message.flags | (Number(body.flags ?? 0) & V2)
    // Attachments that are named are kept, and files come to them.
    const attachments = body.attachments === undefined ? [...message.attachments, ...files] : files
    valid(refuseMessage({ ...message, ...body, flags }, attachments))
    state.refuseBlocked(body)
    return Object.assign(message, { ...body, attachments, flags, edited_timestamp: new Date().toISOString() })
  }

  function list(id: string, query: URLSearchParams): readonly Thing[] {
    const channel = channelOf(id)
    // "If the current user is missing READ_MESSAGE_HISTORY, no messages will be returned."
    if ((state.rights(channel) & RIGHTS.READ_MESSAGE_HISTORY) === 0n) return []
    const limit = Number(query.get('limit') ?? 50)
    valid(limit >= 1 && limit <= 100 ? [] : ['limit'])
    const after = query.get('after')
    const before = query.get('before')
    if (after !== null) {
      const later = channel.messages.filter(one => BigInt(one.id) > BigInt(after))
      return later.slice(0, limit).toReversed().map(shown)
    }
    const earlier = channel.messages.filter(one => before === null || BigInt(one.id) < BigInt(before))
    return earlier.slice(-limit).toReversed().map(shown)
  }

  function activeThreads(guild: string | undefined): readonly Channel[] {
    return [...state.channels.values()].filter(one => one.type === 11 && one.guild === guild && !one.isArchived)
  }

  function startThread(id: string, messageId: string, body: Thing): Thing {
    const channel = channelOf(id, RIGHTS.CREATE_PUBLIC_THREADS)
    // Channels of text and of announcements have threads, and nothing else that messages are in.
    if (channel.type !== 0 && channel.type !== 5) {
      throw new Refusal(400, 50_024, 'Cannot execute action on this channel type')
    }
    messageOf(channel, messageId)
    if (state.channels.has(messageId)) {
      throw new Refusal(400, 160_004, 'A thread has already been created for this message')
    }
    const open = activeThreads(channel.guild)
    if (open.length >= state.mostThreads) throw new Refusal(400, 160_006, 'Maximum number of active threads reached')
    const name = String(body.name ?? '')
    valid(name.length >= 1 && name.length <= 100 ? [] : ['name'])
    const thread: Channel = {
      ...{ id: messageId, type: 11, guild: channel.guild, name, parent: id, recipient: undefined, denied: 0n },
      ...{ isArchived: false, isLocked: false, messages: [] },
    }
    state.channels.set(messageId, thread)
    return describe(thread)
  }

  function describe(channel: Channel): Thing {
    const { id, type, guild, name, parent, denied, isArchived, isLocked, recipient } = channel
    if (type === 1) return { id, type, recipients: [state.users.get(recipient ?? '')] }
    const overwrite = { id: state.bot.id, type: 1, allow: '0', deny: String(denied) }
    return {
      ...{ id, type, guild_id: guild, name, parent_id: parent ?? null },
      ...(type === 11
        ? { thread_metadata: { archived: isArchived, locked: isLocked } }
        : { permission_overwrites: denied === 0n ? [] : [overwrite] }),
    }
  }

  function rolesOf({ id, everyoneAllows, botAllows, roles }: Guild): readonly Thing[] {
    return [
      { id, name: '@everyone', permissions: String(everyoneAllows) },
      { id: `${id}1`, name: 'Vigie', permissions: String(botAllows), tags: { bot_id: state.bot.id } },
      ...[...roles].map(([role, name]) => ({ id: role, name, permissions: '0' })),
    ]
  }

  function describeGuild(guild: Guild): Thing {
    return { id: guild.id, name: guild.name, owner_id: guild.owner, roles: rolesOf(guild) }
  }

  function openDirect(body: Thing): Thing {
    const recipient = String(body.recipient_id)
    if (!state.users.has(recipient)) throw unknown('user')
    const known = [...state.channels.values()].find(one => one.recipient === recipient)
    if (known !== undefined) return describe(known)
    const channel: Channel = {
      ...{ id: snowflake(), type: 1, guild: undefined, name: '', parent: undefined, recipient, denied: 0n },
      ...{ isArchived: false, isLocked: false, messages: [] },
    }
    state.channels.set(channel.id, channel)
    return describe(channel)
  }

  function overwriteCommands(body: unknown): readonly Thing[] {
    const commands = Array.isArray(body) ? (body as Thing[]) : []
    valid(refuseCommands(commands, state.commandRoom))
    const known = new Set(state.commands.map(({ name, type }) => `${type} ${name}`))
    creates += commands.filter(({ name, type }) => !known.has(`${type ?? 1} ${name}`)).length
    state.commands = commands.map(command => ({
      ...{
        id: snowflake(),
        application_id: state.application,
        version: snowflake(),
        dm_permission: false,
        nsfw: false,
      },
      ...{ type: 1, name_localizations: null, description_localizations: null },
      ...command,
    }))
    return state.commands
  }

  const table: readonly (readonly [string, RegExp, (match: readonly string[], asked: Asked) => unknown])[] = [
    ['GET', /^\/users\/@me$/, () => state.bot],
    ['GET', /^\/applications\/@me$/, () => ({ id: state.application, name: 'Vigie', flags: 0, bot: state.bot })],
    [
      'GET',
      /^\/users\/@me\/guilds$/,
      (_, { query }) =>
        [...state.guilds.values()]
          .filter(({ isJoined, id }) => isJoined && BigInt(id) > BigInt(query.get('after') ?? 0))
          .slice(0, Number(query.get('limit') ?? 200))
          .map(({ id, name }) => ({ id, name })),
    ],
    ['POST', /^\/users\/@me\/channels$/, (_, { body }) => openDirect(body)],
    ['GET', /^\/guilds\/(\d+)$/, ([id = '']) => describeGuild(guildOf(id))],
    [
      'GET',
      /^\/guilds\/(\d+)\/threads\/active$/,
      ([id = '']) => ({ threads: activeThreads(guildOf(id).id).map(describe) }),
    ],
    ['GET', /^\/guilds\/(\d+)\/roles$/, ([id = '']) => rolesOf(guildOf(id))],
    [
      'GET',
      /^\/guilds\/(\d+)\/members\/(\d+)$/,
      ([guild = '', id = '']) => {
        const member = guildOf(guild).members.get(id)
        if (member === undefined) throw unknown(state.users.has(id) ? 'member' : 'user')
        return member
      },
    ],
    ['GET', /^\/channels\/(\d+)$/, ([id = '']) => describe(channelOf(id))],
    [
      'PATCH',
      /^\/channels\/(\d+)$/,
      ([id = ''], { body }) => {
        const channel = channelOf(id)
        if (typeof body.archived === 'boolean') channel.isArchived = body.archived
        return describe(channel)
      },
    ],
    ['GET', /^\/channels\/(\d+)\/messages$/, ([id = ''], { query }) => list(id, query)],
    [
      'GET',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      ([id = '', message = '']) => shown(messageOf(channelOf(id, RIGHTS.READ_MESSAGE_HISTORY), message)),
    ],
    ['POST', /^\/channels\/(\d+)\/messages$/, ([id = ''], asked) => post(id, asked)],
    ['PATCH', /^\/channels\/(\d+)\/messages\/(\d+)$/, ([id = '', message = ''], asked) => edit(id, message, asked)],
    [
      'POST',
      /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
      ([id = '', message = ''], { body }) => startThread(id, message, body),
    ],
    ['GET', /^\/applications\/(\d+)\/commands$/, () => state.commands],
    ['PUT', /^\/applications\/(\d+)\/commands$/, (_, { body }) => overwriteCommands(body)],
    [
      'POST',
      /^\/interactions\/(\d+)\/([\w-]+)\/callback$/,
      ([id = '', token = ''], { body, files }) => interactions.answer(id, token, body, files),
    ],
    ['POST', /^\/webhooks\/\d+\/([\w-]+)$/, ([token = ''], { body, files }) => interactions.follow(token, body, files)],
    [
      'PATCH',
      /^\/webhooks\/\d+\/([\w-]+)\/messages\/(@original|\d+)$/,
      ([token = '', id = ''], { body, files }) => interactions.edit(token, id, body, files),
    ],
    [
      'DELETE',
      /^\/webhooks\/\d+\/([\w-]+)\/messages\/(@original|\d+)$/,
      ([token = '', id = '']) => interactions.remove(token, id),
    ],
  ]

  return {
    /** Commands that were made, of which a day allows two hundred. */
    creates: () => creates,
    answer(asked: Asked): { readonly body: unknown } | undefined {
      for (const [method, pattern, act] of table) {
        const match = method === asked.method ? pattern.exec(asked.path) : null
        if (match !== null) return { body: act(match.slice(1), asked) }
      }
      return undefined
    },
  }
}
