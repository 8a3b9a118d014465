import { MISSING } from './permissions.ts'

export type Thing = Record<string, unknown>

/** Milliseconds at which Discord's ids begin: discord.com/developers/docs/reference#snowflakes. */
const EPOCH = 1_420_070_400_000
let counter = 0

/** A new id, later than all before it. */
export function snowflake(at = Date.now()): string {
  counter = (counter + 1) % 4_194_304
  return String((BigInt(at - EPOCH) << 22n) | BigInt(counter))
}

export interface DiscordUser {
  readonly id: string
  readonly username: string
  readonly global_name: string | null
  readonly bot?: boolean
}

export interface Member {
  readonly user: DiscordUser
  readonly nick: string | null
  /** Ids of those that they were given; nobody is told that they have everybody's. */
  roles: readonly string[]
  readonly pending: boolean
  readonly flags: number
}

export interface Message extends Thing {
  readonly id: string
  readonly channel_id: string
  readonly author: DiscordUser
  content: string
  flags: number
  components: readonly Thing[]
  attachments: readonly Thing[]
  /** Discord keeps it for a few minutes and does not show it to who reads the channel later. */
  readonly nonce?: string | undefined
}

export interface Channel {
  readonly id: string
  /** 0 text, 1 direct, 11 public thread: discord.com/developers/docs/resources/channel#channel-object-channel-types. */
  readonly type: number
  readonly guild: string | undefined
  name: string
  readonly parent: string | undefined
  readonly recipient: string | undefined
  /** Rights that are denied to the bot here, on top of what its role lacks. */
  denied: bigint
  isArchived: boolean
  isLocked: boolean
  readonly messages: Message[]
}

export interface Guild {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly everyoneAllows: bigint
  /** What the bot's own role allows. */
  botAllows: bigint
  readonly members: Map<string, Member>
  /** Roles that people may be given, by id. */
  readonly roles: Map<string, string>
  /** Whether the bot is in it. */
  isJoined: boolean
}

export interface DiscordError {
  readonly status: number
  readonly code: number
  readonly message: string
  readonly errors?: unknown
}

/** Thrown by whoever answers a request: codes of discord.com/developers/docs/topics/opcodes-and-status-codes#json. */
export class Refusal extends Error {
  readonly error: DiscordError
  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message)
    this.error = { status, code, message, ...(errors === undefined ? {} : { errors }) }
  }
}

export function unknown(
  what: 'channel' | 'guild' | 'member' | 'message' | 'user' | 'webhook' | 'interaction',
): Refusal {
  const codes = {
    channel: 10_003,
    guild: 10_004,
    member: 10_007,
    message: 10_008,
    user: 10_013,
    webhook: 10_015,
    interaction: 10_062,
  }
  return new Refusal(404, codes[what], `Unknown ${what[0]?.toUpperCase()}${what.slice(1)}`)
}

export interface State {
  readonly bot: DiscordUser
  readonly application: string
  readonly guilds: Map<string, Guild>
  readonly channels: Map<string, Channel>
  readonly users: Map<string, DiscordUser>
  /** Open threads of a server. */
  mostThreads: number
  /** Words that nobody may post; none. */
  blocked: RegExp | undefined
  /** People who take no direct messages from the bot. */
  readonly closed: Set<string>
  commands: readonly Thing[]
  /** Characters that a command may have. */
  commandRoom: number
  addGuild(name: string): Guild
  /** Of text, unless told: discord.com/developers/docs/resources/channel#channel-object-channel-types. */
  addChannel(guild: Guild, name: string, type?: number): Channel
  /** A role that people may be given; answers with its id. */
  addRole(guild: Guild, name: string): string
  addMember(guild: Guild, user: Partial<DiscordUser> & { readonly username: string }, more?: Partial<Member>): Member
  /** Refuses a message with words that nobody may post; files are not read. */
  refuseBlocked(message: Thing): void
  /** The bot's rights in a channel; all of them in direct messages. */
  rights(channel: Channel): bigint
}

export function createState(): State {
  const bot: DiscordUser = { id: snowflake(), username: 'vigie', global_name: null, bot: true }
  const state: State = {
    bot,
    application: snowflake(),
    guilds: new Map(),
    channels: new Map(),
    users: new Map([[bot.id, bot]]),
    mostThreads: 1_000,
    blocked: undefined,
    closed: new Set(),
    commands: [],
    commandRoom: 8_000,
    addGuild(name) {
      const id = snowflake()
      const owner = snowflake()
      const guild: Guild = {
        id,
        name,
        owner,
        everyoneAllows: 0n,
        botAllows: MISSING.none,
        members: new Map(),
        roles: new Map(),
        isJoined: true,
      }
      state.guilds.set(id, guild)
      guild.members.set(bot.id, { user: bot, nick: null, roles: [`${id}1`], pending: false, flags: 0 })
      return guild
    },
    addChannel(guild, name, type = 0) {
      const id = snowflake()
      const channel: Channel = {
        ...{ id, type, guild: guild.id, name, parent: undefined, recipient: undefined, denied: 0n },
        ...{ isArchived: false, isLocked: false, messages: [] },
      }
      state.channels.set(id, channel)
      return channel
    },
    addRole(guild, name) {
      const id = snowflake()
      guild.roles.set(id, name)
      return id
    },
    addMember(guild, user, more = {}) {
      const whole: DiscordUser = { id: snowflake(), global_name: null, ...user }
      const member: Member = { user: whole, nick: null, roles: [], pending: false, flags: 0, ...more }
      state.users.set(whole.id, whole)
      guild.members.set(whole.id, member)
      return member
    },
    refuseBlocked({ components, content }) {
      const words = JSON.stringify([components ?? [], content ?? ''])
      if (state.blocked?.test(words) === true) {
        throw new Refusal(400, 240_000, 'Message blocked by harmful links filter')
      }
    },
    rights(channel) {
      if (channel.guild === undefined) return MISSING.none
      const guild = state.guilds.get(channel.guild)
      const denied =
        channel.denied | (channel.parent === undefined ? 0n : (state.channels.get(channel.parent)?.denied ?? 0n))
      return guild === undefined ? 0n : guild.botAllows & ~denied
    },
  }
  return state
}
