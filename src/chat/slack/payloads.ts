import { z } from 'zod'

/** What Slack sends, and only what is read of it: docs.slack.dev/reference/interaction-payloads. */

/** Text as people write it. The database keeps no NUL and no half of a surrogate pair, and neither means anything. */
const writing = z.string().transform(text => text.toWellFormed().replaceAll('\0', ''))
const identifier = z.string().min(1).max(255)
/** Null from a client that knows no workspace, as on an organisation's level. */
const team = z.object({ id: identifier }).nullish()
const user = z.object({ id: identifier, team_id: identifier.optional() })
const trigger = z.string().max(255).default('')
const responseUrl = z
  .url({ protocol: /^https?$/ })
  .optional()
  .catch(undefined)

/** The app that it is for, and the organisation that its workspace is of. */
const app = identifier.optional().catch(undefined)
const enterprise = z.object({ id: identifier }).nullish().catch(undefined)

const common = { team, user, trigger_id: trigger, response_url: responseUrl, api_app_id: app, enterprise }

const command = z.object({
  type: z.literal('command'),
  team_id: identifier,
  channel_id: identifier,
  channel_name: writing.optional(),
  user_id: identifier,
  text: writing.default(''),
  trigger_id: identifier,
  response_url: responseUrl,
  api_app_id: app,
})

const blockActions = z.object({
  ...common,
  type: z.literal('block_actions'),
  channel: z.object({ id: identifier }).nullish(),
  container: z.object({ message_ts: identifier.optional(), channel_id: identifier.optional() }).optional(),
  actions: z.array(
    z.object({
      action_id: z.string().max(255),
      block_id: z.string().optional(),
      value: writing.optional(),
      selected_option: z.object({ value: writing }).nullish(),
    }),
  ),
})

/** A file that was handed in: docs.slack.dev/reference/objects/file-object. Ids are made part of a text, see `joinFiles`. */
const file = z.object({ id: z.string().regex(/^[A-Z0-9]{1,50}$/), name: writing.nullish() })

/** The state of one input; each kind of it fills another property. */
const inputState = z.object({
  value: writing.nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: z.object({ value: writing }).nullish(),
  selected_options: z
    .array(z.object({ value: writing }))
    .readonly()
    .nullish(),
  files: z.array(file).readonly().nullish(),
  selected_conversation: identifier.nullish(),
  selected_users: z.array(identifier).nullish(),
})
export type InputState = z.infer<typeof inputState>

const viewSubmission = z.object({
  ...common,
  type: z.literal('view_submission'),
  view: z.object({
    id: z.string().default(''),
    hash: z.string().default(''),
    callback_id: z.string().max(255),
    private_metadata: z.string().default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) }).default({ values: {} }),
  }),
})

const messageAction = z.object({
  ...common,
  type: z.literal('message_action'),
  callback_id: z.string(),
  channel: z.object({ id: identifier }),
  message: z.object({
    text: writing.default(''),
    blocks: z.array(z.unknown()).default([]),
    // One that was deleted has no id.
    files: z.array(z.unknown()).default([]),
  }),
})

const shortcut = z.object({ ...common, type: z.literal('shortcut'), callback_id: z.string() })

const eventCallback = z.object({
  type: z.literal('event_callback'),
  team_id: identifier,
  api_app_id: app,
  event_id: identifier,
  event: z.object({
    type: z.string(),
    user: identifier.optional(),
    bot_id: z.string().optional(),
    subtype: z.string().optional(),
    channel: z.string().optional(),
    channel_type: z.string().optional(),
    text: writing.optional(),
    tab: z.string().optional(),
    team: identifier.optional(),
    user_team: identifier.optional(),
  }),
})

export const payloads = z.discriminatedUnion('type', [
  command,
  blockActions,
  viewSubmission,
  messageAction,
  shortcut,
  eventCallback,
])
export type Payload = z.infer<typeof payloads>

/** The files of a message, without those that nobody can name. */
export function filesOf(given: readonly unknown[]): readonly { readonly id: string; readonly name: string }[] {
  return given.flatMap(one => {
    const { data } = file.safeParse(one)
    return data === undefined ? [] : [{ id: data.id, name: data.name ?? '' }]
  })
}
