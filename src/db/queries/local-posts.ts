import { setImmediate } from 'node:timers/promises'
import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { storableText } from '../../domain/storable.ts'
import type { LocalPost, LocalPostStore, NewLocalPost } from '../../networks/local/store.ts'
import { createBatcher } from '../batcher.ts'
import type { Database } from '../database.ts'
import { localPosts } from '../schema/index.ts'
import { createLocalMarks } from './local-marks.ts'
import { createTail } from './local-tail.ts'

function toPost(row: typeof localPosts.$inferSelect): LocalPost {
  const { id, author, text, replyTo, quote, media, at, editedAt } = row
  return { id, author, text, replyTo, quote, media, at, editedAt }
}

/** Number of posts that one statement writes at most. */
const BATCH = 200
/** Whoever writes posts; any number that is nobody else's. */
const WRITERS_LOCK = 7_164_445

/** The posts of the local network, in the database. */
export function createLocalPostStore(database: Database): LocalPostStore {
  const { connection } = database
  const tail = createTail()

  async function findByKey(key: string): Promise<LocalPost | undefined> {
    const [row] = await connection.select().from(localPosts).where(eq(localPosts.key, key))
    return row === undefined ? undefined : toPost(row)
  }

  /**
   * Writes the posts in one statement. One writer at a time, over all replicas: otherwise a lower sequence number could
   * commit after a reader has passed it. The lock is evaluated before the first number is given out.
   */
  async function insertAll(items: readonly NewLocalPost[]): Promise<readonly (LocalPost | null)[]> {
    const rows = items.map((item, position) => ({
      ...item,
      media: item.media ?? [],
      quote: item.quote ?? null,
      // What the database cannot keep would fail the posts of everybody in the batch.
      author: storableText(item.author),
      text: storableText(item.text),
      id: v7(),
      position,
    }))
    const inserted = await connection.execute<{ id: string; at: string; sequence: string }>(sql`
      with writer as materialized (select pg_advisory_xact_lock(${WRITERS_LOCK})),
      inserted as (
        insert into local_posts (id, author, text, reply_to, quote, key, media)
        select new.id, new.author, new.text, new."replyTo", new.quote, new.key, new.media
        from writer, json_to_recordset(${JSON.stringify(rows)}::json)
          as new(id uuid, author text, text text, "replyTo" uuid, quote uuid, key uuid, media jsonb, position int)
        order by new.position
        on conflict (key) do nothing
        returning id, at, sequence
      )
      select id, sequence, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
        ${database.signals.announcement('local-posts', sql`id::text`)}
      from inserted`)
    const written = new Map(inserted.rows.map(row => [row.id, row]))
    const posts = rows.map(({ id, author, text, replyTo, quote, media }) => {
      const row = written.get(id)
      if (row === undefined) return null
      const post = { id, author, text, replyTo, quote, media, at: new Date(row.at), editedAt: null }
      tail.add({ sequence: Number(row.sequence), post })
      return post
    })
    if (written.size > 0) database.signals.emit('local-posts', rows[0]?.id ?? '')
    // Whoever reads the posts is off before their writers are answered: a card waits for the one, nobody for the other.
    await setImmediate()
    return posts
  }

  const enqueue = createBatcher(BATCH, insertAll)

  async function insert(post: NewLocalPost): Promise<LocalPost> {
    const inserted = await enqueue(post)
    if (inserted !== null) return inserted
    const existing = post.key === null ? undefined : await findByKey(post.key)
    if (existing === undefined) throw new Error('a local post was neither written nor there already')
    return existing
  }

  async function announce(id: string): Promise<void> {
    await connection.execute(sql`select ${database.signals.announcement('local-posts', sql`${id}::text`)}`)
    database.signals.emit('local-posts', id)
  }

  return {
    ...createLocalMarks(database),
    findByKey,
    async after(sequence, limit) {
      const remembered = tail.after(sequence, limit)
      if (remembered.length > 0) return remembered
      const rows = await connection
        .select()
        .from(localPosts)
        .where(gt(localPosts.sequence, sequence))
        .orderBy(asc(localPosts.sequence))
        .limit(limit)
      return rows.map(row => ({ sequence: row.sequence, post: toPost(row) }))
    },
    async find(id) {
      const [row] = await connection.select().from(localPosts).where(eq(localPosts.id, id))
      return row === undefined ? undefined : toPost(row)
    },
    insert,
    async findAll(ids) {
      if (ids.length === 0) return []
      return (
        await connection
          .select()
          .from(localPosts)
          .where(inArray(localPosts.id, [...ids]))
      ).map(toPost)
    },
    async edit(id, author, { text, media }) {
      const [row] = await connection
        .update(localPosts)
        .set({ text: storableText(text), media, editedAt: sql`now()` })
        .where(and(eq(localPosts.id, id), eq(localPosts.author, author)))
        .returning()
      if (row === undefined) return false
      tail.replace({ sequence: row.sequence, post: toPost(row) })
      await announce(id)
      return true
    },
    async remove(id, author) {
      const rows = await connection
        .delete(localPosts)
        .where(and(eq(localPosts.id, id), eq(localPosts.author, author)))
        .returning({ sequence: localPosts.sequence })
      for (const { sequence } of rows) tail.remove(sequence)
      if (rows.length > 0) await announce(id)
    },
    async countPosts(author) {
      return connection.$count(localPosts, eq(localPosts.author, author))
    },
    async latest(limit) {
      const rows = await connection.select().from(localPosts).orderBy(desc(localPosts.sequence)).limit(limit)
      return rows.map(toPost)
    },
    watch(onNews) {
      const subscription = database.signals.listen('local-posts', onNews)
      return {
        async [Symbol.asyncDispose]() {
          subscription[Symbol.dispose]()
        },
      }
    },
  }
}
