import { isDeepStrictEqual } from 'node:util'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'
import type { Card } from '../../chat/card.ts'
import { LOCAL_WORKSPACE, type LocalMessage, type LocalWorkspaceStore, personOfDirect } from '../../chat/local/store.ts'
import type { Localised } from '../../domain/language.ts'
import { DIRECT } from '../../domain/purpose.ts'
import { createBatcher } from '../batcher.ts'
import { commitSoon, IS_SOON } from '../commit-soon.ts'
import type { Database } from '../database.ts'
import { brands, channels, localMessages, members } from '../schema/index.ts'

function toMessage(row: typeof localMessages.$inferSelect): LocalMessage {
  return { id: row.id, channel: row.channel, card: row.card, notes: row.notes, at: row.at, updatedAt: row.updatedAt }
}

interface NewMessage {
  readonly channel: string
  readonly key: string
  readonly card: Localised<Card>
}

/** Number of messages that one statement writes at most: their ids go into one notification of less than 8,000 bytes. */
const BATCH = 200

/** What a signal says of a change: the channel and the messages. */
function changeOf(channel: string, messages: readonly string[]): string {
  return `${channel}/${messages.join(',')}`
}

function readChange(signal: string): { readonly channel: string; readonly messages: readonly string[] } {
  const end = signal.lastIndexOf('/')
  return { channel: signal.slice(0, end), messages: signal.slice(end + 1).split(',') }
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

  /**
   * Writes the messages in one statement, in the order in which they came. Cards that a crash takes away are wanted still,
   * since that they were shown is written down later.
   */
  async function insertAll(items: readonly NewMessage[]): Promise<readonly (LocalMessage | null)[]> {
    const rows = items.map((item, position) => ({ ...item, id: v7(), position }))
    const inserted = await connection.execute<{ id: string; at: string }>(sql`
      with ${commitSoon},
      inserted as (
        insert into local_messages (id, channel, key, card)
        select new.id, new.channel, new.key, new.card
        from json_to_recordset(${JSON.stringify(rows)}::json)
          as new(id uuid, channel text, key uuid, card jsonb, position int)
        order by new.position
        on conflict (key) do nothing
        returning id, at, channel
      ),
      announced as materialized (
        select ${database.signals.announcement('local-messages', sql`channel || '/' || string_agg(id::text, ',')`)}
        from inserted
        group by channel
      )
      select id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, (select count(*) from announced),
        ${IS_SOON}
      from inserted`)
    const times = new Map(inserted.rows.map(row => [row.id, row.at]))
    const written = Map.groupBy(
      rows.filter(row => times.has(row.id)),
      row => row.channel,
    )
    for (const [channel, those] of written) {
      const change = changeOf(
        channel,
        those.map(row => row.id),
      )
      database.signals.emit('local-messages', change)
    }
    return rows.map(({ id, channel, card }) => {
      const at = times.get(id)
      return at === undefined ? null : { id, channel, card, notes: [], at: new Date(at), updatedAt: new Date(at) }
    })
  }

  const enqueue = createBatcher(BATCH, insertAll)

  async function insert(channel: string, key: string, card: Localised<Card>): Promise<LocalMessage> {
    const inserted = await enqueue({ channel, key, card })
    if (inserted !== null) return inserted
    const existing = await findByKey(channel, key)
    if (existing === undefined) throw new Error('a local message was neither written nor there already')
    // Whoever wrote it may have died before telling, and the thing has changed since.
    if (!isDeepStrictEqual(existing.card, card)) await change(channel, existing.id, { card, updatedAt: new Date() })
    return { ...existing, card }
  }

  /** False if there is no such message. */
  async function change(
    channel: string,
    id: string,
    values: PgUpdateSetSource<typeof localMessages>,
  ): Promise<boolean> {
    return database.transact(async unit => {
      const rows = await unit.tx
        .update(localMessages)
        .set(values)
        .where(and(eq(localMessages.channel, channel), eq(localMessages.id, id)))
        .returning({ id: localMessages.id })
      if (rows.length > 0) unit.nudge('local-messages', changeOf(channel, [id]))
      return rows.length > 0
    })
  }

  return {
    findByKey,
    async channels() {
      const rows = await connection
        .select({
          name: channels.remoteId,
          purpose: channels.purpose,
          brand: brands.name,
          language: brands.language,
        })
        .from(channels)
        .innerJoin(brands, eq(brands.id, channels.brandId))
        .where(eq(channels.workspace, LOCAL_WORKSPACE))
        .orderBy(asc(channels.createdAt), asc(channels.remoteId), asc(channels.id))
      // A channel may have several purposes: it is shown as what it was bound to first.
      const first = new Map(rows.toReversed().map(row => [row.name, row]))
      return rows
        .filter(row => first.get(row.name) === row)
        .map(row => {
          const person = row.purpose === DIRECT ? personOfDirect(row.name) : undefined
          return person === undefined ? row : { ...row, person }
        })
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
    insert,
    update: (channel, id, card) => change(channel, id, { card, updatedAt: new Date() }),
    async addNote(channel, id, note) {
      const known = JSON.stringify([{ key: note.key }])
      const added = sql`${localMessages.notes} || ${JSON.stringify([note])}::jsonb`
      return change(channel, id, {
        notes: sql`case when ${localMessages.notes} @> ${known}::jsonb then ${localMessages.notes} else ${added} end`,
      })
    },
    watch: onChange =>
      database.signals.listen('local-messages', signal => {
        const { channel, messages } = readChange(signal)
        onChange(channel, messages)
      }),
  }
}
