import { z } from 'zod'

/** What Discord sends, and only what is read of it: discord.com/developers/docs/interactions/receiving-and-responding. */

/** Text as people write it. The database keeps no NUL and no half of a surrogate pair, and neither means anything. */
const writing = z.string().transform(text => text.toWellFormed().replaceAll('\0', ''))
const snowflake = z.string().regex(/^\d{1,20}$/)

/** What Discord says of channels that were picked: their names, of those too that Vigie may not see. */
const pickedChannels = z
  .record(z.string(), z.object({ name: writing.nullish() }))
  .optional()
  .catch(undefined)

const user = z.object({
  id: snowflake,
  username: writing.default(''),
  global_name: writing.nullish(),
  bot: z.boolean().optional(),
})

export const member = z.object({
  user,
  nick: writing.nullish(),
  roles: z.array(snowflake).default([]),
  pending: z.boolean().optional(),
  flags: z.int().default(0),
})
export type DiscordMember = z.infer<typeof member>

const attachment = z.object({
  filename: writing.default(''),
  url: z.string().max(2_000),
  description: writing.nullish(),
})
export type AttachmentPayload = z.infer<typeof attachment>

const message = z.object({
  id: snowflake,
  channel_id: snowflake.optional(),
  flags: z.int().default(0),
  content: writing.default(''),
  // Of a message that is acted on, they do not matter: a press is not lost for them.
  attachments: z.array(attachment).default([]).catch([]),
  mentions: z.array(user).default([]).catch([]),
  components: z.array(z.object({ id: z.number().optional(), type: z.number() }).loose()).default([]),
})

const common = {
  id: snowflake,
  application_id: snowflake,
  token: z.string().min(1).max(1_000),
  guild_id: snowflake.optional(),
  channel_id: snowflake.optional(),
  channel: z.object({ name: writing.nullish(), type: z.number().optional() }).optional(),
  member: member.optional(),
  user: user.optional(),
  locale: z.string().optional(),
}

export interface OptionData {
  readonly name: string
  readonly type: number
  readonly value?: string | number | boolean | undefined
  readonly focused?: boolean | undefined
  readonly options?: readonly OptionData[] | undefined
}

const option: z.ZodType<OptionData> = z.lazy(() =>
  z.object({
    name: z.string(),
    type: z.number(),
    value: z.union([writing, z.number(), z.boolean()]).optional(),
    focused: z.boolean().optional(),
    options: z.array(option).optional(),
  }),
)

const commandData = z.object({
  name: z.string(),
  type: z.number().default(1),
  options: z.array(option).default([]),
  target_id: snowflake.optional(),
  resolved: z
    .object({
      messages: z.record(z.string(), message).optional(),
      attachments: z.record(z.string(), attachment).optional(),
      roles: z.record(z.string(), z.unknown()).optional(),
      channels: pickedChannels,
    })
    .optional(),
})

const command = z.object({ ...common, type: z.literal(2), data: commandData })

const component = z.object({
  ...common,
  type: z.literal(3),
  message,
  data: z.object({
    custom_id: z.string().max(100),
    component_type: z.number(),
    values: z.array(writing).optional(),
  }),
})

const autocomplete = z.object({ ...common, type: z.literal(4), data: commandData })

const input = z.object({
  custom_id: z.string().max(100),
  value: writing.nullish(),
  values: z.array(writing).optional(),
})

/** Labels hold one input each; words between them hold none. */
const line = z.object({
  component: z.unknown().transform(given => {
    const parsed = input.safeParse(given)
    return parsed.success ? parsed.data : undefined
  }),
})

const submission = z.object({
  ...common,
  type: z.literal(5),
  message: message.optional(),
  data: z.object({
    custom_id: z.string().max(100),
    resolved: z
      .object({
        attachments: z.record(z.string(), attachment).optional(),
        roles: z.record(z.string(), z.unknown()).optional(),
        channels: pickedChannels,
      })
      .optional(),
    components: z.array(z.union([line, z.unknown().transform(() => ({ component: undefined }))])).default([]),
  }),
})

export const interactions = z.discriminatedUnion('type', [command, component, autocomplete, submission])
export type InteractionPayload = z.infer<typeof interactions>
export type MessagePayload = z.infer<typeof message>
