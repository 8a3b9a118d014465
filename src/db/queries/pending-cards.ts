import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, lte, not, type SQL, sql } from 'drizzle-orm'
import type { Executor } from '../client.ts'
import { type CardRow, cards, channels, members, mentions, posts } from '../schema/index.ts'
import { crowdOf } from './crowd.ts'
import type { MentionOnCard } from './mentions.ts'

/** What a summary stands for is not shown by itself. */
const isPending = and(lt(cards.shown, cards.wanted), isNull(cards.summaryId))

/** What has to be known of a card to deliver it. */
export type PendingCard = Pick<
  CardRow,
  | 'id'
  | 'channelId'
  | 'subjectKind'
  | 'subjectId'
  | 'wanted'
  | 'messageId'
  | 'attemptedAt'
  | 'attempts'
  | 'dueAt'
  | 'gathering'
>

/** The message of the card that a note belongs below; it may be gone since, and is '' if the thing was before it was shown. */
const parentMessage = sql<string | null>`(
  select parent.message_id from ${cards} parent where parent.id = ${cards.parentId})`

/** A note waits until its card is shown, and until the notes before it are: a thread is read from above. */
const isPossible = sql`(${cards.parentId} is null or (${parentMessage} is not null and not exists (
  select from ${cards} earlier
  where earlier.channel_id = ${cards.channelId} and earlier.shown < earlier.wanted and earlier.summary_id is null
    and earlier.parent_id = ${cards.parentId} and earlier.id < ${cards.id})))`

/** What the platform is asked for to deliver something; a card whose answer was lost begins with `find`. */
export const DELIVERY_METHODS = ['post', 'update', 'note', 'find'] as const
export type DeliveryMethod = (typeof DELIVERY_METHODS)[number]

const firstMethod = sql<DeliveryMethod>`case
  when ${cards.messageId} is not null then 'update'
  when ${cards.subjectKind} = 'note' then 'note'
  when ${cards.attemptedAt} is not null then 'find'
  else 'post' end`

/** Methods that do not work at present: those that come after all others, and among them those that do not come at all. */
export interface Avoided {
  readonly last: readonly DeliveryMethod[]
  readonly never: readonly DeliveryMethod[]
}

function isBy(methods: readonly DeliveryMethod[]): SQL {
  return sql`${firstMethod} = any(string_to_array(${methods.join(',')}, ','))`
}

/** One, nearly always, and then it is what the index is made for. */
function isIn(channelIds: readonly string[]) {
  const [only, ...more] = channelIds
  return only === undefined || more.length > 0 ? inArray(cards.channelId, [...channelIds]) : eq(cards.channelId, only)
}

/** A card or a note to be delivered. */
export interface NextCard {
  readonly row: PendingCard
  /** The mention, where the card is one's. */
  readonly mention: MentionOnCard | undefined
  /** For a note: the message that it belongs below. */
  readonly under?: string | null
  /** Where it is asked for, how much comes to the channel: new mentions that are due or came a moment ago. */
  readonly crowd: number
}

/**
 * What channels should get next, `limit` cards at most: most urgent first, then oldest. Mentions, which can be many and
 * whose cards people wait for, come along in the same query.
 */
export async function nextCards(
  executor: Executor,
  channelIds: readonly string[],
  now: Date,
  limit: number,
  { withCrowd = false, avoided }: { readonly withCrowd?: boolean; readonly avoided?: Avoided | undefined } = {},
): Promise<readonly NextCard[]> {
  const crowd = withCrowd ? crowdOf(channelIds, now) : sql<number>`0`
  const rows = await executor
    .select({ row: cards, mention: mentions, post: posts, assigneeName: members.name, under: parentMessage, crowd })
    .from(cards)
    .leftJoin(mentions, and(eq(cards.subjectKind, 'mention'), eq(mentions.id, cards.subjectId)))
    .leftJoin(posts, eq(posts.id, mentions.postId))
    .leftJoin(members, eq(members.id, mentions.assigneeId))
    .where(
      and(
        isIn(channelIds),
        isPending,
        lte(cards.dueAt, now),
        isPossible,
        avoided === undefined ? undefined : not(isBy(avoided.never)),
      ),
    )
    // Without anything to avoid, in the order of the index.
    .orderBy(...(avoided === undefined ? [] : [asc(isBy(avoided.last))]), asc(cards.priority), asc(cards.id))
    .limit(limit)
  return rows.map(({ row, mention, post, assigneeName, under, crowd }) => ({
    row,
    under,
    crowd,
    mention: mention && post ? { mention, post, assigneeName } : undefined,
  }))
}

/** Channels in which something waits, and whether it is due. */
export async function listPendingChannels(executor: Executor, now: Date): Promise<readonly string[]> {
  const rows = await executor
    .selectDistinct({ channelId: cards.channelId })
    .from(cards)
    .where(and(isPending, lte(cards.dueAt, now), isPossible))
  return rows.map(row => row.channelId)
}

/** Cards on their way, of one brand or of all; those that are kept for a batch or the end of quiet hours are not. */
export async function countPendingCards(executor: Executor, brandId?: string): Promise<number> {
  const isWaitingForOthers = and(isNotNull(cards.gathering), gt(cards.dueAt, sql`now()`))
  const [row] = await executor
    .select({ count: sql<number>`count(*)::int` })
    .from(cards)
    .innerJoin(channels, eq(channels.id, cards.channelId))
    .where(
      and(
        isPending,
        isPossible,
        not(sql`coalesce(${isWaitingForOthers}, false)`),
        brandId === undefined ? undefined : eq(channels.brandId, brandId),
      ),
    )
  return row?.count ?? 0
}
