import { asc, eq, inArray, sql } from 'drizzle-orm'
import { cards, mentionCounts, mentions, posts, type SourceRow, sources } from '../../src/db/schema/index.ts'
import type { TestDatabase } from './database.ts'
import type { World } from './world.ts'

/** What was taken in for the world's brand, oldest first. */
export async function taken({ brand, test: { database } }: World) {
  return database.connection
    .select({ mention: mentions, post: posts })
    .from(mentions)
    .innerJoin(posts, eq(posts.id, mentions.postId))
    .where(eq(mentions.brandId, brand.id))
    .orderBy(asc(mentions.id))
}

export async function textsTaken(world: World): Promise<readonly string[]> {
  return (await taken(world)).map(({ post }) => post.text)
}

export async function sourceOf(world: World): Promise<SourceRow> {
  const [row] = await world.test.database.connection.select().from(sources).where(eq(sources.id, world.source.id))
  return row!
}

/** Channels in which cards of the brand's mentions are wanted, by purpose. */
export async function wantedCards(world: World) {
  const ids = (await taken(world)).map(({ mention }) => mention.id)
  const rows = await world.test.database.connection.select().from(cards).where(inArray(cards.subjectId, ids))
  const places = Object.entries(world.channels)
  return rows.map(row => places.find(([, channel]) => channel.id === row.channelId)?.[0]).sort()
}

export async function countsBySentiment(world: World) {
  const rows = await world.test.database.connection
    .select({ sentiment: mentionCounts.sentiment, count: sql<number>`sum(${mentionCounts.count})::int` })
    .from(mentionCounts)
    .where(eq(mentionCounts.brandId, world.brand.id))
    .groupBy(mentionCounts.sentiment)
  return Object.fromEntries(rows.filter(row => row.count !== 0).map(row => [row.sentiment, row.count]))
}

export async function mentionsBySentiment(world: World) {
  const all = (await taken(world)).map(({ mention }) => mention.sentiment ?? 'unclassified')
  return Object.fromEntries([...new Set(all)].map(one => [one, all.filter(other => other === one).length]))
}

/** Sessions that hold the advisory lock of this name. */
async function sessionsHolding({ database }: TestDatabase, name: string) {
  const { rows } = await database.connection.execute<{ pid: number }>(sql`
    select l.pid from pg_locks l join pg_database d on d.oid = l.database
    where d.datname = current_database() and l.locktype = 'advisory' and l.granted
      and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended(${name}, 0)`)
  return rows
}

export async function holdersOf(test: TestDatabase, name: string): Promise<number> {
  return (await sessionsHolding(test, name)).length
}

/** Cuts the connection of whoever holds the lock, as a network between it and the database would. */
export async function cutHolders(test: TestDatabase, name: string): Promise<void> {
  for (const { pid } of await sessionsHolding(test, name)) {
    await test.database.connection.execute(sql`select pg_terminate_backend(${pid}::int)`)
  }
}
