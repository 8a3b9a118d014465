import { sql } from 'drizzle-orm'
import { boolean, jsonb, pgTable, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { DigestReport } from '../../domain/digest.ts'
import { brands } from './brands.ts'
import { identifier, instant } from './columns.ts'

export const digests = pgTable(
  'digests',
  {
    id: identifier(),
    brandId: uuid('brand_id')
      .notNull()
      .references(() => brands.id),
    periodStart: instant('period_start').notNull(),
    periodEnd: instant('period_end').notNull(),
    /** Asked for by somebody in mid-week; such a one does not stand for the week's own. */
    isPreview: boolean('is_preview').notNull(),
    report: jsonb('report').$type<DigestReport>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  table => [uniqueIndex('digests_once').on(table.brandId, table.periodStart).where(sql`not ${table.isPreview}`)],
)

export type DigestRow = typeof digests.$inferSelect
