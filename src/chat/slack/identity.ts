import type { WebClient } from '@slack/web-api'

/** Who the token is, as Slack says. */
export interface Identity {
  readonly team: string
  /** The workspace's name, as people see it; its id if Slack names none. */
  readonly teamName: string
  /** The bot's own user id; '' if Slack names none. */
  readonly user: string
  /** The organisation that the workspace is of, if it is of one. */
  readonly enterprise: string | undefined
  /** True if the token is the whole organisation's and no workspace's. */
  readonly isOrganisation: boolean
  /** What it may do; undefined if Slack does not say. */
  readonly scopes: readonly string[] | undefined
}

export interface IdentityKeeper {
  /** Asked of Slack once, and again until it has answered. Throws what the client throws. */
  get(): Promise<Identity>
  /** Asked anew. */
  refresh(): Promise<Identity>
  /** What people do has come for this app. */
  heard(app: string): void
  /**
   * The app that the token is of, and the other one that what people do comes for; undefined so far as they are the same.
   * That is told and nothing is refused for it: the app token or the signature has proved where it comes from.
   */
  mismatch(): { readonly token: string; readonly heard: string } | undefined
}

export function createIdentityKeeper(client: WebClient, teamId: string | undefined): IdentityKeeper {
  let known: Identity | undefined
  let asking: Promise<Identity> | undefined
  let app: string | undefined
  let heard: string | undefined

  /** Nobody waits for it. */
  async function askForApp(bot: string): Promise<void> {
    try {
      app = (await client.bots.info({ bot })).bot?.app_id
    } catch {
      // Asked again with the next question who the token is.
    }
  }

  async function ask(): Promise<Identity> {
    const answer = await client.auth.test()
    if (answer.team_id === undefined) throw new Error('Slack does not say whose token this is')
    if (teamId !== undefined && answer.team_id !== teamId) throw new Error('the token is of another workspace')
    known = {
      team: answer.team_id,
      teamName: answer.team || answer.team_id,
      user: answer.user_id ?? '',
      enterprise: answer.enterprise_id,
      isOrganisation: answer.is_enterprise_install === true,
      scopes: answer.response_metadata?.scopes,
    }
    app ??= answer.app_id
    if (app === undefined && answer.bot_id !== undefined) void askForApp(answer.bot_id)
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
    heard(one) {
      heard = one
    },
    mismatch: () => (app === undefined || heard === undefined || app === heard ? undefined : { token: app, heard }),
  }
}
