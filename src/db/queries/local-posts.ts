import { asc, desc, eq, gt } from 'drizzle-orm'
import type { LocalPost, LocalPostStore } from '../../networks/local/store.ts'
import type { Database } from '../database.ts'
import { localPosts } from '../schema/index.ts'

function toPost(row: typeof localPosts.$inferSelect): LocalPost {
  return { id: row.id, author: row.author, text: row.text, replyTo: row.replyTo, at: row.at }
}

/** The posts of the local network, in the database. */
export function createLocalPostStore(database: Database): LocalPostStore {
  const { connection } = database

  async function findByKey(key: string): Promise<LocalPost | undefined> {
    const [row] = await connection.select().from(localPosts).where(eq(localPosts.key, key))
    return row === undefined ? undefined : toPost(row)
  }

  return {
    findByKey,
    async after(sequence, limit) {
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
    async insert(post) {
      const inserted = await database.transact(async unit => {
        // One writer at a time: otherwise a lower sequence number could commit after a reader has passed it.
        await unit.tx.execute('lock table local_posts in share row exclusive mode')
        const [row] = await unit.tx
          .insert(localPosts)
          .values(post)
          .onConflictDoNothing({ target: localPosts.key })
          .returning()
        if (row !== undefined) unit.nudge('local-posts', row.id)
        return row
      })
      if (inserted !== undefined) return toPost(inserted)
      const existing = post.key === null ? undefined : await findByKey(post.key)
      if (existing === undefined) throw new Error('a local post was neither written nor there already')
      return existing
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
