import type { FakeEmbed } from './fake-records.ts'
import type { FakeAccount, FakeRecord } from './fake-state.ts'

interface Subject {
  readonly uri: string
}

/** What the read side makes of everybody's records. */
export function createReadSide(accounts: ReadonlyMap<string, FakeAccount>) {
  const authorOf = (uri: string) => accounts.get(uri.split('/')[2] ?? '')

  function records(collection: string): readonly FakeRecord[] {
    return [...accounts.values()]
      .filter(({ status }) => status === 'active')
      .flatMap(({ records: own }) => [...own.values()])
      .filter(({ uri }) => uri.split('/')[3] === collection)
  }

  const subjectOf = ({ value }: FakeRecord) => (value.subject as Subject | string | undefined) ?? ''
  const parentOf = ({ value }: FakeRecord) => (value.reply as { parent: Subject } | undefined)?.parent.uri
  const quotedBy = ({ value }: FakeRecord) => {
    const record = (value.embed as FakeEmbed | undefined)?.record
    return record?.record?.uri ?? record?.uri
  }

  /** Records of this kind about the post. */
  function marksOf(collection: string, uri: string): readonly FakeRecord[] {
    return records(collection).filter(record => {
      const subject = subjectOf(record)
      return typeof subject === 'object' && subject.uri === uri
    })
  }

  function isBlocked(one: FakeAccount, other: FakeAccount): boolean {
    return records('app.bsky.graph.block').some(record =>
      [
        [one, other],
        [other, one],
      ].some(([by, of]) => record.uri.includes(`//${by?.did}/`) && subjectOf(record) === of?.did),
    )
  }

  /** Nobody may answer, or nobody may quote, as far as the tests ask for it. */
  function isClosed(gate: 'threadgate' | 'postgate', uri: string, viewer: FakeAccount): boolean {
    if (authorOf(uri)?.did === viewer.did) return false
    return records(`app.bsky.feed.${gate}`).some(({ value }) => value.post === uri)
  }

  function viewOf(record: FakeRecord, viewer: FakeAccount) {
    const author = authorOf(record.uri)
    const { uri } = record
    const own = (collection: string) =>
      marksOf(collection, uri).find(mark => mark.uri.startsWith(`at://${viewer.did}/`))?.uri
    const people = (marks: readonly FakeRecord[]) => new Set(marks.map(mark => mark.uri.split('/')[2])).size
    const posts = records('app.bsky.feed.post')
    return {
      ...{ uri, cid: record.cid, record: record.value, indexedAt: String(record.value.createdAt), labels: [] },
      author: { did: author?.did, handle: author?.handle, labels: [] },
      likeCount: people(marksOf('app.bsky.feed.like', uri)),
      repostCount: people(marksOf('app.bsky.feed.repost', uri)),
      replyCount: posts.filter(post => parentOf(post) === uri).length,
      quoteCount: posts.filter(post => quotedBy(post) === uri).length,
      bookmarkCount: 0,
      viewer: {
        like: own('app.bsky.feed.like'),
        repost: own('app.bsky.feed.repost'),
        replyDisabled: isClosed('threadgate', uri, viewer) || undefined,
        embeddingDisabled: isClosed('postgate', uri, viewer),
      },
    }
  }

  const isSeen = ({ uri }: FakeRecord, viewer: FakeAccount) => {
    const author = authorOf(uri)
    return author !== undefined && !isBlocked(author, viewer)
  }

  return {
    profile(account: FakeAccount) {
      const follows = records('app.bsky.graph.follow')
      return {
        ...{ did: account.did, handle: account.handle },
        followersCount: follows.filter(follow => subjectOf(follow) === account.did).length,
        followsCount: follows.filter(({ uri }) => uri.includes(`//${account.did}/`)).length,
        postsCount: records('app.bsky.feed.post').filter(({ uri }) => uri.includes(`//${account.did}/`)).length,
      }
    },

    /** What there is of them, each once, without those of people who block or are blocked. */
    getPosts(uris: readonly string[], viewer: FakeAccount) {
      const wanted = new Set(uris)
      const found = records('app.bsky.feed.post').filter(post => wanted.has(post.uri) && isSeen(post, viewer))
      return { posts: found.map(post => viewOf(post, viewer)) }
    },

    /** Newest first. Like some servers it does not heed `since`. */
    searchPosts(query: URLSearchParams, viewer: FakeAccount) {
      const words = (query.get('q') ?? '').toLowerCase().split(/\s+/)
      const limit = Number(query.get('limit') ?? 25)
      const place = (record: FakeRecord) => `${Date.parse(String(record.value.createdAt))}__${record.cid}`
      const found = records('app.bsky.feed.post')
        .filter(post => isSeen(post, viewer))
        .filter(({ value }) => words.every(word => String(value.text).toLowerCase().includes(word)))
        .toSorted((first, second) => place(second).localeCompare(place(first)))
      const cursor = query.get('cursor')
      const rest = cursor === null ? found : found.filter(record => place(record) < cursor)
      const page = rest.slice(0, limit)
      const last = page.at(-1)
      return {
        posts: page.map(post => viewOf(post, viewer)),
        ...(last && rest.length > limit && { cursor: place(last) }),
      }
    },
  }
}
