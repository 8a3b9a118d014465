import type { Capabilities } from '../../domain/capabilities.ts'
import {
  type AccountClient,
  type Batch,
  type CredentialStore,
  type Identified,
  type Network,
  type NetworkAccount,
  NetworkError,
  type SignIn,
} from '../network.ts'
import { createBlueskyBudget, LOOKS } from './budget.ts'
import { type AccountCalls, ask, type BlueskyOptions, type Call, callsOf, signInTo } from './calls.ts'
import { DEFAULT_SERVICE, followersIn, handleOf, serviceOf, sessionOf, withFollowers } from './convert.ts'
import { act } from './deeds.ts'
import { readInbox } from './inbox.ts'
import { countsOfAccount, lookAt } from './looks.ts'
import { createPublisher } from './publish.ts'
import {
  type Credentials,
  MAXIMUM_POSTS,
  MAXIMUM_PROFILES,
  MEDIA_LIMITS,
  profileAnswerSchema,
  type Session,
  TEXT_LIMITS,
} from './schema.ts'
import { isWanted, readSearch } from './search.ts'

const CAPABILITIES: Capabilities = {
  text: TEXT_LIMITS,
  media: MEDIA_LIMITS,
  replies: true,
  threads: true,
  quotes: true,
  linkCards: true,
  visibilities: [],
  warnings: false,
  languages: true,
  deeds: ['delete', 'like', 'repost'],
  counts: { post: ['likes', 'reposts', 'replies', 'quotes'], account: ['followers', 'following', 'posts'] },
  // The account's own server answers from the repository it has just written to.
  lookUp: 'certain',
}

/** Milliseconds that all of a page's profiles may take. */
const PROFILES_TIMEOUT = 10_000

export type { BlueskyOptions } from './calls.ts'

/** Bluesky, or any server of the AT Protocol. */
export function createBluesky(given: BlueskyOptions): Network {
  const options: BlueskyOptions = { budget: createBlueskyBudget(given.now), ...given }
  return {
    name: 'bluesky',
    title: 'Bluesky',
    capabilities: CAPABILITIES,
    connecting: { secret: 'application-password', asksService: true, usualService: DEFAULT_SERVICE },
    sources: ['inbox', 'search'],
    pollSeconds: 10,
    // With ten phrases a tenth of what one address may ask of a server.
    searchSeconds: 30,
    looksAtOnce: MAXIMUM_POSTS,
    lookBudget: LOOKS,
    identify: (signIn, signal) => identify(options, signIn, signal),
    open: (account, credentials) => openAccount(options, account, credentials),
  }
}

async function identify(options: BlueskyOptions, signIn: SignIn, signal: AbortSignal): Promise<Identified> {
  const service = serviceOf(signIn.service)
  const answer = await signInTo(options, service, signIn.handle.trim().replace(/^@/, ''), signIn.secret, signal)
  if (answer.active === false) {
    const message = `The account is not active: ${answer.status ?? 'the server does not say why'}`
    throw new NetworkError({ kind: 'rejected', reason: 'account-suspended' }, message)
  }
  const session = sessionOf(answer, service, options.now())
  const credentials: Credentials = { password: signIn.secret, session }
  const name = await profileName(options, session, answer.did, signal)
  const handle = handleOf(answer)
  return { service, remoteId: answer.did, handle, name: name ?? handle, credentials }
}

/** The display name, from the account's own server: a sign-in must not fail because the read side is down. */
async function profileName(options: BlueskyOptions, session: Session, did: string, signal: AbortSignal) {
  const query = Object.entries({ repo: did, collection: 'app.bsky.actor.profile', rkey: 'self' })
  const call: Call = { name: 'com.atproto.repo.getRecord', effect: 'read', query }
  const answer = await ask(options, call, { server: session.server, signal })
  const name = answer.ok ? profileAnswerSchema.safeParse(answer.body).data?.value.displayName : undefined
  return name?.trim() || undefined
}

function openAccount(options: BlueskyOptions, account: NetworkAccount, credentials: CredentialStore): AccountClient {
  const calls = callsOf(options, account, credentials)
  const did = account.remoteId

  /** The batch with how many follow the authors of what is wanted. */
  async function completed(batch: Batch, wanted: (post: { readonly text: string }) => boolean, signal: AbortSignal) {
    const authors = new Set(batch.posts.filter(wanted).map(post => post.author.remoteId))
    return withFollowers(batch, await followersOf(calls, [...authors], signal))
  }

  return {
    ...createPublisher(calls, options, account),
    async read(source, cursor, signal) {
      switch (source.kind) {
        case 'inbox':
          return completed(await readInbox(calls, options, did, cursor, signal), () => true, signal)
        case 'search': {
          const { phrases } = source
          return completed(
            await readSearch(calls, options, did, { phrases, cursor }, signal),
            isWanted(phrases),
            signal,
          )
        }
        default:
          throw new NetworkError({ kind: 'rejected', reason: 'unsupported' }, 'Not a source of Bluesky')
      }
    },
    act: (deed, signal) => act(calls, options, did, deed, signal),
    look: (references, signal) => lookAt(calls, did, references, signal),
    count: signal => countsOfAccount(calls, did, signal),
  }
}

/** Of those authors of whom it can be told: what was said must not wait for how many may have read it. */
async function followersOf(
  { authorised }: AccountCalls,
  dids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PROFILES_TIMEOUT)])
  for (let first = 0; first < dids.length; first += MAXIMUM_PROFILES) {
    const query = dids.slice(first, first + MAXIMUM_PROFILES).map(did => ['actors', did] as const)
    const call: Call = { name: 'app.bsky.actor.getProfiles', effect: 'read', query, isWatching: true }
    const answer = await authorised(call, patience).catch(() => undefined)
    if (answer?.ok !== true) break
    for (const [did, followers] of followersIn(answer.body)) counts.set(did, followers)
  }
  return counts
}
