import { sql } from 'drizzle-orm'
import type { LocalPostStore } from '../../networks/local/store.ts'
import type { Database } from '../database.ts'
import { localMarks } from '../schema/index.ts'

/** What people do with the posts of the local network. */
export function createLocalMarks({
  connection,
  signals,
}: Database): Pick<LocalPostStore, 'mark' | 'unmark' | 'countsOf'> {
  return {
    async mark(mark, id, author) {
      // One statement, so that a post which is taken back at the same moment is no fault.
      const { rows } = await connection.execute<{ id: string }>(sql`
        with marked as (select id from local_posts where id = ${id}::uuid for key share),
        added as (
          insert into local_marks (post_id, mark, author) select id, ${mark}, ${author} from marked on conflict do nothing
        )
        select id, ${signals.announcement('local-posts', sql`id::text`)} from marked`)
      if (rows.length > 0) signals.emit('local-posts', id)
      return rows.length > 0
    },
    async unmark(mark, id, author) {
      const { rows } = await connection.execute(sql`
        with removed as (
          delete from ${localMarks} where post_id = ${id}::uuid and mark = ${mark} and author = ${author} returning post_id
        )
        select ${signals.announcement('local-posts', sql`post_id::text`)} from removed`)
      if (rows.length > 0) signals.emit('local-posts', id)
      return rows.length > 0
    },
    async countsOf(ids) {
      if (ids.length === 0) return new Map()
      const { rows } = await connection.execute<{
        id: string
        likes: number
        reposts: number
        replies: number
        quotes: number
      }>(sql`
        with wanted as (select id::uuid from json_array_elements_text(${JSON.stringify(ids)}::json) as given(id))
        select id, likes::int, reposts::int, replies::int, quotes::int from (
          select wanted.id,
            (select count(*) from local_marks where post_id = wanted.id and mark = 'like') as likes,
            (select count(*) from local_marks where post_id = wanted.id and mark = 'repost') as reposts,
            (select count(*) from local_posts where reply_to = wanted.id) as replies,
            (select count(*) from local_posts where quote = wanted.id) as quotes
          from wanted
        ) as counted where likes + reposts + replies + quotes > 0`)
      return new Map(rows.map(({ id, ...counts }) => [id, counts]))
    },
  }
}
