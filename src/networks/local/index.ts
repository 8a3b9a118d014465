import type { Capabilities } from '../../domain/capabilities.ts'
import { checkText } from '../../domain/counting.ts'
import { checkMedia, MEDIA_TYPES } from '../../domain/media.ts'
import type { IncomingPost } from '../../domain/post.ts'
import type { AccountClient, Network, NetworkAccount, Publication } from '../network.ts'
import { nameOf, postOf, publishedAs } from './convert.ts'
import { rejected, unavailable } from './errors.ts'
import { cursorSchema, referenceSchema } from './schema.ts'
import type { LocalPost, LocalPostStore } from './store.ts'

export interface LocalOptions {
  readonly posts: LocalPostStore
}

const CAPABILITIES: Capabilities = {
  // Our own choice: what Mastodon takes, the widest of the networks whose posts are short.
  text: [{ unit: 'graphemes', maximum: 500 }],
  // As Mastodon takes them, too (docs.joinmastodon.org/user/posting, "Media"); as large as Vigie keeps them.
  media: {
    count: 4,
    types: MEDIA_TYPES,
    bytes: 10 * 1024 * 1024,
    alternative: { unit: 'graphemes', maximum: 1500 },
  },
  replies: true,
  threads: true,
  quotes: false,
  linkCards: false,
  visibilities: [],
  warnings: false,
  languages: false,
  deeds: [],
  counts: { post: [], account: [] },
  // Posts and keys are in one table of one database.
  lookUp: 'certain',
}

const PAGE_SIZE = 100

/** A small social network in our own database, where anyone can be anyone: for a newcomer to try everything on. */
export function createLocal({ posts }: LocalOptions): Network {
  return {
    name: 'local',
    title: 'Local',
    capabilities: CAPABILITIES,
    connecting: { secret: 'none', asksService: false },
    sources: ['search'],
    // Posts announce themselves; this is for those whose announcement got lost.
    pollSeconds: 5,
    async identify({ handle }) {
      const name = nameOf(handle)
      if (name === '') throw rejected('other', 'An account needs a name')
      return { service: '', remoteId: name, handle: name, name, credentials: null }
    },
    open: account => openAccount(posts, account),
  }
}

function openAccount(posts: LocalPostStore, account: NetworkAccount): AccountClient {
  return {
    async read(source, cursor, signal) {
      if (source.kind !== 'search') throw rejected('unsupported', 'The local network is read by search only')
      const { sequence } = cursorSchema.safeParse(cursor).data ?? { sequence: 0 }
      const rows = await attempt(signal, () => posts.after(sequence, PAGE_SIZE))
      const found = await attempt(signal, () => Promise.all(rows.map(({ post }) => read(posts, account, post))))
      return {
        posts: found,
        cursor: { sequence: rows.at(-1)?.sequence ?? sequence },
        more: rows.length === PAGE_SIZE,
        dropped: 0,
      }
    },
    publish: (publication, signal) => attempt(signal, () => publish(posts, account, publication)),
    async findPublished({ key }, signal) {
      const post = await attempt(signal, () => posts.findByKey(key))
      return post && publishedAs(post)
    },
    watch: (_source, onNews) => posts.watch(onNews),
  }
}

/** What answers the account is meant for it. Looked up here, since what was just published may not be known elsewhere yet. */
async function read(posts: LocalPostStore, account: NetworkAccount, post: LocalPost): Promise<IncomingPost> {
  const target = post.replyTo === null ? undefined : await posts.find(post.replyTo)
  return { ...postOf(post), isAddressed: target?.author === account.handle }
}

async function publish(posts: LocalPostStore, account: NetworkAccount, { text, media, replyTo, key }: Publication) {
  const problem = checkText(text, CAPABILITIES)
  if (problem) throw rejected(problem.kind === 'empty' ? 'text-empty' : 'text-too-long', 'Not a text for this network')
  if (checkMedia(media, CAPABILITIES.media).length > 0) throw rejected('media-refused', 'Not images for this network')
  const target = replyTo === null ? null : referenceSchema.safeParse(replyTo).data?.id
  if (target === undefined || (target !== null && !(await posts.find(target)))) {
    throw rejected('target-gone', 'The post to answer is not there')
  }
  // Its pages show them from where they are kept; they must be there.
  for (const one of media) await one.read()
  const kept = media.map(({ hash, type, bytes, width, height, alternative }) => {
    return { hash, type, bytes, width, height, alternative }
  })
  return publishedAs(await posts.insert({ author: account.handle, text, replyTo: target, key, media: kept }))
}

async function attempt<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  try {
    signal.throwIfAborted()
    return await call()
  } catch (error) {
    throw unavailable(error)
  }
}
