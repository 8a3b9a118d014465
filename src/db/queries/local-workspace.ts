import { and, asc, desc, eq } from 'drizzle-orm'
import { LOCAL_WORKSPACE, type LocalMessage, type LocalWorkspaceStore } from '../../chat/local/store.ts'
import type { Database } from '../database.ts'
import { brands, channels, localMessages, members } from '../schema/index.ts'

function toMessage(row: typeof localMessages.$inferSelect): LocalMessage {
  return { id: row.id, channel: row.channel, card: row.card, at: row.at, updatedAt: row.updatedAt }
}

/** Channels, people and messages of the local workspace, in the database. */
export function createLocalWorkspaceStore(database: Database): LocalWorkspaceStore {
  const { connection } = database

  async function findByKey(channel: string, key: string): Promise<LocalMessage | undefined> {
    const [row] = await connection
      .select()
      .from(localMessages)
      .where(and(eq(localMessages.channel, channel), eq(localMessages.key, key)))
    return row === undefined ? undefined : toMessage(row)
  }

  return {
    findByKey,
    async channels() {
      return connection
        .selectDistinctOn([channels.createdAt, channels.remoteId], {
          name: channels.remoteId,
          purpose: channels.purpose,
          brand: brands.name,
          language: brands.language,
        })
        .from(channels)
        .innerJoin(brands, eq(brands.id, channels.brandId))
        .where(eq(channels.workspace, LOCAL_WORKSPACE))
        .orderBy(asc(channels.createdAt), asc(channels.remoteId))
    },
    async members() {
      return connection
        .select({ id: members.remoteId, name: members.name, roles: members.roles, language: members.language })
        .from(members)
        .where(eq(members.workspace, LOCAL_WORKSPACE))
        .orderBy(asc(members.createdAt), asc(members.id))
    },
    async setLanguage(memberId, language) {
      await connection
        .update(members)
        .set({ language })
        .where(and(eq(members.workspace, LOCAL_WORKSPACE), eq(members.remoteId, memberId)))
    },
    async messages(channel, limit) {
      const rows = await connection
        .select()
        .from(localMessages)
        .where(eq(localMessages.channel, channel))
        .orderBy(desc(localMessages.sequence))
        .limit(limit)
      return rows.map(toMessage).reverse()
    },
    async message(channel, id) {
      const [row] = await connection
        .select()
        .from(localMessages)
        .where(and(eq(localMessages.channel, channel), eq(localMessages.id, id)))
      return row === undefined ? undefined : toMessage(row)
    },
    async insert(channel, key, card) {
      const inserted = await database.transact(async unit => {
        const [row] = await unit.tx
          .insert(localMessages)
          .values({ channel, key, card })
          .onConflictDoNothing({ target: localMessages.key })
          .returning()
        if (row !== undefined) unit.nudge('local-messages', channel)
        return row
      })
      if (inserted !== undefined) return toMessage(inserted)
      const existing = await findByKey(channel, key)
      if (existing === undefined) throw new Error('a local message was neither written nor there already')
      return existing
    },
    async update(channel, id, card) {
      return database.transact(async unit => {
        const rows = await unit.tx
          .update(localMessages)
          .set({ card, updatedAt: new Date() })
          .where(and(eq(localMessages.channel, channel), eq(localMessages.id, id)))
          .returning({ id: localMessages.id })
        if (rows.length > 0) unit.nudge('local-messages', channel)
        return rows.length > 0
      })
    },
    watch: onChange => database.signals.listen('local-messages', onChange),
  }
}
