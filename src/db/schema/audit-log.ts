import { bigint, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Json } from '../../domain/json.ts'
import { instant } from './columns.ts'

/** Who did what, append-only (a trigger refuses changes). Holds ids, hashes and acts, never texts, which can be erased. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant('at').notNull().defaultNow(),
    /** Null when Vigie itself acted, or the command line. */
    actorId: uuid('actor_id'),
    act: text('act').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id').notNull(),
    contentHash: text('content_hash'),
    details: jsonb('details').$type<Json>(),
  },
  table => [index('audit_log_by_subject').on(table.subjectKind, table.subjectId)],
)
