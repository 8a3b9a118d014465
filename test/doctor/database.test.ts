import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withDatabase } from '../../src/db/address.ts'
import { openDatabase } from '../../src/db/database.ts'
import { findAccount, markRefused, saveAccount } from '../../src/db/queries/accounts.ts'
import { insertBrand } from '../../src/db/queries/brands.ts'
import { listSources, saveReadFailure } from '../../src/db/queries/sources.ts'
import { createVault } from '../../src/db/vault.ts'
import { checkSchema, checkVersion } from '../../src/doctor/database.ts'
import { POST_POLICY, REPLY_POLICY } from '../../src/domain/brand.ts'
import { createEmptyAddress, createTestAddress, createTestDatabase, urlOf } from '../support/database.ts'
import { makeDataDirectory, processesIn } from '../support/process.ts'
import { freePort, listenHttp } from '../support/sockets.ts'
import { about, examineWith, problemsIn } from './support.ts'

let directory: Awaited<ReturnType<typeof makeDataDirectory>>
beforeAll(async () => {
  directory = await makeDataDirectory()
})
afterAll(() => directory[Symbol.asyncDispose]())

const BRAND = {
  slug: 'acme',
  name: 'Acme',
  timeZone: 'UTC',
  language: 'en',
  keywords: { phrases: ['Acme'], exclusions: [], handles: [] },
  policy: POST_POLICY,
  replyPolicy: REPLY_POLICY,
} as const

const KEY = Buffer.alloc(32, 7).toString('base64')
const examineUrl = (url: string, now?: () => Date) =>
  examineWith({ DATABASE_URL: url, DATA_DIR: directory.path, VIGIE_SECRET_KEY: KEY }, now)

describe('a database of one’s own', () => {
  test('that is as it should be', async () => {
    const findings = await examineUrl(urlOf(await createTestAddress()))
    expect(problemsIn(findings)).toEqual([])
    expect(about(findings, 'database')).toEqual([expect.stringMatching(/^ok: PostgreSQL \d+/)])
    expect(about(findings, 'schema')).toEqual(['ok: up to date'])
    expect(about(findings, 'secret key')).toEqual(['ok: VIGIE_SECRET_KEY; nothing is sealed yet'])
    expect(about(findings, 'clock')).toEqual(['ok: as that of the database'])
    expect(about(findings, 'account')).toEqual(['ok: none is connected: /vigie connect does it, or `account add`'])
  })

  test('that is not there: everything else is still looked at, and its password is not told', async () => {
    const findings = await examineUrl(`postgres://vigie:hunter2@127.0.0.1:${await freePort()}/vigie`)
    expect(problemsIn(findings)).toMatchObject([
      {
        check: 'database',
        cause: 'unavailable',
        said: expect.stringContaining('ECONNREFUSED'),
        advice: expect.stringMatching(/DATABASE_URL/),
      },
    ])
    expect(about(findings, 'secret key')).toMatchObject([expect.stringMatching(/^unchecked: /)])
    expect(about(findings, 'account')).toEqual([])
    expect(JSON.stringify(findings)).not.toContain('hunter2')
  })

  test('that has no such name', async () => {
    const address = withDatabase(await createTestAddress(), 'no_such_database')
    expect(problemsIn(await examineUrl(urlOf(address)))).toMatchObject([
      { check: 'database', said: expect.stringContaining('"no_such_database" does not exist') },
    ])
  })

  test('with nothing in it yet, which stays so', async () => {
    const address = await createEmptyAddress()
    const findings = await examineUrl(urlOf(address))
    expect(problemsIn(findings)).toEqual([])
    expect(about(findings, 'schema')).toEqual(['ok: not made yet: the first start makes it'])
    await using database = await openDatabase(address)
    const { rows } = await database.connection.execute(sql`select 1 from pg_tables where schemaname = 'public'`)
    expect(rows).toEqual([])
  })

  test('where nothing may be made', async () => {
    const address = await createEmptyAddress()
    await using database = await openDatabase(address)
    const role = `guest_${process.pid}_${Date.now()}`
    await database.connection.execute(sql.raw(`create role ${role} login`))
    try {
      const findings = await examineUrl(urlOf(address).replace('vigie@', `${role}@`))
      expect(problemsIn(findings)).toMatchObject([
        { check: 'schema', cause: 'configuration', said: expect.stringContaining('this user may not make it') },
      ])
    } finally {
      await database.connection.execute(sql.raw(`drop role ${role}`))
    }
  })

  test('of a newer version, and of an older one', async () => {
    await using database = await createTestDatabase()
    const { connection } = database.database
    await connection.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', ${Date.now() + 1e12})`,
    )
    const newer = await examineUrl(urlOf(database.address))
    expect(problemsIn(newer)).toMatchObject([
      { check: 'schema', cause: 'configuration', said: 'made by a newer version of Vigie' },
    ])
    await connection.execute(sql`delete from drizzle.__drizzle_migrations where id > 1`)
    const older = await examineUrl(urlOf(database.address))
    expect(problemsIn(older)).toMatchObject([
      {
        check: 'schema',
        state: 'warning',
        said: expect.stringMatching(/behind/),
        advice: expect.stringMatching(/migrate/),
      },
    ])
  })

  test('with another clock', async () => {
    const url = urlOf(await createTestAddress())
    const behind = await examineUrl(url, () => new Date(Date.now() - 10 * 60_000))
    expect(problemsIn(behind)).toMatchObject([
      { check: 'clock', state: 'problem', said: '600 s behind that of the database' },
    ])
  })

  test('with accounts that need somebody, and a server that has another time', async () => {
    const date = new Date(Date.now() + 120_000).toUTCString()
    await using server = await listenHttp((_, response) => response.writeHead(200, { date }).end())
    await using database = await createTestDatabase()
    const { connection } = database.database
    const vault = createVault(Buffer.from(KEY, 'base64'))
    const brand = await insertBrand(connection, BRAND)
    const network = { name: 'scripted', sources: ['inbox'] } as const
    const ids = new Map<string, string>()
    for (const handle of ['good', 'bad', 'ugly']) {
      const service = handle === 'good' ? server.url : ''
      const identity = { service, remoteId: handle, handle, name: handle, credentials: { password: 'hunter2' } }
      const account = await saveAccount(connection, vault, brand!.id, network, identity)
      ids.set(handle, account!.id)
    }
    await markRefused(connection, (await findAccount(connection, ids.get('bad')!))!)
    const failing = (await listSources(connection)).find(({ account }) => account.handle === 'ugly')!
    await saveReadFailure(connection, failing.source.id, 'the server\nis away', new Date('2026-03-29T09:00:00Z'))
    const findings = await examineUrl(urlOf(database.address))
    expect(about(findings, 'account')).toEqual([
      'ok: scripted @good: not read yet',
      'problem: scripted @bad: the network refuses its credentials',
      'warning: scripted @ugly: could not be read once (the server is away)',
    ])
    expect(about(findings, 'clock')).toEqual([
      'ok: as that of the database',
      expect.stringMatching(/^warning: 1(?:19|2\d) s behind that of 127\.0\.0\.1:/),
    ])
    expect(about(findings, 'secret key')).toEqual(['ok: VIGIE_SECRET_KEY opens all that is stored'])
    const other = Buffer.alloc(32, 8).toString('base64')
    const url = urlOf(database.address)
    const wrong = await examineWith({ DATABASE_URL: url, DATA_DIR: directory.path, VIGIE_SECRET_KEY: other })
    expect(about(wrong, 'secret key')).toEqual([
      'problem: VIGIE_SECRET_KEY does not open the credentials of scripted @good, scripted @bad, scripted @ugly',
    ])
    expect(JSON.stringify([findings, wrong])).not.toContain('hunter2')
  })

  test('that is too old', () => {
    const state = { schema: 'current', mayMigrate: true, ahead: 0 } as const
    expect(checkVersion({ ...state, version: '14.1', majorVersion: 14 }, 'there')).toMatchObject({ state: 'problem' })
    expect(checkVersion({ ...state, version: '15.0', majorVersion: 15 }, 'there')).toMatchObject({ state: 'ok' })
    // Nothing has to be made.
    expect(checkSchema({ ...state, mayMigrate: false, version: '15.0', majorVersion: 15 })).toMatchObject({
      state: 'ok',
    })
  })
})

describe('the embedded database', () => {
  test('that nobody has made: its programs run, and nothing is made', async () => {
    await using empty = await makeDataDirectory()
    const findings = await examineWith({ DATA_DIR: empty.path })
    expect(problemsIn(findings)).toEqual([])
    expect(about(findings, 'database')).toEqual([expect.stringMatching(/^ok: .*PostgreSQL.*the first start makes/)])
    expect(await processesIn(empty.path)).toEqual([])
  })
})
