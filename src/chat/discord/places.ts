import { ChannelType, RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import type { PlatformChannel } from '../platform.ts'
import type { DiscordClient } from './client.ts'
import { discordCode } from './errors.ts'
import type { IdentityKeeper } from './identity.ts'
import { findMissing, type Overwrite, type Right, type Roles } from './permissions.ts'

/** Milliseconds for which roles are remembered. */
const MEMORY = 15_000
/** Channels whose names are remembered. */
const MOST = 1_000

/** Where messages can be, of the kinds in discord.com/developers/docs/resources/channel#channel-object-channel-types. */
const THREADS: ReadonlySet<number> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
])
const WRITABLE: ReadonlySet<number> = new Set([
  ...THREADS,
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
])
const DIRECT: ReadonlySet<number> = new Set([ChannelType.DM, ChannelType.GroupDM])

interface ChannelAnswer {
  readonly id: string
  readonly type: number
  readonly name?: string | null
  readonly guild_id?: string
  readonly parent_id?: string | null
  readonly permission_overwrites?: readonly Overwrite[]
  readonly thread_metadata?: { readonly archived?: boolean; readonly locked?: boolean }
}

/** What Discord says of channels, and what Vigie may do in them. Throws what the client throws. */
export interface Places {
  channel(workspace: string, id: string): Promise<PlatformChannel | undefined>
  /** True for direct messages, which are that for good. */
  isDirect(id: string): Promise<boolean>
  /** The same as far as it was asked before. */
  isKnownDirect(id: string): boolean
  /** What a channel is called, which Discord does not say of those that Vigie does not see. */
  heard(id: string, name: string): void
  /** Rights that Vigie lacks in a channel; `gone` where there is none, or none that it sees. */
  missing(id: string): Promise<readonly Right[] | 'gone'>
}

export function createPlaces(client: DiscordClient, identity: IdentityKeeper, now: () => Date): Places {
  const remembered = new Map<string, { readonly answer: Promise<unknown>; readonly until: number }>()

  const directs = new Map<string, boolean>()
  const names = new Map<string, string>()

  function ask<T>(route: string): Promise<T> {
    const known = remembered.get(route)
    if (known !== undefined && now().getTime() < known.until) return known.answer as Promise<T>
    const answer = client.get<T>(route)
    remembered.set(route, { answer, until: now().getTime() + MEMORY })
    answer.catch(() => remembered.delete(route))
    return answer
  }

  async function rolesOf(guild: string): Promise<Roles> {
    const { owner_id, roles } = await ask<{ owner_id: string; roles: Roles['roles'] }>(Routes.guild(guild))
    return { guild, owner: owner_id, roles }
  }

  async function lacks(channel: ChannelAnswer): Promise<readonly Right[]> {
    const { guild_id: guild, type, parent_id: parent } = channel
    if (guild === undefined) return []
    const { user } = await identity.get()
    const rules = THREADS.has(type) && parent ? await client.get<ChannelAnswer>(Routes.channel(parent)) : channel
    const [roles, { roles: own }] = await Promise.all([
      rolesOf(guild),
      ask<{ roles: readonly string[] }>(Routes.guildMember(guild, user)),
    ])
    return findMissing({ user, roles: own }, roles, rules.permission_overwrites ?? [])
  }

  /** Undefined where there is none by that id, or none that Vigie sees. */
  async function look(id: string): Promise<ChannelAnswer | 'unseen' | undefined> {
    try {
      return await client.get<ChannelAnswer>(Routes.channel(id))
    } catch (fault) {
      const code = discordCode(fault)
      if (code === Code.UnknownChannel) return undefined
      if (code === Code.MissingAccess) return 'unseen'
      throw fault
    }
  }

  return {
    async channel(workspace, id) {
      const found = await look(id)
      // It is there, and Vigie must be let in; its name is not told but by whoever picks it.
      if (found === 'unseen') return { name: names.get(id) ?? id, standing: 'absent' }
      if (found === undefined) return undefined
      const name = found.name || id
      if (DIRECT.has(found.type)) return { name, standing: 'direct' }
      if (found.guild_id !== workspace || !WRITABLE.has(found.type)) return undefined
      if (found.thread_metadata?.archived === true) return { name, standing: 'archived' }
      const missing = await lacks(found)
      return {
        name,
        standing: missing.includes('SEND_MESSAGES') || missing.includes('VIEW_CHANNEL') ? 'absent' : 'ready',
      }
    },
    heard(id, name) {
      names.delete(id)
      names.set(id, name)
      const [oldest] = names.keys()
      if (names.size > MOST && oldest !== undefined) names.delete(oldest)
    },
    isKnownDirect: id => directs.get(id) === true,
    async isDirect(id) {
      const known = directs.get(id)
      if (known !== undefined) return known
      const found = await look(id)
      const is = found !== undefined && found !== 'unseen' && DIRECT.has(found.type)
      if (found !== undefined && found !== 'unseen') directs.set(id, is)
      return is
    },
    async missing(id) {
      const found = await look(id)
      if (found === undefined) return 'gone'
      return found === 'unseen' ? ['VIEW_CHANNEL'] : lacks(found)
    },
  }
}
