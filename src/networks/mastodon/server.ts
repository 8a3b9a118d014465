import { z } from 'zod'
import type { AccountLimits, TextLimit } from '../../domain/capabilities.ts'
import { isMediaType, type MediaLimits } from '../../domain/media.ts'
import { type Answer, type Call, nameOf, refusedBy, type Shared } from './ask.ts'
import { understood } from './errors.ts'
import { COUNTS, MEDIA_LIMITS, TEXT_LIMITS } from './schema.ts'

/** Whose software a server runs, as far as it makes a difference. */
export type Software = 'mastodon' | 'gotosocial' | 'pleroma' | 'pixelfed' | 'snac' | 'other'

/** What a server says of itself. */
export interface ServerFacts {
  readonly software: Software
  /** As people write it behind the second @ of a handle. */
  readonly domain: string
  /** Base address of its streams; null where it has none. */
  readonly streaming: string | null
  /** The name of the argument that quotes a post; null where there are no quotes. */
  readonly quoteArgument: 'quoted_status_id' | 'quote_id' | null
  /**
   * snac (comm6.org/snac2, mastoapi.c): of who may see a post it tells only whether everybody may, it lists of an account only
   * what everybody may see, publishes an answer to what is gone as if it answered nothing, and counts no followers or
   * posts, for which it says 0.
   */
  readonly isCoarse: boolean
  readonly limits: AccountLimits
}

const number = z.int().positive().optional().catch(undefined)

/** docs.joinmastodon.org/entities/Instance and V1_Instance, which differ in what is not configuration. */
const instanceSchema = z.object({
  domain: z.string().optional().catch(undefined),
  uri: z.string().optional().catch(undefined),
  version: z.string().min(1),
  source_url: z.string().catch(''),
  api_versions: z.object({ mastodon: z.number() }).optional().catch(undefined),
  urls: z.object({ streaming_api: z.string() }).optional().catch(undefined),
  pleroma: z
    .object({ metadata: z.object({ features: z.array(z.string()) }) })
    .optional()
    .catch(undefined),
  max_toot_chars: number,
  description_limit: number,
  configuration: z
    .object({
      urls: z.object({ streaming: z.string() }).optional().catch(undefined),
      statuses: z
        .object({ max_characters: number, max_media_attachments: z.int().min(0).optional().catch(undefined) })
        .catch({}),
      media_attachments: z
        .object({
          supported_mime_types: z.array(z.string()).optional().catch(undefined),
          image_size_limit: number,
          description_limit: number,
        })
        .catch({}),
    })
    .catch({ statuses: {}, media_attachments: {} }),
})
type Instance = z.infer<typeof instanceSchema>

/** The number of Mastodon's API that came with quotes: docs.joinmastodon.org/client/quotes. */
const QUOTES_SINCE = 7

/**
 * How servers with Mastodon's API name themselves: "2.7.2 (compatible; Pleroma 2.6.0)", "0.17.0+git-1a2b3c4", "4.0.0 (not
 * true; really snac/2.75)".
 */
function softwareOf({ version, source_url }: Instance): Software {
  if (/\breally snac\//i.test(version)) return 'snac'
  const named = /\(compatible; ([^\s)]+)/i.exec(version)?.[1]?.toLowerCase()
  if (named === 'pleroma' || named === 'akkoma') return 'pleroma'
  if (named === 'pixelfed') return 'pixelfed'
  if (named !== undefined) return 'other'
  // It may claim a version of Mastodon's, and has no number above 0 of its own yet.
  if (/gotosocial/i.test(`${version} ${source_url}`) || version.startsWith('0.')) return 'gotosocial'
  return 'mastodon'
}

/**
 * GoToSocial counts code points (internal/api/client/statuses/statuscreate.go), Pleroma graphemes
 * (lib/pleroma/web/common_api/utils.ex), both with every link at its length, whatever they say of links. Where nobody
 * knows, the strictest holds.
 */
const UNITS = {
  mastodon: 'mastodon',
  pleroma: 'graphemes',
  gotosocial: 'characters',
  pixelfed: 'characters',
  snac: 'characters',
  other: 'characters',
} as const satisfies Record<Software, TextLimit['unit']>

/** It says 100,000, and works on those for longer than anybody waits: its time grows with their square (measured). */
const LONGEST_ON_SNAC = 10_000

function textLimitsOf(instance: Instance, software: Software): readonly TextLimit[] {
  const told = instance.configuration.statuses.max_characters ?? instance.max_toot_chars ?? TEXT_LIMITS[0]?.maximum
  const maximum = Math.min(told ?? 0, software === 'snac' ? LONGEST_ON_SNAC : Number.POSITIVE_INFINITY)
  return [{ unit: UNITS[software], maximum }]
}

function mediaLimitsOf({ configuration, description_limit }: Instance): MediaLimits | null {
  const { statuses, media_attachments: media } = configuration
  const count = statuses.max_media_attachments ?? MEDIA_LIMITS.count
  const types = media.supported_mime_types?.filter(isMediaType) ?? MEDIA_LIMITS.types
  if (count === 0 || types.length === 0) return null
  const maximum = media.description_limit ?? description_limit ?? MEDIA_LIMITS.alternative.maximum
  const bytes = media.image_size_limit ?? MEDIA_LIMITS.bytes
  return { count, types, bytes, alternative: { unit: 'characters', maximum } }
}

function quoteArgumentOf({ api_versions, pleroma }: Instance, software: Software): ServerFacts['quoteArgument'] {
  if (software === 'pleroma') return pleroma?.metadata.features.includes('quote_posting') === true ? 'quote_id' : null
  return (api_versions?.mastodon ?? 0) >= QUOTES_SINCE ? 'quoted_status_id' : null
}

function factsOf(instance: Instance, service: string): ServerFacts {
  const software = softwareOf(instance)
  const quoteArgument = quoteArgumentOf(instance, software)
  const isCoarse = software === 'snac'
  return {
    software,
    domain: nameIn(instance.domain) ?? nameIn(instance.uri) ?? new URL(service).host,
    // snac names one and has none.
    streaming: isCoarse ? null : (instance.configuration.urls?.streaming ?? instance.urls?.streaming_api ?? null),
    quoteArgument,
    isCoarse,
    limits: {
      text: textLimitsOf(instance, software),
      media: mediaLimitsOf(instance),
      quotes: quoteArgument !== null,
      // Only Mastodon itself counts them.
      ...(quoteArgument !== 'quoted_status_id' && {
        counts: { ...COUNTS, post: COUNTS.post.filter(one => one !== 'quotes') },
      }),
      // app/Http/Controllers/Api/V1Api/Statuses.php: "Direct visibility is not available."
      ...(software === 'pixelfed' && { visibilities: ['public', 'unlisted', 'followers'] as const }),
      // What is for followers goes to whom it names, and nothing can be deleted (mastoapi.c).
      ...(isCoarse && {
        visibilities: ['public', 'unlisted', 'direct'] as const,
        deeds: ['edit', 'like', 'repost'] as const,
      }),
    },
  }
}

/** A server's name, of which some make an address. */
function nameIn(text: string | undefined): string | undefined {
  const name = text?.replace(/^https?:\/\//i, '').replace(/\/.*$/, '')
  return name === undefined || !/^[\p{L}\p{N}.:_-]+$/u.test(name) ? undefined : name
}

/** The calls that a server's facts come from: the newer one, and the one before it where that is not known. */
const CALLS = ['/api/v2/instance', '/api/v1/instance'].map(
  (path): Call => ({ method: 'GET', path, effect: 'read', purpose: 'watching' }),
)

/** Milliseconds for which they are believed: what an administrator changes is heeded that much later. */
const MEMORY = 60 * 60_000

export type AskServer = (call: Call, signal: AbortSignal) => Promise<Answer>

/** What servers say of themselves. */
export interface Servers {
  /** Throws `NetworkError` for one that says nothing, unless it has before. */
  factsOf(service: string, ask: AskServer, signal: AbortSignal): Promise<ServerFacts>
}

export function createServers(shared: Shared): Servers {
  const known = new Map<string, { readonly facts: ServerFacts; readonly readAt: number }>()

  async function read(service: string, ask: AskServer, signal: AbortSignal): Promise<ServerFacts> {
    for (const [index, call] of CALLS.entries()) {
      const answer = await ask(call, signal)
      const named = { name: nameOf(call), effect: call.effect }
      if (answer.ok) return factsOf(understood(instanceSchema, named, answer.body), service)
      if (answer.refusal.status !== 404 || index === CALLS.length - 1) throw refusedBy(shared, call, answer.refusal)
    }
    throw new Error('there is nothing to ask a server')
  }

  return {
    async factsOf(service, ask, signal) {
      const at = shared.now().getTime()
      const before = known.get(service)
      if (before !== undefined && at - before.readAt < MEMORY) return before.facts
      try {
        const facts = await read(service, ask, signal)
        known.set(service, { facts, readAt: at })
        return facts
      } catch (fault) {
        if (before === undefined || signal.aborted) throw fault
        return before.facts
      }
    },
  }
}
