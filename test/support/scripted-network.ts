import type { Json } from '../../src/domain/json.ts'
import type { MediaLimits } from '../../src/domain/media.ts'
import type { RejectionReason } from '../../src/domain/network-action.ts'
import type { IncomingPost } from '../../src/domain/post.ts'
import {
  type Network,
  type NetworkAccount,
  NetworkError,
  type NetworkFault,
  type Publication,
  type SourceKind,
} from '../../src/networks/network.ts'

/** What becomes of one call to read or to look up, instead of the honest answer. */
export type Fault =
  | { readonly kind: 'fails'; readonly fault: NetworkFault }
  /** A fault of ours, not one of the network's. */
  | { readonly kind: 'throws' }
  /** The honest answer, but not before the test lets it. */
  | { readonly kind: 'waits'; readonly for: Promise<unknown>; readonly begun?: () => void }

/** What becomes of one call to publish; `published` says whether the words became public in spite of it. */
export type PublishStep =
  | { readonly kind: 'succeeds' }
  | { readonly kind: 'fails'; readonly fault: NetworkFault; readonly published?: boolean }
  | { readonly kind: 'throws'; readonly published: boolean }
  /** Never answers, as when the process dies in the middle of the call. */
  | { readonly kind: 'hangs'; readonly published: boolean }

/** Words that became public, once per time they did. */
export interface PublicPost extends Publication {
  readonly handle: string
  readonly remoteId: string
  readonly url: string
  readonly reference: Json
}

export interface ScriptedNetwork extends Network {
  /** What its sources bring, oldest first. */
  readonly feed: IncomingPost[]
  /** Every call to publish, whatever became of it. */
  readonly attempts: readonly Publication[]
  /** What the public sees: a publication that was sent twice is here twice. */
  readonly posts: readonly PublicPost[]
  /** Keys that were looked up. */
  readonly lookUps: readonly string[]
  /** What becomes of the next calls to publish; those after that succeed. */
  onPublish(...steps: readonly PublishStep[]): void
  onRead(...faults: readonly Fault[]): void
  onLookUp(...faults: readonly Fault[]): void
  /** Drops what was planned and has not happened. */
  forgetPlans(): void
  /** Resolves once a call to publish hangs. */
  hung(): Promise<void>
}

export interface ScriptedNetworkOptions {
  readonly name?: string
  readonly lookUp?: 'certain' | 'none'
  readonly sources?: readonly SourceKind[]
  readonly pageSize?: number
  /** Characters that it takes; TEXT_LIMIT unless told. */
  readonly textLimit?: number
  readonly threads?: boolean
  readonly linkCards?: boolean
  /** Images that it takes; none unless told. */
  readonly media?: MediaLimits | null
}

/** Characters that the scripted network takes. */
export const TEXT_LIMIT = 300
/** Seconds between two polls of it. */
export const POLL_SECONDS = 10

export function rejected(reason: RejectionReason): PublishStep {
  return { kind: 'fails', fault: { kind: 'rejected', reason } }
}

function fail(fault: NetworkFault): never {
  throw new NetworkError(fault, `scripted: ${fault.kind}`)
}

async function play(fault: Fault | undefined): Promise<void> {
  if (fault?.kind === 'waits') {
    fault.begun?.()
    await fault.for
  }
  if (fault?.kind === 'fails') fail(fault.fault)
  if (fault?.kind === 'throws') throw new Error('scripted: a fault of ours')
}

/** A network of plain data that does what a test tells it, and otherwise what a network does. It recognises no key. */
export function createScriptedNetwork(options: ScriptedNetworkOptions = {}): ScriptedNetwork {
  const {
    name = 'scripted',
    lookUp = 'certain',
    sources = ['search'],
    pageSize = 50,
    textLimit = TEXT_LIMIT,
    media = null,
    threads = false,
    linkCards = false,
  } = options
  const feed: IncomingPost[] = []
  const attempts: Publication[] = []
  const posts: PublicPost[] = []
  const lookUps: string[] = []
  const publishSteps: PublishStep[] = []
  const readFaults: Fault[] = []
  const lookUpFaults: Fault[] = []
  let hanging = Promise.withResolvers<void>()

  function show(publication: Publication, account: NetworkAccount): PublicPost {
    const remoteId = `${name}-${posts.length + 1}`
    const url = `https://${name}.test/${remoteId}`
    const post = { ...publication, handle: account.handle, remoteId, url, reference: { remoteId } }
    posts.push(post)
    return post
  }

  async function publish(publication: Publication, account: NetworkAccount): Promise<PublicPost> {
    attempts.push(publication)
    const step = publishSteps.shift() ?? { kind: 'succeeds' }
    if (step.kind === 'succeeds') return show(publication, account)
    if (step.published === true) show(publication, account)
    if (step.kind === 'fails') return fail(step.fault)
    if (step.kind === 'throws') throw new Error('scripted: a fault of ours')
    hanging.resolve()
    hanging = Promise.withResolvers()
    return new Promise(() => {})
  }

  return {
    name,
    title: `The ${name} network`,
    connecting: { secret: 'application-password', asksService: false },
    capabilities: {
      text: [{ unit: 'graphemes', maximum: textLimit }],
      media,
      replies: true,
      threads,
      quotes: false,
      linkCards,
      visibilities: [],
      warnings: false,
      deeds: [],
      counts: { post: [], account: [] },
      lookUp,
    },
    sources,
    pollSeconds: POLL_SECONDS,
    feed,
    attempts,
    posts,
    lookUps,
    onPublish: (...steps) => void publishSteps.push(...steps),
    onRead: (...faults) => void readFaults.push(...faults),
    onLookUp: (...faults) => void lookUpFaults.push(...faults),
    forgetPlans() {
      for (const plans of [publishSteps, readFaults, lookUpFaults]) plans.length = 0
    },
    hung: () => hanging.promise,
    async identify({ handle, secret }) {
      return { service: '', remoteId: handle, handle, name: handle, credentials: { secret } }
    },
    open: account => ({
      async read(_source, cursor) {
        const start = Number(cursor ?? 0)
        const page = feed.slice(start, start + pageSize)
        await play(readFaults.shift())
        const end = start + page.length
        return { posts: page, cursor: end, more: end < feed.length, dropped: 0 }
      },
      publish: publication => publish(publication, account),
      async findPublished({ key }) {
        lookUps.push(key)
        await play(lookUpFaults.shift())
        return posts.find(post => post.key === key)
      },
    }),
  }
}

let written = 0

/** A post of the public on the scripted network. */
export function postBy(author: string, text: string, change: Partial<IncomingPost> = {}): IncomingPost {
  const remoteId = `post-${++written}`
  return {
    origin: 'scripted',
    remoteId,
    url: `https://scripted.test/${remoteId}`,
    author: { remoteId: author, handle: author, name: author, followers: null },
    text,
    kind: 'public',
    publishedAt: new Date(),
    replyTo: null,
    reference: { remoteId },
    ...change,
  }
}
