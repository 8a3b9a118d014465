import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { type DatabaseAddress, withDatabase } from '../../src/db/address.ts'
import { openDatabase } from '../../src/db/database.ts'
import { DatabaseUnusableError, migrateDatabase } from '../../src/db/migrate.ts'
import { createEmptyAddress, createTestAddress, urlOf } from '../support/database.ts'
import { freePort } from '../support/sockets.ts'

const MIGRATIONS = join(import.meta.dirname, '../../migrations')

async function countEntries(): Promise<number> {
  const journal: { entries: unknown[] } = JSON.parse(await readFile(join(MIGRATIONS, 'meta/_journal.json'), 'utf8'))
  return journal.entries.length
}

/** What there is: columns, constraints, triggers, and which migrations were run. */
async function describeSchema(address: DatabaseAddress) {
  await using database = await openDatabase(address)
  const { rows } = await database.connection.execute<Record<string, string>>(sql`
    select 'column' as kind, table_schema || '.' || table_name || '.' || column_name || ' ' || data_type as what
      from information_schema.columns where table_schema in ('public', 'drizzle')
    union all select 'constraint', conrelid::regclass::text || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select 'trigger', tgrelid::regclass::text || ' ' || tgname from pg_trigger where not tgisinternal
    order by 1, 2`)
  return rows
}

async function appliedOf(address: DatabaseAddress): Promise<number> {
  await using database = await openDatabase(address)
  const { rows } = await database.connection.execute(sql`select id from drizzle.__drizzle_migrations`)
  return rows.length
}

async function refusal(work: Promise<unknown>): Promise<DatabaseUnusableError> {
  const fault = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(fault instanceof DatabaseUnusableError)) throw new Error(`not refused: ${fault}`)
  expect(fault.message).not.toContain('\n')
  return fault
}

test('several that start at once on an empty database make one schema', async () => {
  const address = await createEmptyAddress()
  await Promise.all(Array.from({ length: 6 }, () => migrateDatabase(address, MIGRATIONS)))
  expect(await appliedOf(address)).toBe(await countEntries())
  expect(await describeSchema(address)).toEqual(await describeSchema(await createTestAddress()))
  await migrateDatabase(address, MIGRATIONS)
  expect(await appliedOf(address)).toBe(await countEntries())
})

test('a schema that a newer version made is refused and left as it is', async () => {
  const address = await createTestAddress()
  {
    await using database = await openDatabase(address)
    await database.connection.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', ${Date.now() + 1e12})`,
    )
  }
  const before = await describeSchema(address)
  const { reason, message } = await refusal(migrateDatabase(address, MIGRATIONS))
  expect(reason).toBe('newer-schema')
  expect(message).toContain('newer version of Vigie')
  expect(await describeSchema(address)).toEqual(before)
  expect(await appliedOf(address)).toBe((await countEntries()) + 1)
})

test('sources that are there already keep what they are read by, and learn whose they are', async () => {
  const before = await mkdtemp(join(tmpdir(), 'vigie-migrations-'))
  onTestFinished(() => rm(before, { recursive: true }))
  await cp(MIGRATIONS, before, { recursive: true })
  const journalPath = join(before, 'meta/_journal.json')
  const journal: { entries: { tag: string }[] } = JSON.parse(await readFile(journalPath, 'utf8'))
  const next = journal.entries.findIndex(({ tag }) => tag.endsWith('_sources_by_themselves'))
  await writeFile(journalPath, JSON.stringify({ ...journal, entries: journal.entries.slice(0, next) }))
  const address = await createEmptyAddress()
  await migrateDatabase(address, before)
  const id = '0199a3c4-7b2e-7def-8123-456789abcdef'
  {
    await using database = await openDatabase(address)
    const { connection } = database
    await connection.execute(sql`
      insert into brands (id, slug, name, time_zone, language) values (${id}, 'acme', 'Acme', 'UTC', 'en')`)
    await connection.execute(sql`
      insert into accounts (id, brand_id, network, service, remote_id, handle, name)
      values (${id}, ${id}, 'bluesky', '', 'did:x', 'acme.example', 'Acme')`)
    await connection.execute(sql`insert into sources (id, account_id, kind) values (${id}, ${id}, 'inbox')`)
  }
  await migrateDatabase(address, MIGRATIONS)
  await using database = await openDatabase(address)
  const { rows } = await database.connection.execute(sql`
    select brand_id, network, account_id, kind, address, subject from sources`)
  expect(rows).toEqual([
    { brand_id: id, network: 'bluesky', account_id: id, kind: 'inbox', address: null, subject: 'brand' },
  ])
})

test('a migration that fails half way leaves nothing behind, and the mended one runs', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'vigie-migrations-'))
  onTestFinished(() => rm(broken, { recursive: true }))
  await cp(MIGRATIONS, broken, { recursive: true })
  const journalPath = join(broken, 'meta/_journal.json')
  const journal: { entries: { idx: number; when: number; tag: string }[] } = JSON.parse(
    await readFile(journalPath, 'utf8'),
  )
  const last = journal.entries.at(-1)!
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1_000, tag: '9999_broken' })
  await writeFile(journalPath, JSON.stringify(journal))
  const file = join(broken, '9999_broken.sql')
  await writeFile(file, 'create table half_made (id int);\n--> statement-breakpoint\nselect no_such_function();')
  const address = await createTestAddress()
  const before = await describeSchema(address)
  await expect(migrateDatabase(address, broken)).rejects.toThrow()
  expect(await describeSchema(address)).toEqual(before)
  await writeFile(file, 'create table half_made (id int);')
  await appendFile(file, '\n')
  await migrateDatabase(address, broken)
  expect(await appliedOf(address)).toBe((await countEntries()) + 1)
})

describe('a database that cannot be reached', () => {
  test('by URL: one line that says where, why and what to do, and not the password', async () => {
    const port = await freePort()
    const url = `postgres://vigie:correct-horse@127.0.0.1:${port}/vigie`
    const { reason, message } = await refusal(migrateDatabase({ kind: 'url', url }, MIGRATIONS))
    expect(reason).toBe('unreachable')
    expect(message).toContain(`127.0.0.1:${port}/vigie`)
    expect(message).toContain('ECONNREFUSED')
    expect(message).toContain('DATABASE_URL')
    expect(message).not.toContain('correct-horse')
  })

  test('because the server has none of that name', async () => {
    const { reason, message } = await refusal(migrateDatabase(withDatabase(inject('server'), 'nowhere'), MIGRATIONS))
    expect(reason).toBe('unreachable')
    expect(message).toContain('database "nowhere" does not exist')
  })

  test('because there is no such host', async () => {
    const url = 'postgres://vigie@no-such-host.invalid/vigie'
    expect((await refusal(migrateDatabase({ kind: 'url', url }, MIGRATIONS))).reason).toBe('unreachable')
  })
})

test('a socket that is named in the URL is understood', async ({ skip }) => {
  const address = await createEmptyAddress()
  if (address.kind === 'url') return skip('the server given is reached by TCP')
  const url = urlOf(address)
  await migrateDatabase({ kind: 'url', url }, MIGRATIONS)
  expect(await appliedOf({ kind: 'url', url })).toBe(await countEntries())
})
