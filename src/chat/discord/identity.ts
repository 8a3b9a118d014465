import { Routes } from 'discord.js'
import type { DiscordClient } from './client.ts'

/** Whose token it is, as Discord says. */
export interface Identity {
  readonly application: string
  readonly name: string
  /** The bot's own user id. */
  readonly user: string
}

export interface Guild {
  readonly id: string
  readonly name: string
}

export interface IdentityKeeper {
  /** Asked of Discord once, and again until it has answered. Throws what the client throws. */
  get(): Promise<Identity>
  /** Asked anew. */
  refresh(): Promise<Identity>
  /** Servers that Vigie is in, asked anew. */
  guilds(): Promise<readonly Guild[]>
}

/** Servers of one answer: discord.com/developers/docs/resources/user#get-current-user-guilds. */
const PAGE = 200

export function createIdentityKeeper(client: DiscordClient): IdentityKeeper {
  let known: Identity | undefined
  let asking: Promise<Identity> | undefined

  async function ask(): Promise<Identity> {
    const [application, user] = await Promise.all([
      client.get<{ id: string; name: string }>(Routes.currentApplication()),
      client.get<{ id: string }>(Routes.user()),
    ])
    known = { application: application.id, name: application.name, user: user.id }
    return known
  }

  function refresh(): Promise<Identity> {
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }

  return {
    refresh,
    get: async () => known ?? refresh(),
    async guilds() {
      const all: Guild[] = []
      for (let after = '0'; ; ) {
        const page = await client.get<readonly Guild[]>(Routes.userGuilds(), { after, limit: String(PAGE) })
        all.push(...page.map(({ id, name }) => ({ id, name })))
        const last = page.at(-1)
        if (last === undefined || page.length < PAGE) return all
        after = last.id
      }
    },
  }
}
