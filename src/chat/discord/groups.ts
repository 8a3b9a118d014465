import { RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import type { Group } from '../platform.ts'
import type { DiscordClient } from './client.ts'
import { discordCode } from './errors.ts'

/** A role of a server that somebody asks about. */
export interface WantedGroup {
  readonly workspace: string
  readonly id: string
}

/** Roles of servers, whose members may get rights together. Throws what the client throws. */
export interface Groups {
  /** Roles that people can be given; not everybody's, and no app's own. */
  list(workspace: string): Promise<readonly Group[]>
  /** Looks whether these roles are there; where a server does not say, what was known before stays. */
  look(wanted: readonly WantedGroup[]): Promise<void>
  /** Those of them that are gone. */
  gone(): readonly string[]
}

/** Of discord.com/developers/docs/topics/permissions#role-object. */
interface RoleAnswer {
  readonly id: string
  readonly name: string
  readonly tags?: { readonly bot_id?: string }
}

export function createGroups(client: DiscordClient): Groups {
  let missing: readonly WantedGroup[] = []

  async function ask(workspace: string): Promise<readonly RoleAnswer[]> {
    return client.get<readonly RoleAnswer[]>(Routes.guildRoles(workspace))
  }

  /** Roles that are there; undefined where that cannot be told. */
  async function idsIn(workspace: string): Promise<ReadonlySet<string> | undefined> {
    try {
      return new Set((await ask(workspace)).map(({ id }) => id))
    } catch (fault) {
      // A server that Vigie is not in is told of by itself.
      if (discordCode(fault) === Code.UnknownGuild || discordCode(fault) === Code.MissingAccess) return undefined
      throw fault
    }
  }

  return {
    async list(workspace) {
      const roles = await ask(workspace)
      // The role of everybody has the id of its server: discord.com/developers/docs/topics/permissions.
      return roles
        .filter(({ id, tags }) => id !== workspace && tags?.bot_id === undefined)
        .map(({ id, name }) => ({ id, name }))
    },
    async look(wanted) {
      const found: WantedGroup[] = []
      for (const [workspace, some] of Map.groupBy(wanted, one => one.workspace)) {
        const ids = await idsIn(workspace)
        const before = new Set(missing.filter(one => one.workspace === workspace).map(({ id }) => id))
        found.push(...some.filter(({ id }) => (ids === undefined ? before.has(id) : !ids.has(id))))
      }
      const asked = new Set(wanted.map(({ workspace }) => workspace))
      missing = [...missing.filter(({ workspace }) => !asked.has(workspace)), ...found]
    },
    gone: () => [...new Set(missing.map(({ id }) => id))],
  }
}
