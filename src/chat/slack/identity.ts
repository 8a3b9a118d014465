import type { WebClient } from '@slack/web-api'

/** Who the token is, as Slack says. */
export interface Identity {
  readonly team: string
  /** The workspace's name, as people see it; its id if Slack names none. */
  readonly teamName: string
  /** The bot's own user id; '' if Slack names none. */
  readonly user: string
  /** What it may do; undefined if Slack does not say. */
  readonly scopes: readonly string[] | undefined
}

export interface IdentityKeeper {
  /** Asked of Slack once, and again until it has answered. Throws what the client throws. */
  get(): Promise<Identity>
  /** Asked anew. */
  refresh(): Promise<Identity>
}

export function createIdentityKeeper(client: WebClient, teamId: string | undefined): IdentityKeeper {
  let known: Identity | undefined
  let asking: Promise<Identity> | undefined

  async function ask(): Promise<Identity> {
    const answer = await client.auth.test()
    if (answer.team_id === undefined) throw new Error('Slack does not say whose token this is')
    if (teamId !== undefined && answer.team_id !== teamId) throw new Error('the token is of another workspace')
    known = {
      team: answer.team_id,
      teamName: answer.team || answer.team_id,
      user: answer.user_id ?? '',
      scopes: answer.response_metadata?.scopes,
    }
    return known
  }

  function refresh(): Promise<Identity> {
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }

  return { refresh, get: async () => known ?? refresh() }
}
