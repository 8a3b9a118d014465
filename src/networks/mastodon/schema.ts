import { z } from 'zod'
import type { Capabilities, TextLimit } from '../../domain/capabilities.ts'
import { MEDIA_TYPES, type MediaLimits } from '../../domain/media.ts'
import { deliveredSchema, walkSchema } from '../walk.ts'

/** What a server allows that does not say otherwise: docs.joinmastodon.org/user/posting, "Text" and "Attachments". */
export const TEXT_LIMITS: readonly TextLimit[] = [{ unit: 'mastodon', maximum: 500 }]
export const MEDIA_LIMITS: MediaLimits = {
  count: 4,
  types: MEDIA_TYPES,
  bytes: 16 * 1024 * 1024,
  // mastodon/mastodon: app/models/media_attachment.rb, MAX_DESCRIPTION_LENGTH.
  alternative: { unit: 'characters', maximum: 1500 },
}

/** What is counted of posts and accounts. */
export const COUNTS: Capabilities['counts'] = {
  post: ['likes', 'reposts', 'replies', 'quotes'],
  account: ['followers', 'following', 'posts'],
}

/** Statuses in one call: app/controllers/api/base_controller.rb, DEFAULT_STATUSES_LIMIT. */
export const LOOKS_AT_ONCE = 20

/**
 * snac's ids of posts are a hash behind ten characters that it does not read, and that change when the post is edited
 * (mastoapi.c: mastoapi_id, MID_TO_MD5).
 */
const CHANGING = /^[\d ]{10}(?=[0-9a-f]{32}$)/

/** Texts on all of them, but for forks that count. */
const idSchema = z
  .union([z.string().min(1), z.number().transform(String)])
  .transform(id => id.replace(CHANGING, '0'.repeat(10)))

/** An app as a server registers it (docs.joinmastodon.org/entities/CredentialApplication), with what renews its token. */
const clientSchema = z.object({ id: z.string(), secret: z.string(), refreshToken: z.string().nullable() })
export type Client = z.infer<typeof clientSchema>

/** What is kept of an account. */
export const credentialsSchema = z.object({
  accessToken: z.string().min(1),
  /** The account's id for its server's calls. */
  accountId: z.string().min(1),
  /** Null where a person brought the token. */
  client: clientSchema.nullable(),
  /** When the server gave the token, in milliseconds since 1970 by our clock, and how many seconds it holds; null for ever. */
  givenAt: z.number(),
  expiresIn: z.number().nullable(),
})
export type Credentials = z.infer<typeof credentialsSchema>

/** All there is of an error: REST says `error`, OAuth also what it means, Laravel's framework (Pixelfed) `message`. */
export const errorAnswerSchema = z
  .object({
    error: z.string().optional().catch(undefined),
    error_description: z.string().optional().catch(undefined),
    message: z.string().optional().catch(undefined),
  })
  .refine(({ error, message }) => error !== undefined || message !== undefined)

const count = z.int().min(0).max(2_147_483_647).nullable().catch(null)

export const accountSchema = z.object({
  id: idSchema,
  /** Without the server where it is the one asked. */
  acct: z.string().min(1),
  username: z.string().catch(''),
  display_name: z.string().catch(''),
  url: z.string().nullable().catch(null),
  followers_count: count,
  following_count: count,
  statuses_count: count,
})
export type AccountAnswer = z.infer<typeof accountSchema>

export const VISIBILITIES = ['public', 'unlisted', 'private', 'direct'] as const

const attachmentSchema = z.object({ type: z.string().catch('unknown'), description: z.string().nullable().catch(null) })

const wrapperSchema = z.object({ id: idSchema, reblog: z.looseObject({ id: idSchema }) })

/** snac shows a post that anybody has boosted as that boost, under the post's own id, without words (mastoapi.c: mastoapi_status). */
function unwrapped(status: unknown): unknown {
  const { data } = wrapperSchema.safeParse(status)
  return data !== undefined && data.id === data.reblog.id ? data.reblog : status
}

/** docs.joinmastodon.org/entities/Status, as much of it as is needed, as leniently as can be. */
const plainStatusSchema = z.object({
  id: idSchema,
  uri: z.string().catch(''),
  url: z.string().nullable().catch(null),
  account: accountSchema,
  content: z.string().nullable().catch(null),
  spoiler_text: z.string().nullable().catch(null),
  created_at: z.string().refine(text => !Number.isNaN(Date.parse(text))),
  // What a fork adds is for fewer people than everybody: `local`, `mutuals_only`, `limited`.
  visibility: z.enum(VISIBILITIES).catch('private'),
  in_reply_to_id: idSchema.nullable().catch(null),
  in_reply_to_account_id: idSchema.nullable().catch(null),
  media_attachments: z.array(attachmentSchema).catch([]),
  mentions: z.array(z.object({ id: idSchema, acct: z.string(), url: z.string() })).catch([]),
  poll: z
    .object({ options: z.array(z.object({ title: z.string() })) })
    .nullable()
    .catch(null),
  quote: z
    .object({ quoted_status: z.object({ id: idSchema, account: z.object({ id: idSchema }) }).nullable() })
    .nullable()
    .catch(null),
  reblog: z.object({ id: idSchema }).nullable().catch(null),
  favourited: z.boolean().nullable().catch(null),
  reblogged: z.boolean().nullable().catch(null),
  favourites_count: count,
  reblogs_count: count,
  replies_count: count,
  quotes_count: count,
})
export const statusSchema = z.preprocess(unwrapped, plainStatusSchema)
export type Status = z.infer<typeof statusSchema>

export const pageSchema = z.array(z.unknown())
export const searchAnswerSchema = z.object({ statuses: z.array(z.unknown()) })

/** Enough of any notification to know what it is and when it came. */
export const notificationHeadSchema = z.object({
  id: idSchema,
  type: z.string(),
  created_at: z.string().refine(text => !Number.isNaN(Date.parse(text))),
})
export const notificationSchema = z.object({ status: statusSchema })

/** `reference` of a post. The visibility is what an answer must not go beyond. */
export const referenceSchema = z.object({ id: z.string().min(1), visibility: z.enum(VISIBILITIES).catch('public') })
export type Reference = z.infer<typeof referenceSchema>

export const mediaAnswerSchema = z.object({ id: idSchema, url: z.string().nullable().catch(null) })

/** docs.joinmastodon.org/methods/statuses, "View status source". */
export const sourceAnswerSchema = z.object({ text: z.string() })

/** docs.joinmastodon.org/entities/CredentialApplication. */
export const appAnswerSchema = z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) })

/** docs.joinmastodon.org/entities/Token; Pleroma and Pixelfed add what OAuth 2 has for tokens that run out (RFC 6749, 5.1). */
export const tokenAnswerSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().nullable().optional().catch(null),
  expires_in: z.number().positive().nullable().optional().catch(null),
})

/** RFC 8414, as far as it matters here. */
export const metadataAnswerSchema = z.object({
  scopes_supported: z.array(z.string()).catch([]),
  code_challenge_methods_supported: z.array(z.string()).catch([]),
})

/** What an authorisation under way is remembered by. */
export const authorisationSchema = z.object({
  service: z.string(),
  redirectTo: z.string(),
  client: z.object({ id: z.string(), secret: z.string() }),
  verifier: z.string().nullable(),
})
export type AuthorisationKept = z.infer<typeof authorisationSchema>

export const searchCursorSchema = z.object({
  /** Which of the queries is next. */
  position: z.int().min(0),
  walks: z.array(z.tuple([z.string(), walkSchema])),
  delivered: deliveredSchema,
})
export type SearchCursor = z.infer<typeof searchCursorSchema>
