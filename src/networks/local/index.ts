import type { Capabilities } from '../../domain/capabilities.ts'
import { checkText } from '../../domain/counting.ts'
import type { Json } from '../../domain/json.ts'
import { checkMedia, MEDIA_TYPES } from '../../domain/media.ts'
import type { IncomingPost } from '../../domain/post.ts'
import type { AccountClient, Deed, Network, NetworkAccount, Sight } from '../network.ts'
import type { Publication } from '../publication.ts'
import { countsOf, nameOf, postOf, publishedAs } from './convert.ts'
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
  quotes: true,
  linkCards: false,
  visibilities: [],
  warnings: false,
  languages: false,
  deeds: ['delete', 'edit', 'like', 'repost'],
  counts: { post: ['likes', 'reposts', 'replies', 'quotes'], account: ['posts'] },
  // Posts and keys are in one table of one database.
  lookUp: 'certain',
}

const PAGE_SIZE = 100
/** Posts of one look; our own choice. */
const LOOK_SIZE = 100

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
    looksAtOnce: LOOK_SIZE,
    // Our own database: no limit but that a look should not be in the way of a burst of posts.
    lookBudget: { looks: 1_000, seconds: 10 },
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
    act: (deed, signal) => attempt(signal, () => act(posts, account, deed)),
    look: (references, signal) => attempt(signal, () => look(posts, references)),
    count: signal =>
      attempt(signal, async () => ({
        ...{ followers: null, following: null },
        posts: await posts.countPosts(account.handle),
      })),
    watch: (_source, onNews) => posts.watch(onNews),
  }
}

/** What answers or quotes the account is meant for it. Looked up here, since what was just published may not be known elsewhere yet. */
async function read(posts: LocalPostStore, account: NetworkAccount, post: LocalPost): Promise<IncomingPost> {
  const about = [post.replyTo, post.quote].filter(id => id !== null)
  const targets = await Promise.all(about.map(id => posts.find(id)))
  return { ...postOf(post), isAddressed: targets.some(target => target?.author === account.handle) }
}

/** Id of a post that is there. */
async function targetOf(posts: LocalPostStore, reference: Json): Promise<string> {
  const id = referenceSchema.safeParse(reference).data?.id
  if (id !== undefined && (await posts.find(id))) return id
  throw rejected('target-gone', 'The post is not there')
}

async function act(posts: LocalPostStore, account: NetworkAccount, deed: Deed): Promise<void> {
  const id = referenceSchema.safeParse(deed.target).data?.id
  if (id === undefined) throw rejected('target-gone', 'Not a post')
  switch (deed.kind) {
    case 'delete':
      return posts.remove(id, account.handle)
    case 'like':
    case 'repost':
      if (await posts.mark(deed.kind, id, account.handle)) return
      throw rejected('target-gone', 'The post is not there')
    case 'unlike':
    case 'unrepost':
      await posts.unmark(deed.kind === 'unlike' ? 'like' : 'repost', id, account.handle)
      return
    case 'edit': {
      const { text, media } = await contentOf(deed.publication)
      if (await posts.edit(id, account.handle, { text, media })) return
      throw rejected('target-gone', 'The post is not there')
    }
    default:
      return deed satisfies never
  }
}

async function look(posts: LocalPostStore, references: readonly Json[]): Promise<readonly (Sight | undefined)[]> {
  const ids = references.map(reference => referenceSchema.safeParse(reference).data?.id)
  const wanted = ids.filter(id => id !== undefined)
  const found = new Map((await posts.findAll(wanted)).map(post => [post.id, post]))
  const counts = await posts.countsOf([...found.keys()])
  return ids.map(id => {
    if (id === undefined) return undefined
    const post = found.get(id)
    return post ? { kind: 'there', post: postOf(post), counts: countsOf(counts.get(id)) } : { kind: 'gone' }
  })
}

async function publish(posts: LocalPostStore, account: NetworkAccount, publication: Publication) {
  const { text, media } = await contentOf(publication)
  const replyTo = publication.replyTo === null ? null : await targetOf(posts, publication.replyTo)
  const quote = publication.quote === undefined ? null : await targetOf(posts, publication.quote)
  const { key } = publication
  return publishedAs(await posts.insert({ author: account.handle, text, replyTo, quote, key, media }))
}

/** What a post says and shows, if the network takes it. */
async function contentOf({ text, media }: Publication): Promise<Pick<LocalPost, 'text' | 'media'>> {
  const problem = checkText(text, CAPABILITIES)
  if (problem) throw rejected(problem.kind === 'empty' ? 'text-empty' : 'text-too-long', 'Not a text for this network')
  if (checkMedia(media, CAPABILITIES.media).length > 0) throw rejected('media-refused', 'Not images for this network')
  // Its pages show them from where they are kept; they must be there.
  for (const one of media) await one.read()
  const kept = media.map(({ hash, type, bytes, width, height, alternative }) => {
    return { hash, type, bytes, width, height, alternative }
  })
  return { text, media: kept }
}

async function attempt<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  try {
    signal.throwIfAborted()
    return await call()
  } catch (error) {
    throw unavailable(error)
  }
}
