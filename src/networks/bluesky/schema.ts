import { z } from 'zod'
import type { TextLimit } from '../../domain/capabilities.ts'
import { MEDIA_TYPES, type MediaLimits } from '../../domain/media.ts'
import { listCursorSchema } from '../walk.ts'

/** The lexicon app.bsky.feed.post: maxGraphemes 300, maxLength 3000. */
export const TEXT_LIMITS: readonly TextLimit[] = [
  { unit: 'graphemes', maximum: 300 },
  { unit: 'bytes', maximum: 3000 },
]

/** Images of a post: app.bsky.embed.images, maxLength 4 and maxSize 2000000 (it was half of that until 2025). */
export const MEDIA_LIMITS: MediaLimits = {
  count: 4,
  types: MEDIA_TYPES,
  bytes: 2_000_000,
  // The lexicon has no limit; this is what Bluesky's own app lets people write.
  alternative: { unit: 'graphemes', maximum: 2_000 },
}

/** Bytes of a link card's image (app.bsky.embed.external, maxSize 1000000 of `thumb`). */
export const MAXIMUM_THUMBNAIL = 1_000_000

/** What is kept of an account. `identifier` is its DID; it was a handle only while signing in. */
export const credentialsSchema = z.object({
  password: z.string(),
  session: z
    .object({
      accessJwt: z.string(),
      refreshJwt: z.string(),
      server: z.string(),
      /** Milliseconds since 1970, by our clock, when the server gave it; 0 where an older version did not say. */
      givenAt: z.number().default(0),
    })
    .nullable(),
})
export type Credentials = z.infer<typeof credentialsSchema>
export type Session = NonNullable<Credentials['session']>

/** What an access token says of its life, in seconds since 1970 by the server's clock (RFC 7519). */
export const tokenClaimsSchema = z.object({ exp: z.number(), iat: z.number().optional() })

/** com.atproto.server.createSession and refreshSession. The document is read leniently: it only saves a detour. */
export const sessionAnswerSchema = z.object({
  accessJwt: z.string(),
  refreshJwt: z.string(),
  did: z.string().startsWith('did:'),
  handle: z.string(),
  /** False for one that is deactivated, suspended or taken down, which may sign in but do nothing. */
  active: z.boolean().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  didDoc: z
    .object({
      service: z.array(
        z.object({ id: z.string(), serviceEndpoint: z.string() }).catch({ id: '', serviceEndpoint: '' }),
      ),
    })
    .optional()
    .catch(undefined),
})
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>

/** Every XRPC error has this shape, except those of whatever stands in front of the server. */
export const errorAnswerSchema = z.object({ error: z.string().catch(''), message: z.string().catch('') })

export const resolvedHandleSchema = z.object({ did: z.string().startsWith('did:') })

const strongReferenceSchema = z.object({ uri: z.string().startsWith('at://'), cid: z.string() })
export type StrongReference = z.infer<typeof strongReferenceSchema>

/** `reference` of a post: what a reply to it must hold (app.bsky.feed.post#replyRef). */
export const referenceSchema = strongReferenceSchema.extend({ root: strongReferenceSchema })
export type Reference = z.infer<typeof referenceSchema>

/** com.atproto.repo.putRecord and getRecord. */
export const recordAnswerSchema = z.object({ uri: z.string().startsWith('at://'), cid: z.string() })
export type RecordAnswer = z.infer<typeof recordAnswerSchema>

/** com.atproto.repo.deleteRecord: whatever an object says. */
export const doneSchema = z.object({})

/** com.atproto.repo.uploadBlob: a file as records name it (atproto.com/specs/data-model, "blob"). */
export const blobAnswerSchema = z.object({
  blob: z.object({
    $type: z.literal('blob'),
    ref: z.object({ $link: z.string().min(1) }),
    mimeType: z.string(),
    size: z.number(),
  }),
})
export type Blob = z.infer<typeof blobAnswerSchema>['blob']

export const profileAnswerSchema = z.object({ value: z.object({ displayName: z.string() }) })

/** app.bsky.actor.defs#profileViewDetailed: how many follow somebody, as much as fits a column of ours. */
export const followersSchema = z.object({
  did: z.string().startsWith('did:'),
  followersCount: z.int().min(0).max(2_147_483_647),
})
/** Profiles in one call (app.bsky.actor.getProfiles, maxLength of `actors`). */
export const MAXIMUM_PROFILES = 25

export const profilesAnswerSchema = z.object({ profiles: z.array(z.unknown()) })

export const notificationPageSchema = z.object({
  notifications: z.array(z.unknown()),
  cursor: z.string().min(1).optional(),
})

/** Enough of any notification to know whether it concerns us and when it came. */
export const notificationHeadSchema = z.object({ reason: z.string(), indexedAt: z.string() })

const images = z.array(z.object({ alt: z.string().catch('') }))
/** What is shown with a post, as far as it says something in words (app.bsky.embed.*). */
const shown = {
  images: images.optional().catch(undefined),
  /** app.bsky.embed.gallery. */
  items: images.optional().catch(undefined),
  /** Of a video. */
  alt: z.string().optional().catch(undefined),
  external: z.object({ title: z.string() }).optional().catch(undefined),
}

const postUri = z.string().regex(/^at:\/\/did:[^/]+\/app\.bsky\.feed\.post\/[^/]+$/)
const moment = z.string().refine(text => !Number.isNaN(Date.parse(text)))

/** A post as it is listed, by itself or in a notification: app.bsky.feed.defs#postView with an app.bsky.feed.post in it. */
const listedPostSchema = z.object({
  uri: postUri,
  cid: z.string(),
  author: z.object({
    did: z.string().startsWith('did:'),
    handle: z.string(),
    displayName: z.string().optional().catch(undefined),
  }),
  indexedAt: moment,
  record: z.object({
    text: z.string(),
    createdAt: z.string().optional(),
    reply: z.object({ root: strongReferenceSchema, parent: strongReferenceSchema }).optional(),
    embed: z
      .object({
        ...shown,
        // app.bsky.embed.record and recordWithMedia.
        record: z
          .union([strongReferenceSchema, z.object({ record: strongReferenceSchema })])
          .optional()
          .catch(undefined),
        media: z.object(shown).optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
})
export type ListedPost = z.infer<typeof listedPostSchema>

/** app.bsky.notification.listNotifications#notification. */
export const notificationSchema = listedPostSchema.extend({ reason: z.enum(['mention', 'reply', 'quote']) })
export type Notification = z.infer<typeof notificationSchema>

/** How often, as much as fits a column of ours; null where the server does not say. */
const countSchema = z.int().min(0).max(2_147_483_647).nullable().catch(null)

/** app.bsky.feed.defs#postView, with what it is to the account that asks. */
export const postViewSchema = listedPostSchema.extend({
  likeCount: countSchema,
  repostCount: countSchema,
  replyCount: countSchema,
  quoteCount: countSchema,
  viewer: z
    .object({
      like: z.string().optional(),
      repost: z.string().optional(),
      replyDisabled: z.boolean().optional(),
      embeddingDisabled: z.boolean().optional(),
    })
    .catch({}),
})
export type PostView = z.infer<typeof postViewSchema>

/** Enough of any post to know which it is. */
export const postHeadSchema = z.object({ uri: z.string(), indexedAt: z.string().optional().catch(undefined) })

/** app.bsky.feed.getPosts, which leaves out what it does not have. */
export const postsAnswerSchema = z.object({ posts: z.array(z.unknown()) })
/** Posts in one call (app.bsky.feed.getPosts, maxLength of `uris`). */
export const MAXIMUM_POSTS = 25

export const searchPageSchema = z.object({ posts: z.array(z.unknown()), cursor: z.string().min(1).optional() })

/** app.bsky.actor.defs#profileViewDetailed of the account itself. */
export const ownProfileSchema = z.object({
  did: z.string().startsWith('did:'),
  followersCount: countSchema,
  followsCount: countSchema,
  postsCount: countSchema,
})

/** How far each phrase has been looked for, and whose turn it is; null begins with the first. */
export const searchCursorSchema = z.object({
  phrases: z.record(z.string(), listCursorSchema),
  turn: z.string().nullable(),
})
export type SearchCursor = z.infer<typeof searchCursorSchema>
