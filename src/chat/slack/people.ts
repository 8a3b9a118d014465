import type { WebClient } from '@slack/web-api'
import { isLanguage } from '../../domain/language.ts'
import type { Person } from '../platform.ts'
import { isTokenError, slackErrorName } from './errors.ts'
import type { IdentityKeeper } from './identity.ts'

/**
 * Milliseconds for which somebody is remembered: whoever leaves or becomes a guest has rights that much longer at most.
 * `users.info` may be called a hundred times a minute (tier 4: docs.slack.dev/apis/web-api/rate-limits), so a hundred
 * people can be at work; `user_change` would be no better, since Slack sends it for every status that anybody sets.
 */
const MEMORY = 60_000

/** Slack's own helper, which is no bot by its flag: docs.slack.dev/reference/objects/user-object. */
const SLACKBOT = 'USLACKBOT'

/** Errors that say nobody is there to be seen: docs.slack.dev/reference/methods/users.info. */
const NOBODY: ReadonlySet<string> = new Set(['user_not_found', 'user_not_visible'])

type SlackUser = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>

/** Flags of docs.slack.dev/reference/objects/user-object; `team` is the workspace that Vigie is in. */
export function personOf(user: SlackUser, team: string): Person | undefined {
  if (user.deleted === true) return undefined
  // Empty where somebody has chosen none.
  const names = [user.profile?.display_name, user.real_name, user.profile?.real_name, user.name, user.id]
  const name = names.find(one => one !== undefined && one.trim() !== '')?.trim() ?? ''
  const language = user.locale?.slice(0, 2)
  return { name, standing: standingOf(user, team), ...(isLanguage(language) ? { language } : {}) }
}

function standingOf(user: SlackUser, team: string): Person['standing'] {
  if (user.is_bot === true || user.id === SLACKBOT) return 'bot'
  if (user.is_stranger === true || !isOf(user, team)) return 'stranger'
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'member'
}

/** Within an organisation, people come from one workspace and are members of several: docs.slack.dev/reference/objects/user-object. */
function isOf(user: SlackUser, team: string): boolean {
  return user.team_id === undefined || user.team_id === team || user.enterprise_user?.teams?.includes(team) === true
}

/** Asks Slack who somebody is. Throws what the client throws; undefined is Slack's own word that there is nobody. */
export function createPeople(client: WebClient, identity: IdentityKeeper, now: () => Date) {
  /** Also of those whom Slack knows nothing of. */
  const known = new Map<string, { readonly person: Person | undefined; readonly at: number }>()

  async function ask(id: string, team: string): Promise<Person | undefined> {
    try {
      const { user } = await client.users.info({ user: id, include_locale: true })
      return user && personOf(user, team)
    } catch (fault) {
      if (NOBODY.has(slackErrorName(fault) ?? '')) return undefined
      throw fault
    }
  }

  return async function findPerson(workspace: string, id: string): Promise<Person | undefined> {
    const { team } = await identity.get()
    if (workspace !== team) return undefined
    const found = known.get(id)
    const age = found === undefined ? Number.POSITIVE_INFINITY : now().getTime() - found.at
    if (found !== undefined && age < MEMORY) return found.person
    try {
      const person = await ask(id, team)
      known.set(id, { person, at: now().getTime() })
      return person
    } catch (fault) {
      // Until Slack answers again, what it said last is all that is known.
      if (found !== undefined && !isTokenError(fault)) return found.person
      throw fault
    }
  }
}
