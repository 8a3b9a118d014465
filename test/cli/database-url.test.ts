import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { DatabaseAddress } from '../../src/db/address.ts'
import { openDatabase } from '../../src/db/database.ts'
import { createEmptyAddress, createTestAddress, urlOf } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { createLocalClient, wordsOf } from '../support/local-client.ts'
import { makeDataDirectory, runVigie, startVigie } from '../support/process.ts'

vi.setConfig({ testTimeout: 90_000 })

let directory: Awaited<ReturnType<typeof makeDataDirectory>>
beforeAll(async () => {
  directory = await makeDataDirectory()
})
afterAll(() => directory[Symbol.asyncDispose]())

/** What a process is started with on that database; what it complains about is looked at by the test. */
function optionsFor(address: DatabaseAddress) {
  return { dataDirectory: directory.path, environment: { DATABASE_URL: urlOf(address), LOG_LEVEL: 'fatal' } }
}

test('two processes that start at once on an empty database share it, and outlive every connection', async () => {
  const address = await createEmptyAddress()
  const options = optionsFor(address)
  const [first, second] = await Promise.all([startVigie(options), startVigie(options)])
  await using _first = first
  await using _second = second
  const [one, other] = [createLocalClient(first.url), createLocalClient(second.url)]
  expect(await (await one.get('/local/channels')).json()).toHaveLength(4)
  expect(await (await other.get('/local/members')).json()).toHaveLength(5)
  await one.post('robin', 'Acme before.')
  await other.awaitMessage('mentions', message => wordsOf(message).includes('Acme before.'))

  await using database = await openDatabase(address)
  await database.connection.execute(
    sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
  )
  for (const [index, client] of [one, other].entries()) {
    const text = `Acme after ${index}.`
    // The first attempt may meet a connection that has just been cut: then it was not acknowledged.
    await eventually(() => client.post('robin', text).then(() => 'posted', String)).toBe('posted')
    await client.awaitMessage('mentions', message => wordsOf(message).includes(text))
    await eventually(async () => (await client.get('/readyz')).status).toBe(200)
  }
  const shown = (await one.messages('mentions')).map(wordsOf)
  expect(shown.filter(words => words.includes('Acme before.'))).toHaveLength(1)
  for (const vigie of [first, second]) expect(await vigie.stop()).toMatchObject({ code: 0, stderr: '' })
})

test('a database of a newer version is refused in a line, and stays as it is', async () => {
  const address = await createTestAddress()
  await using database = await openDatabase(address)
  await database.connection.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', ${Date.now() + 1e12})`,
  )
  for (const words of [['start'], ['migrate'], ['brand', 'list']]) {
    const { code, stdout, stderr } = await runVigie(words, optionsFor(address))
    expect([code, stdout]).toEqual([69, ''])
    expect(stderr).toMatch(/^The database \([^\n]+\) was made by a newer version of Vigie: [^\n]+\n$/)
  }
  expect(await database.connection.$count(sql`brands`)).toBe(0)
})
