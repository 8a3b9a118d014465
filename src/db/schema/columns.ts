import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { timestamp, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'

/** A primary key that sorts by time of creation, made by us so that a row's id is known before it is written. */
export function identifier() {
  return uuid('id')
    .primaryKey()
    .$defaultFn(() => v7())
}

export function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })
}

/** Body of a check that a column holds one of the values. The values are constants of ours, never input. */
export function isOneOf(column: AnyColumn, values: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(values.map(value => `'${value}'`).join(', '))})`
}
