import { type SQL, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Json } from '../../domain/json.ts'
import { nextLook } from '../../domain/look.ts'
import type { Placement } from '../../domain/noise.ts'
import { type IncomingPost, identityOf } from '../../domain/post.ts'
import type { Sentiment } from '../../domain/sentiment.ts'
import { storableJson, storableText } from '../../domain/storable.ts'
import type { UrgencyReason } from '../../domain/urgency.ts'
import type { Executor } from '../client.ts'
import { commitSoon, IS_SOON } from '../commit-soon.ts'
import type { MentionRow, PostRow } from '../schema/index.ts'
import type { Signals } from '../signals.ts'
import type { NextCard } from './pending-cards.ts'

/** A post that concerns the brand, with all that was made of it. */
export interface NewMention {
  readonly post: IncomingPost
  /** ISO 639-1, or `und`. */
  readonly language: string
  readonly sentiment: Sentiment | null
  readonly score: number | null
  readonly confidence: number | null
  readonly urgencyReason: UrgencyReason | null
  readonly isAlert: boolean
  /** Channels that get its card at once, and how urgently. */
  readonly channelIds: readonly string[]
  readonly priority: number
  /** Channels that get it later, together with others. */
  readonly later: readonly LaterCard[]
}

export interface LaterCard extends Placement {
  readonly channelId: string
}

/** A page of a source, as it is committed: all of it or nothing. */
export interface Page {
  readonly sourceId: string
  readonly network: string
  readonly brandId: string
  /** Null where nobody can answer. */
  readonly accountId: string | null
  readonly mentions: readonly NewMention[]
  /** Where the source was left before, as the reader knows it; null if it had never been read. */
  readonly from: Json | null
  readonly cursor: Json
  readonly readAt: Date
  readonly nextPollAt: Date
  /** Whether its network can be asked later how the posts are by then. */
  readonly isLookedAtAgain: boolean
}

function lookAtOf({ isLookedAtAgain, readAt }: Page, { publishedAt }: IncomingPost): Date | null {
  return (isLookedAtAgain && nextLook({ publishedAt, heldSince: readAt }, readAt)) || null
}

function rowsOf(page: Page) {
  const rows = page.mentions.map(({ post, channelIds: _, priority: __, later: ___, ...mention }) => ({
    ...mention,
    postId: v7(),
    mentionId: v7(),
    lookId: v7(),
    lookAt: lookAtOf(page, post),
    origin: storableText(post.origin),
    remoteId: storableText(post.remoteId),
    identity: identityOf(page.network, {
      origin: storableText(post.origin),
      remoteId: storableText(post.remoteId),
    }),
    url: post.url === null ? null : storableText(post.url),
    authorRemoteId: storableText(post.author.remoteId),
    authorHandle: storableText(post.author.handle),
    authorName: storableText(post.author.name),
    authorFollowers: post.author.followers,
    text: storableText(post.text),
    kind: post.kind,
    replyTo: post.replyTo === null ? null : storableText(post.replyTo),
    reference: storableJson(post.reference),
    publishedAt: post.publishedAt,
  }))
  // A page that has a post twice would stumble over itself.
  return [...new Map(rows.map(row => [JSON.stringify([row.origin, row.remoteId]), row])).values()]
}

type Row = ReturnType<typeof rowsOf>[number]

function cardsOf(page: Page, rows: readonly Row[]) {
  const routes = new Map(page.mentions.map(one => [JSON.stringify([one.post.origin, one.post.remoteId]), one]))
  return rows.flatMap(row => {
    const mention = routes.get(JSON.stringify([row.origin, row.remoteId]))
    const { mentionId } = row
    const cards = [
      ...(mention?.channelIds ?? []).map(channelId => ({ channelId, dueAt: page.readAt, gathering: null })),
      ...(mention?.later ?? []),
    ]
    return cards.map(card => ({ ...card, cardId: v7(), mentionId, priority: mention?.priority }))
  })
}

/** The posts; one that is there already answers with its own id, and one that was erased not at all. */
function savePosts(page: Page, rows: readonly Row[]): SQL {
  return sql`
    input as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as new(
        "postId" uuid, "mentionId" uuid, origin text, "remoteId" text, identity text, url text, "authorRemoteId" text,
        "authorHandle" text, "authorName" text, "authorFollowers" int, text text, language text, kind text,
        "replyTo" text, reference jsonb, "publishedAt" timestamptz, "lookId" uuid, "lookAt" timestamptz,
        sentiment text, score real, confidence real, "urgencyReason" text, "isAlert" boolean)
    ),
    saved_posts as (
      insert into posts (id, network, origin, remote_id, identity, url, author_remote_id, author_handle, author_name,
        author_followers, text, language, kind, reply_to, reference, published_at)
      select "postId", ${page.network}, origin, "remoteId", identity, url, "authorRemoteId", "authorHandle", "authorName",
        "authorFollowers", text, language, kind, "replyTo", reference, "publishedAt"
      from input order by "postId"
      on conflict (identity) do update set network = excluded.network where posts.erased_at is null
      returning id, origin, remote_id, text
    )`
}

/** Milliseconds after a look in which a post that is read again with other words is not looked at again at once. */
const LOOKED_AT_LATELY = 10 * 60_000

/** When they are looked at again: at once where one that is there already reads otherwise now. */
function saveLooks(page: Page): SQL {
  const readAt = sql`${page.readAt.toISOString()}::timestamptz`
  const lately = new Date(page.readAt.getTime() - LOOKED_AT_LATELY).toISOString()
  return sql`
    saved_looks as (
      insert into looks (id, kind, account_id, post_id, published_at, held_since, due_at)
      select "lookId", 'post', ${page.accountId}::uuid, saved_posts.id, "publishedAt", ${readAt},
        case when saved_posts.text = input.text then "lookAt" else ${readAt} end
      from input join saved_posts on saved_posts.origin = input.origin and saved_posts.remote_id = input."remoteId"
      where "lookAt" is not null
      on conflict (post_id) where kind = 'post' do update set due_at = excluded.due_at
        where excluded.due_at <= ${readAt} and coalesce(looks.looked_at, looks.held_since) < ${lately}::timestamptz
    )`
}

/** The mentions that are new, with the counts that they change. */
function saveMentions(page: Page): SQL {
  return sql`
    saved_mentions as (
      insert into mentions (id, brand_id, post_id, account_id, sentiment, score, confidence, urgency_reason, is_alert,
        received_at)
      select "mentionId", ${page.brandId}::uuid, saved_posts.id, ${page.accountId}::uuid, sentiment, score, confidence,
        "urgencyReason", "isAlert", ${page.readAt.toISOString()}::timestamptz
      from input join saved_posts on saved_posts.origin = input.origin and saved_posts.remote_id = input."remoteId"
      order by "mentionId"
      on conflict (brand_id, post_id) do nothing
      returning id, post_id, sentiment
    ),
    counted as (
      insert into mention_counts (brand_id, hour, sentiment, count)
      select ${page.brandId}::uuid, date_trunc('hour', ${page.readAt.toISOString()}::timestamptz, 'UTC'),
        coalesce(sentiment, 'unclassified'), count(*)
      from saved_mentions group by 3
      on conflict (brand_id, hour, sentiment) do update set count = mention_counts.count + excluded.count
    )`
}

/** Their cards, each channel announced once. */
function saveCards(cards: ReturnType<typeof cardsOf>, signals: Signals): SQL {
  return sql`
    saved_cards as (
      insert into cards (id, channel_id, subject_kind, subject_id, priority, due_at, gathering)
      select new."cardId", new."channelId", 'mention', new."mentionId", new.priority, new."dueAt", new.gathering
      from json_to_recordset(${JSON.stringify(cards)}::json)
        as new("cardId" uuid, "mentionId" uuid, "channelId" uuid, priority int, "dueAt" timestamptz, gathering text)
      join saved_mentions on saved_mentions.id = new."mentionId"
      order by new."cardId"
      on conflict (channel_id, subject_kind, subject_id) do nothing
      returning channel_id
    ),
    announced as materialized (
      select ${signals.announcement('channel', sql`channel_id::text`)}
      from (select distinct channel_id from saved_cards) as places
    )`
}

/** A mention that was new. */
export interface SavedMention {
  readonly sentiment: Sentiment | null
  readonly isAlert: boolean
  /** Its cards, all that a delivery needs to know of them; undefined where only the database knows the post. */
  readonly cards: readonly FreshCard[] | undefined
}

/** A card that nobody has seen yet, just as a query would find it. */
export interface FreshCard extends NextCard {
  readonly channelId: string
}

/** The rows as they were written, so that whoever shows the card need not read them. */
function freshCards(page: Page, row: Row, cards: ReturnType<typeof cardsOf>): readonly FreshCard[] {
  const {
    postId,
    mentionId,
    lookId: _,
    lookAt: __,
    sentiment,
    score,
    confidence,
    urgencyReason,
    isAlert,
    ...post
  } = row
  const { network, brandId, accountId, readAt } = page
  const mention: MentionRow = {
    ...{ id: mentionId, brandId, postId, accountId, sentiment, score, confidence, urgencyReason, isAlert },
    ...{ state: 'open', version: 1, receivedAt: readAt, correctedBy: null, assigneeId: null, repliedAt: null },
    ...{ erasedAt: null, erasure: null },
  }
  const postRow: PostRow = {
    ...post,
    id: postId,
    network,
    receivedAt: readAt,
    editedAt: null,
    goneAt: null,
    erasedAt: null,
  }
  return cards
    .filter(card => card.mentionId === mentionId && card.gathering === null)
    .map(({ cardId, channelId, dueAt }) => ({
      channelId,
      row: {
        ...{ id: cardId, channelId, subjectKind: 'mention', subjectId: mentionId },
        ...{ wanted: 1, attempts: 0, messageId: null, attemptedAt: null, dueAt, gathering: null },
      },
      crowd: 0,
      mention: { mention, post: postRow, assigneeName: null },
    }))
}

/** What became of a page. */
export interface Ingested {
  readonly mentions: readonly SavedMention[]
  /** False if the source was not where the reader believed it: it stays there, and has to be read from there again. */
  readonly isMoved: boolean
}

/**
 * Commits the page, without waiting for the disk: a page that a crash of the database takes away is read again, since its
 * cursor goes with it. Whoever acts on it outside the database commits something first, and thereby this as well; and a
 * reader who remembers a cursor that is gone does not get past it.
 */
export async function ingest(executor: Executor, signals: Signals, page: Page): Promise<Ingested> {
  const rows = rowsOf(page)
  const cards = cardsOf(page, rows)
  const moved = sql`
    moved as (
      update sources set cursor = ${JSON.stringify(page.cursor)}::jsonb, failures = 0, last_error = null, problem = null,
        last_read_at = ${page.readAt.toISOString()}::timestamptz,
        next_poll_at = ${page.nextPollAt.toISOString()}::timestamptz
      where id = ${page.sourceId}::uuid and coalesce(cursor, 'null') = ${JSON.stringify(page.from)}::jsonb
      returning id
    )`
  if (rows.length === 0) {
    const result = await executor.execute(sql`with ${commitSoon}, ${moved} select id, ${IS_SOON} from moved`)
    return { mentions: [], isMoved: result.rows.length > 0 }
  }
  // One statement: a mention on its way to the chat waits for every question that is put to the database.
  const result = await executor.execute<{ id: string | null; post_id: string; is_moved: boolean }>(sql`
    with ${commitSoon}, ${savePosts(page, rows)}, ${saveLooks(page)}, ${saveMentions(page)},
    ${saveCards(cards, signals)}, ${moved}
    select saved_mentions.id, post_id, exists (select from moved) as is_moved, (select count(*) from announced), ${IS_SOON}
    from (select) as page left join saved_mentions on true`)
  const written = new Map(rows.map(row => [row.mentionId, row]))
  const mentions = result.rows.flatMap(({ id, post_id }) => {
    const row = id === null ? undefined : written.get(id)
    if (row === undefined) return []
    const { sentiment, isAlert } = row
    return { sentiment, isAlert, cards: row.postId === post_id ? freshCards(page, row, cards) : undefined }
  })
  return { mentions, isMoved: result.rows[0]?.is_moved === true }
}
