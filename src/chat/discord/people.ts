import { RESTJSONErrorCodes as Code, GuildMemberFlags, Routes } from 'discord.js'
import type { Person } from '../platform.ts'
import type { DiscordClient } from './client.ts'
import { discordCode, isTokenError } from './errors.ts'
import { type DiscordMember, member as schema } from './payloads.ts'

/** Milliseconds for which somebody is remembered: whoever leaves has rights that much longer at most, in direct messages. */
const MEMORY = 60_000
/** Milliseconds for which what was known is taken where Discord does not answer: it is away, and so is the chat. */
const LONGER_MEMORY = 15 * 60_000

/** Codes that say nobody is there: discord.com/developers/docs/topics/opcodes-and-status-codes#json. */
const NOBODY: ReadonlySet<number> = new Set([Code.UnknownMember, Code.UnknownUser, Code.UnknownGuild])

export function nameOfUser({ id, global_name: shown, username }: DiscordMember['user']): string {
  return shown?.trim() || username.trim() || id
}

/** Flags of discord.com/developers/docs/resources/guild#guild-member-object. */
export function personOf({ user, nick, roles, pending, flags }: DiscordMember): Person {
  const name = nick?.trim() || nameOfUser(user)
  if (user.bot === true) return { name, standing: 'bot' }
  // Somebody who has not accepted the server's rules yet, or who was let in for one conversation.
  const isGuest = pending === true || (flags & GuildMemberFlags.IsGuest) !== 0
  return isGuest ? { name, standing: 'guest' } : { name, standing: 'member', groups: roles }
}

export interface People {
  /** Asks Discord who somebody is. Throws what the client throws; undefined is Discord's own word that there is nobody. */
  find(workspace: string, id: string): Promise<Person | undefined>
  /** Discord tells who somebody is with everything they do in a server. */
  met(workspace: string, member: DiscordMember): void
  /** It tells nothing of those who do something in direct messages: they are asked about anew. */
  doubt(workspace: string, id: string): void
}

export function createPeople(client: DiscordClient, now: () => Date): People {
  /** Also of those whom Discord knows nothing of. */
  const known = new Map<string, { readonly person: Person | undefined; readonly at: number }>()

  function remember(key: string, person: Person | undefined): void {
    known.set(key, { person, at: now().getTime() })
  }

  async function ask(workspace: string, id: string): Promise<Person | undefined> {
    try {
      return personOf(schema.parse(await client.get(Routes.guildMember(workspace, id))))
    } catch (fault) {
      if (NOBODY.has(discordCode(fault) ?? 0)) return undefined
      throw fault
    }
  }

  return {
    met: (workspace, member) => remember(`${workspace} ${member.user.id}`, personOf(member)),
    doubt(workspace, id) {
      const key = `${workspace} ${id}`
      const found = known.get(key)
      if (found !== undefined) known.set(key, { ...found, at: Math.min(found.at, now().getTime() - MEMORY) })
    },
    async find(workspace, id) {
      if (!/^\d{1,20}$/.test(id) || !/^\d{1,20}$/.test(workspace)) return undefined
      const key = `${workspace} ${id}`
      const found = known.get(key)
      const age = found === undefined ? Number.POSITIVE_INFINITY : now().getTime() - found.at
      if (found !== undefined && age < MEMORY) return found.person
      try {
        const person = await ask(workspace, id)
        remember(key, person)
        return person
      } catch (fault) {
        if (found !== undefined && age < LONGER_MEMORY && !isTokenError(fault)) return found.person
        throw fault
      }
    },
  }
}
