import type { Capabilities, DeedKind } from '../../src/domain/capabilities.ts'
import type { Json } from '../../src/domain/json.ts'
import type { MediaLimits } from '../../src/domain/media.ts'
import type { RejectionReason } from '../../src/domain/network-action.ts'
import type { AccountCounts, IncomingPost, PostCounts } from '../../src/domain/post.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import {
  type Deed,
  type Network,
  type NetworkAccount,
  NetworkError,
  type NetworkFault,
  type Publication,
  type Sight,
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

/** What becomes of one call to act; `published` says whether it was done in spite of it. */
export type ActStep = PublishStep | Extract<Fault, { readonly kind: 'waits' }>

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
  /** Every call to do something to a post, whatever became of it. */
  readonly deeds: readonly Deed[]
  /** References that were looked at again, call by call. */
  readonly looks: readonly (readonly Json[])[]
  /** How posts fare, by remote id; nobody has done anything with the others. */
  readonly counts: Map<string, Partial<PostCounts>>
  /** How its accounts fare. */
  readonly accountCounts: AccountCounts
  /** What stands of it, as `like post-1`. */
  readonly marks: ReadonlySet<string>
  /** Remote ids of posts that are not there any more. */
  readonly removed: ReadonlySet<string>
  /** Somebody deletes a post, the public's or ours. */
  remove(remoteId: string): void
  /** Somebody edits one of the public's. */
  edit(remoteId: string, text: string): void
  /** It is there again, whoever had hidden it. */
  restore(remoteId: string): void
  onLook(...faults: readonly Fault[]): void
  /** The same of counts of the account. */
  onCount(...faults: readonly Fault[]): void
  /** What a look cannot judge. */
  readonly unjudged: Set<string>
  /** Keys that were looked up. */
  readonly lookUps: readonly string[]
  /** What becomes of the next calls to publish; those after that succeed. */
  onPublish(...steps: readonly PublishStep[]): void
  /** The same of the next deeds; `published` says whether it was done in spite of it. */
  onAct(...steps: readonly ActStep[]): void
  onRead(...faults: readonly Fault[]): void
  onLookUp(...faults: readonly Fault[]): void
  /** Drops what was planned and has not happened. */
  forgetPlans(): void
  /** Resolves once a call to publish hangs. */
  hung(): Promise<void>
}

export interface ScriptedNetworkOptions {
  readonly name?: string
  readonly lookUp?: Capabilities['lookUp']
  readonly sources?: readonly SourceKind[]
  readonly pageSize?: number
  /** Characters that it takes; TEXT_LIMIT unless told. */
  readonly textLimit?: number
  readonly threads?: boolean
  readonly linkCards?: boolean
  readonly visibilities?: readonly Visibility[]
  readonly warnings?: boolean
  readonly languages?: boolean
  readonly quotes?: boolean
  /** What can be done to a post; nothing unless told. */
  readonly deeds?: readonly DeedKind[]
  /** What an answer to somebody begins with. */
  readonly replyOpening?: Network['replyOpening']
  /** Images that it takes; none unless told. */
  readonly media?: MediaLimits | null
  /** Posts that one look takes; 10 unless told, and null for a network that tells nothing again. */
  readonly looksAtOnce?: number | null
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
    visibilities = [],
    warnings = false,
    languages = false,
    quotes = false,
    looksAtOnce = 10,
    deeds: deedKinds = [],
  } = options
  const feed: IncomingPost[] = []
  const attempts: Publication[] = []
  const posts: PublicPost[] = []
  const deeds: Deed[] = []
  const deedSteps: ActStep[] = []
  const lookUps: string[] = []
  const publishSteps: PublishStep[] = []
  const readFaults: Fault[] = []
  const lookUpFaults: Fault[] = []
  const lookFaults: Fault[] = []
  const countFaults: Fault[] = []
  const looks: (readonly Json[])[] = []
  const counts = new Map<string, Partial<PostCounts>>()
  const accountCounts = { followers: 1_200, following: 30, posts: 0 }
  const removed = new Set<string>()
  const unjudged = new Set<string>()
  const marks = new Set<string>()
  let hanging = Promise.withResolvers<void>()

  function show(publication: Publication, account: NetworkAccount): PublicPost {
    const remoteId = `${name}-${posts.length + 1}`
    const url = `https://${name}.test/${remoteId}`
    const post = { ...publication, handle: account.handle, remoteId, url, reference: { remoteId } }
    posts.push(post)
    return post
  }

  /** By its key, which a network that is not certain does not know: then by what it says. */
  function find(publication: Publication, account: NetworkAccount): PublicPost | undefined {
    if (lookUp !== 'likely') return posts.find(post => post.key === publication.key)
    return posts.find(
      ({ handle, text, replyTo, remoteId }) =>
        handle === account.handle &&
        text === publication.text &&
        JSON.stringify(replyTo) === JSON.stringify(publication.replyTo) &&
        publication.others?.includes(remoteId) !== true,
    )
  }

  async function publish(publication: Publication, account: NetworkAccount): Promise<PublicPost> {
    const found = lookUp === 'likely' && publication.attemptedAt !== undefined && find(publication, account)
    if (found) return found
    attempts.push(publication)
    const step = publishSteps.shift() ?? { kind: 'succeeds' }
    if (step.kind === 'succeeds') return show(publication, account)
    if (step.published === true) show(publication, account)
    if (step.kind === 'fails') return fail(step.fault)
    if (step.kind === 'throws') throw new Error('scripted: a fault of ours')
    return hang()
  }

  /** A call that never comes back. */
  function hang(): Promise<never> {
    hanging.resolve()
    hanging = Promise.withResolvers()
    return new Promise(() => {})
  }

  /** Does it to the post; what is done already is done. */
  function perform(deed: Deed): void {
    const target = remoteIdOf(deed.target)
    switch (deed.kind) {
      case 'delete':
        removed.add(target)
        break
      case 'unlike':
      case 'unrepost':
        marks.delete(`${deed.kind.slice(2)} ${target}`)
        break
      case 'like':
      case 'repost':
        if (removed.has(target)) fail({ kind: 'rejected', reason: 'target-gone' })
        marks.add(`${deed.kind} ${target}`)
        break
      case 'edit':
        edit(target, deed.publication)
        break
      default:
        deed satisfies never
    }
  }

  function edit(target: string, { text, media, warning, language }: Publication): void {
    const index = posts.findIndex(({ remoteId }) => remoteId === target)
    const post = posts[index]
    if (post === undefined || removed.has(target)) fail({ kind: 'rejected', reason: 'target-gone' })
    const { warning: _, language: __, ...kept } = post
    posts[index] = { ...kept, text, media, ...(warning && { warning }), ...(language && { language }) }
  }

  async function act(deed: Deed): Promise<void> {
    deeds.push(deed)
    const step = deedSteps.shift() ?? { kind: 'succeeds' }
    if (step.kind === 'waits') await play(step)
    if (step.kind === 'waits' || step.kind === 'succeeds') return perform(deed)
    if (step.published === true) perform(deed)
    if (step.kind === 'fails') return fail(step.fault)
    if (step.kind === 'throws') throw new Error('scripted: a fault of ours')
    return hang()
  }

  function remoteIdOf(reference: Json): string {
    return typeof reference === 'object' && reference !== null ? Object(reference).remoteId : ''
  }

  /** A post of ours, as anybody sees it. */
  function ownPost({ remoteId, url, text, createdAt, handle, reference }: PublicPost): IncomingPost {
    const author = { remoteId: handle, handle, name: handle, followers: null }
    const common = { origin: name, remoteId, url, author, text, reference }
    return { ...common, kind: 'public', publishedAt: createdAt, replyTo: null }
  }

  function see(reference: Json): Sight | undefined {
    const remoteId = remoteIdOf(reference)
    if (unjudged.has(remoteId)) return undefined
    const ours = posts.find(one => one.remoteId === remoteId)
    const post = feed.findLast(one => one.remoteId === remoteId) ?? (ours && ownPost(ours))
    if (post === undefined || removed.has(remoteId)) return { kind: 'gone' }
    const none = { likes: 0, reposts: 0, replies: 0, quotes: 0, views: null }
    return { kind: 'there', post, counts: { ...none, ...counts.get(remoteId) } }
  }

  return {
    name,
    ...(looksAtOnce === null ? {} : { looksAtOnce }),
    looks,
    counts,
    accountCounts,
    unjudged,
    marks,
    removed,
    remove: remoteId => void removed.add(remoteId),
    restore: remoteId => void removed.delete(remoteId),
    edit(remoteId, text) {
      const index = feed.findLastIndex(one => one.remoteId === remoteId)
      const post = feed[index]
      if (post === undefined) throw new Error('no such post')
      feed[index] = { ...post, text }
    },
    onLook: (...faults) => void lookFaults.push(...faults),
    onCount: (...faults) => void countFaults.push(...faults),
    title: `The ${name} network`,
    connecting: { secret: 'application-password', asksService: false },
    capabilities: {
      text: [{ unit: 'graphemes', maximum: textLimit }],
      media,
      replies: true,
      threads,
      quotes,
      linkCards,
      visibilities,
      warnings,
      languages,
      deeds: deedKinds,
      counts: { post: ['likes', 'reposts', 'replies', 'quotes'], account: ['followers', 'following', 'posts'] },
      lookUp,
    },
    sources,
    pollSeconds: POLL_SECONDS,
    ...(options.replyOpening && { replyOpening: options.replyOpening }),
    feed,
    attempts,
    posts,
    deeds,
    lookUps,
    onPublish: (...steps) => void publishSteps.push(...steps),
    onAct: (...steps) => void deedSteps.push(...steps),
    onRead: (...faults) => void readFaults.push(...faults),
    onLookUp: (...faults) => void lookUpFaults.push(...faults),
    forgetPlans() {
      for (const plans of [publishSteps, deedSteps, readFaults, lookUpFaults, lookFaults, countFaults]) plans.length = 0
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
      ...(deedKinds.length > 0 && { act }),
      async findPublished(publication) {
        lookUps.push(publication.key)
        await play(lookUpFaults.shift())
        return find(publication, account)
      },
      async look(references) {
        looks.push(references)
        await play(lookFaults.shift())
        return references.map(see)
      },
      async count() {
        await play(countFaults.shift())
        return { ...accountCounts, posts: posts.length }
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
