import { z } from 'zod'

/** What can be made out of a payload whatever its shape: enough to tell whoever waits for an answer. '' where nothing can. */
const text = z.string().max(3_000).catch('')
const named = z.object({ id: text, team_id: text }).catch({ id: '', team_id: '' })
const block = z.object({ type: text, block_id: text })

const outline = z.object({
  team: named,
  team_id: text,
  user: named,
  user_id: text,
  channel: named,
  channel_id: text,
  response_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .catch(undefined),
  view: z
    .object({ private_metadata: text, blocks: z.array(z.unknown()).catch([]) })
    .catch({ private_metadata: '', blocks: [] }),
  event: z
    .object({ type: text, channel_type: text, channel: text, user: text, bot_id: text })
    .catch({ type: '', channel_type: '', channel: '', user: '', bot_id: '' }),
})

export interface Outline {
  readonly team: string
  readonly user: string
  readonly userTeam: string | undefined
  readonly channel: string
  readonly responseUrl: string | undefined
  /** What the form carried along. */
  readonly metadata: string
  /** Block ids of the form's inputs. */
  readonly inputs: readonly string[]
}

function inputsOf(blocks: readonly unknown[]): readonly string[] {
  return blocks.flatMap(given => {
    const { data } = block.safeParse(given)
    return data?.type === 'input' && data.block_id !== '' ? [data.block_id] : []
  })
}

/** Undefined if nobody can be made out, or it is an event that nobody wants an answer to. */
export function outlineOf(body: unknown): Outline | undefined {
  const { data } = outline.safeParse(body)
  if (data === undefined) return undefined
  const { event, view } = data
  if (event.type !== '' && (!isDirect(event) || event.bot_id !== '')) return undefined
  const user = data.user.id || data.user_id || event.user
  if (user === '') return undefined
  return {
    team: data.team.id || data.team_id || data.user.team_id,
    user,
    userTeam: data.user.team_id || undefined,
    channel: data.channel.id || data.channel_id || event.channel,
    responseUrl: data.response_url,
    metadata: view.private_metadata,
    inputs: inputsOf(view.blocks),
  }
}

/** True for a message to Vigie alone: docs.slack.dev/reference/events/message.im. */
export function isDirect(event: {
  readonly type: string
  readonly channel_type?: string | undefined
  readonly channel?: string | undefined
}): boolean {
  if (event.type !== 'message') return false
  // Every conversation of two has such an id: docs.slack.dev/reference/objects/conversation-object, "is_im".
  return event.channel_type ? event.channel_type === 'im' : (event.channel ?? '').startsWith('D')
}
