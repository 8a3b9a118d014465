import { sql } from 'drizzle-orm'
import type { TestDatabase } from './database.ts'

const TABLES = [
  'accounts',
  'brands',
  'keywords',
  'cards',
  'channels',
  'connections',
  'digests',
  'drafts',
  'members',
  'mentions',
] as const
const MORE = [
  'mention_counts',
  'network_actions',
  'outages',
  'reviews',
  'revisions',
  'workspaces',
  'audit_log',
  'posts',
] as const

/** What the database keeps of people's work, in a form that two moments can be compared in. */
export async function snapshot({ database }: TestDatabase): Promise<Readonly<Record<string, string>>> {
  const entries: [string, string][] = []
  for (const table of [...TABLES, ...MORE]) {
    const { rows } = await database.connection.execute<{ hash: string | null }>(
      sql`select md5(string_agg(one::text, ',' order by one::text)) as hash from ${sql.identifier(table)} as one`,
    )
    entries.push([table, rows[0]?.hash ?? ''])
  }
  return Object.fromEntries(entries)
}
