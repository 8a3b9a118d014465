import type { WebClient } from '@slack/web-api'
import type { Person } from '../platform.ts'
import { slackErrorName } from './errors.ts'
import type { IdentityKeeper } from './identity.ts'

/** Milliseconds for which somebody is remembered: whoever becomes a guest is one to us that much later. */
const MEMORY = 5 * 60_000

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
  return { name, standing: standingOf(user, team) }
}

function standingOf(user: SlackUser, team: string): Person['standing'] {
  if (user.is_bot === true || user.id === SLACKBOT) return 'bot'
  if (user.is_stranger === true || (user.team_id !== undefined && user.team_id !== team)) return 'stranger'
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'member'
}

/** Asks Slack who somebody is. Throws what the client throws; undefined is Slack's own word that there is nobody. */
export function createPeople(client: WebClient, identity: IdentityKeeper, now: () => Date) {
  const known = new Map<string, { readonly person: Person; readonly until: number }>()

  return async function findPerson(workspace: string, id: string): Promise<Person | undefined> {
    const { team } = await identity.get()
    if (workspace !== team) return undefined
    const found = known.get(id)
    if (found !== undefined && now().getTime() < found.until) return found.person
    known.delete(id)
    try {
      const { user } = await client.users.info({ user: id })
      const person = user && personOf(user, team)
      if (person !== undefined) known.set(id, { person, until: now().getTime() + MEMORY })
      return person
    } catch (fault) {
      if (NOBODY.has(slackErrorName(fault) ?? '')) return undefined
      throw fault
    }
  }
}
