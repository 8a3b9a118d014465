import type { Capabilities } from '../../domain/capabilities.ts'
import {
  type AccountClient,
  type CredentialStore,
  type Network,
  type NetworkAccount,
  NetworkError,
} from '../network.ts'
import type { Account } from './account.ts'
import type { Shared } from './ask.ts'
import { createAuthorisation } from './authorise.ts'
import { callsOf } from './calls.ts'
import { act } from './deeds.ts'
import { understood } from './errors.ts'
import { findPublished } from './find.ts'
import { identify, identifyToken, limitsOn, VERIFY } from './identify.ts'
import { readInbox } from './inbox.ts'
import { count, look } from './looks.ts'
import { publish } from './publish.ts'
import { createRates, LOOKS } from './rates.ts'
import { accountSchema, COUNTS, LOOKS_AT_ONCE, MEDIA_LIMITS, TEXT_LIMITS } from './schema.ts'
import { readSearch } from './search.ts'
import { createServers, type Servers } from './server.ts'
import { keepStream, STREAM_TIMING, type StreamTiming } from './stream.ts'
import { revokeToken } from './tokens.ts'
import { createUploads } from './uploads.ts'

const CAPABILITIES: Capabilities = {
  text: TEXT_LIMITS,
  media: MEDIA_LIMITS,
  replies: true,
  threads: true,
  quotes: true,
  // Servers make theirs themselves.
  linkCards: false,
  visibilities: ['public', 'unlisted', 'followers', 'direct'],
  warnings: true,
  languages: true,
  deeds: ['delete', 'edit', 'like', 'repost'],
  counts: COUNTS,
  // A key is heeded for an hour at best, and what is on its way may arrive after the look.
  lookUp: 'likely',
}

export interface MastodonOptions extends Pick<Shared, 'http' | 'now'> {
  /** Notifications asked for at once; 80 is the most there is (docs.joinmastodon.org/methods/notifications). */
  readonly pageSize?: number
  /** Milliseconds between two looks at a file that its server is still working on. */
  readonly patience?: number
  readonly timing?: StreamTiming
}

/** Mastodon, and what speaks its API: GoToSocial, Pleroma and its kin, Pixelfed. */
export function createMastodon(options: MastodonOptions): Network {
  const { http, now } = options
  const base: Shared = { http, now, rates: createRates(now) }
  const shared = { ...base, servers: createServers(base) }
  return {
    name: 'mastodon',
    title: 'Mastodon',
    capabilities: CAPABILITIES,
    connecting: {
      secret: 'access-token',
      asksService: true,
      authorisation: createAuthorisation({
        ...shared,
        identify: (service, credentials, signal) => identifyToken(shared, service, credentials, signal),
      }),
    },
    sources: ['inbox', 'search'],
    // Streams bring what is new at once; this is for servers without, and for what a stream has missed.
    pollSeconds: 30,
    searchSeconds: 120,
    looksAtOnce: LOOKS_AT_ONCE,
    lookBudget: LOOKS,
    replyOpening: ({ handle }) => `@${handle} `,
    identify: (signIn, signal) => identify(shared, signIn, signal),
    open: (account, credentials) => openAccount(options, shared, account, credentials),
    withdraw: ({ service }, credentials, signal) => revokeToken(shared, service, credentials, signal),
  }
}

function openAccount(
  { pageSize = 40, patience = 1_000, timing = STREAM_TIMING }: MastodonOptions,
  shared: Shared & { readonly servers: Servers },
  { service, ...account }: NetworkAccount,
  credentials: CredentialStore,
): AccountClient {
  const calls = callsOf(shared, { service, ...account }, credentials)
  const facts = (signal: AbortSignal) => shared.servers.factsOf(service, calls.authorised, signal)
  const opened: Account = {
    ...{ service, calls, now: shared.now, pageSize, patience, facts },
    async onlooker(signal) {
      const accountId = await calls.accountId(signal)
      return { service, accountId, domain: (await facts(signal)).domain }
    },
  }
  const uploads = createUploads(opened)

  return {
    async read(source, cursor, signal) {
      switch (source.kind) {
        case 'inbox':
          return readInbox(opened, cursor, signal)
        case 'search':
          return readSearch(opened, source.phrases, cursor, signal)
        default:
          throw new NetworkError({ kind: 'rejected', reason: 'unsupported' }, 'Not a source of Mastodon')
      }
    },
    publish: (publication, signal) => publish(opened, CAPABILITIES, uploads, publication, signal),
    findPublished: (publication, signal) => findPublished(opened, publication, signal),
    act: (deed, signal) => act(opened, CAPABILITIES, uploads, deed, signal),
    look: (references, signal) => look(opened, references, signal),
    count: signal => count(opened, signal),
    async limits(signal) {
      const answer = await calls.authorised(VERIFY, signal)
      if (!answer.ok) throw calls.refused(VERIFY, answer.refusal)
      const known = understood(accountSchema, { name: 'an account', effect: 'read' }, answer.body)
      return limitsOn(await facts(signal), known, call => calls.authorised(call, signal))
    },
    watch: (source, onNews) =>
      source.kind === 'inbox'
        ? keepStream(opened, { guard: shared.http.guard, timing, onNews })
        : { [Symbol.asyncDispose]: async () => {} },
  }
}
