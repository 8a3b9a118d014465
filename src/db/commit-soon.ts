import { sql } from 'drizzle-orm'

/**
 * For statements whose loss heals by itself, because what they were made from is still there: they do not wait for the
 * disk, which on a small machine takes longer than all the rest of them. The setting ends with the transaction. Commits
 * reach the disk in order: whatever waits for its own takes all earlier ones along, and what a crash of the database takes
 * away (less than a second: postgresql.org/docs/18/wal-async-commit.html) is always the end of the story, never its middle.
 *
 * A part of `with`, which is only run where `IS_SOON` is selected.
 */
export const commitSoon = sql`commit_soon as materialized (select set_config('synchronous_commit', 'off', true))`

export const IS_SOON = sql`(select count(*) from commit_soon)`
