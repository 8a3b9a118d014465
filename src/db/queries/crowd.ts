import { sql } from 'drizzle-orm'
import { BURST_SILENCE, READING_TIME } from '../../domain/collapse.ts'

/** Enough to be a crowd, whatever the numbers are: no need to count on. */
const CROWD = 100

/**
 * New cards of mentions that are due in the channels, and those that came there within the time in which they can be read;
 * a crowd in any case while a burst is on.
 */
export function crowdOf(channelIds: readonly string[], now: Date) {
  const places = sql`any(string_to_array(${channelIds.join(',')}, ',')::uuid[])`
  const since = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString()
  return sql<number>`(
    (select count(*) from (
      select from cards as waiting where waiting.channel_id = ${places} and waiting.subject_kind = 'mention'
        and waiting.shown < waiting.wanted and waiting.summary_id is null and waiting.attempted_at is null
        and waiting.due_at <= ${now.toISOString()}::timestamptz
      limit ${CROWD}) as fresh)
    + (select count(*) from cards as recent where recent.channel_id = ${places}
        and recent.subject_kind = 'mention' and recent.attempted_at > ${since(READING_TIME)}::timestamptz)
    + (select ${CROWD} * count(*) from summaries as burst where burst.channel_id = ${places}
        and burst.reason = 'burst' and burst.added_at > ${since(BURST_SILENCE)}::timestamptz))::int`
}
