import { z } from 'zod'

/**
 * What Slack sends, and only what is read of it: docs.slack.dev/reference/interaction-payloads. What a payload has as null
 * it does not have, see `withoutNulls`; what is no more than a help is done without where it is of another shape.
 */

/** Text as people write it. The database keeps no NUL and no half of a surrogate pair, and neither means anything. */
const writing = z.string().transform(text => text.toWellFormed().replaceAll('\0', ''))
const identifier = z.string().min(1).max(255)
/** Left out by a client that knows no workspace, as on an organisation's level. */
const team = z.object({ id: identifier }).optional()
const user = z.object({ id: identifier, team_id: identifier.optional() })
const trigger = z.string().max(255).default('').catch('')
const responseUrl = z
  .url({ protocol: /^https?$/ })
  .optional()
  .catch(undefined)

/** The app that it is for, and the organisation that its workspace is of. */
const app = identifier.optional().catch(undefined)
const enterprise = z.object({ id: identifier }).optional().catch(undefined)

const common = { team, user, trigger_id: trigger, response_url: responseUrl, api_app_id: app, enterprise }

const command = z.object({
  type: z.literal('command'),
  team_id: identifier,
  channel_id: identifier,
  channel_name: writing.optional().catch(undefined),
  user_id: identifier,
  text: writing.default(''),
  trigger_id: trigger,
  response_url: responseUrl,
  api_app_id: app,
})

const blockActions = z.object({
  ...common,
  type: z.literal('block_actions'),
  channel: z.object({ id: identifier }).optional(),
  container: z.object({ message_ts: identifier.optional(), channel_id: identifier.optional() }).optional(),
  message: z.object({ ts: identifier.optional() }).optional().catch(undefined),
  actions: z.array(
    z.object({
      action_id: z.string().max(255),
      block_id: z.string().optional().catch(undefined),
      /** When it was pressed: two presses differ in it if in nothing else. */
      action_ts: z.string().optional().catch(undefined),
      value: writing.optional(),
      selected_option: z.object({ value: writing }).optional(),
    }),
  ),
})

/** A file that was handed in: docs.slack.dev/reference/objects/file-object. Ids are made part of a text, see `joinFiles`. */
const file = z.object({ id: z.string().regex(/^[\w-]{1,50}$/), name: writing.optional().catch(undefined) })

/** The state of one input; each kind of it fills another property. */
const inputState = z.object({
  value: writing.optional(),
  selected_date: z.string().optional(),
  selected_time: z.string().optional(),
  selected_option: z.object({ value: writing }).optional(),
  selected_options: z
    .array(z.object({ value: writing }))
    .readonly()
    .optional(),
  files: z.array(file).readonly().optional(),
  selected_conversation: z.string().max(255).optional(),
  selected_user: z.string().max(255).optional(),
  selected_users: z.array(z.string().max(255)).optional(),
})
export type InputState = z.infer<typeof inputState>

/** Undefined for one of another shape: one input is no reason to lose what stands in the others. */
export function readInputState(given: unknown): InputState | undefined {
  return inputState.safeParse(withoutNulls(given)).data
}

const viewSubmission = z.object({
  ...common,
  type: z.literal('view_submission'),
  view: z.object({
    id: z.string().default(''),
    hash: z.string().default(''),
    callback_id: z.string().max(255),
    private_metadata: z.string().default(''),
    // Of the app that opened it, and so of the workspace.
    app_installed_team_id: identifier.optional().catch(undefined),
    state: z
      .object({ values: z.record(z.string(), z.record(z.string(), z.unknown())).default({}) })
      .default({ values: {} }),
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
    files: z.array(z.unknown()).default([]).catch([]),
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

/** Deeper than any of Slack's payloads. */
const DEPTH = 50

/** The same without what is null: Slack writes it for what is not there, and so do others in its place. */
export function withoutNulls(given: unknown, depth = 0): unknown {
  if (typeof given !== 'object' || given === null || depth > DEPTH) return given
  if (Array.isArray(given)) return given.filter(one => one !== null).map(one => withoutNulls(one, depth + 1))
  const entries = Object.entries(given).filter(([, value]) => value !== null)
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutNulls(value, depth + 1)]))
}

/** The files of a message, without those that nobody can name. */
export function filesOf(given: readonly unknown[]): readonly { readonly id: string; readonly name: string }[] {
  return given.flatMap(one => {
    const { data } = file.safeParse(one)
    return data === undefined ? [] : [{ id: data.id, name: data.name ?? '' }]
  })
}
