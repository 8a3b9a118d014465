import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeFault } from '../../src/cli/log.ts'
import { faultText } from '../../src/db/fault-text.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const PRIVATE = 'my password is sesame\n    at the door'

test('a query that failed is told without the values that were in it', async () => {
  const { connection } = shared.database
  for (const statement of [
    sql`insert into no_such_table (text) values (${PRIVATE})`,
    sql`insert into brands (id, slug) values (${crypto.randomUUID()}, ${PRIVATE})`,
    sql`select ${PRIVATE}::jsonb`,
  ]) {
    const fault = await connection.execute(statement).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    const told = JSON.stringify(describeFault(new Error('a stage failed', { cause: fault })))
    expect(told).toContain('a query failed')
    expect(told).toMatch(/"code":"(42P01|23502|22P02)"/)
    expect(told).toContain('log.test.ts')
    expect(told + faultText(fault)).not.toContain('at the door')
  }
})

test('what is no error is told as well', () => {
  expect(describeFault('no')).toBe('no')
  expect(describeFault(undefined)).toBe('undefined')
  expect(faultText(42)).toBe('42')
  expect(describeFault(new RangeError('too far'))).toMatchObject({ type: 'RangeError', message: 'too far' })
})
