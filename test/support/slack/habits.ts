type Thing = Readonly<Record<string, unknown>>

function thing(value: unknown): Thing {
  return typeof value === 'object' && value !== null ? (value as Thing) : {}
}

/** Null for what is not there, in every second payload; by its id, so that the same one brought again is the same. */
function likesNulls(payload: Thing): boolean {
  const id = String(payload.trigger_id ?? payload.event_id ?? '')
  return [...id].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 2 === 1
}

function withNulls(payload: Thing): Thing {
  const user = thing(payload.user)
  // Where it is the workspace's own person, it need not be said.
  const isOwn = user.team_id !== undefined && user.team_id === thing(payload.team).id
  const common = { enterprise: null, response_url: null, ...payload, user: isOwn ? { ...user, team_id: null } : user }
  switch (payload.type) {
    case 'event_callback': {
      const event = { bot_id: null, subtype: null, files: null, user_team: null, ...thing(payload.event) }
      return { ...payload, authed_users: null, event }
    }
    case 'block_actions': {
      const given = Array.isArray(payload.actions) ? payload.actions : undefined
      const actions = given?.map(action => ({ value: null, selected_option: null, ...thing(action) }))
      // What was pressed stands on a message either way; only one of its own page has to say so.
      const isOnMessage = payload.message !== undefined && thing(payload.container).type === 'message'
      return { ...common, actions: actions ?? payload.actions, ...(isOnMessage ? { container: null } : {}) }
    }
    case 'message_action':
      return { ...common, message: { blocks: null, files: null, ...thing(payload.message) } }
    case 'view_submission':
    case 'shortcut':
      return common
    default:
      return payload
  }
}

/**
 * A payload with what Slack does besides: it names its app in every one, and has null where something is not there.
 * Commands come as a form, which knows no null.
 */
export function asSlackSends(payload: object, app: string): object {
  const named = { api_app_id: app, ...payload }
  return likesNulls(named) ? withNulls(named) : named
}
