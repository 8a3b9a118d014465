import { v7 } from 'uuid'
import { inject } from 'vitest'
import { type DatabaseAddress, EMBEDDED_USER, withDatabase } from '../../src/db/address.ts'
import { createClient } from '../../src/db/client.ts'
import { type Database, openDatabase } from '../../src/db/database.ts'

export interface TestDatabase extends AsyncDisposable {
  readonly address: DatabaseAddress
  readonly database: Database
}

/** The name of a new, migrated database of its own, on the run's server. */
export function createTestAddress(): Promise<DatabaseAddress> {
  return createFrom(inject('template'))
}

/** The same with nothing in it. */
export function createEmptyAddress(): Promise<DatabaseAddress> {
  return createFrom('template0')
}

async function createFrom(origin: string): Promise<DatabaseAddress> {
  const server = inject('server')
  const template = inject('template')
  // Named after the run, so that the run's end finds it.
  const name = `vigie_test_${template.split('_').at(-1)}_${v7().replaceAll('-', '')}`
  const admin = createClient(server)
  await admin.connect()
  try {
    await admin.query(`create database "${name}" template "${origin}"`)
  } finally {
    await admin.end()
  }
  return withDatabase(server, name)
}

/** A new, migrated database, opened. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const address = await createTestAddress()
  const database = await openDatabase(address)
  return {
    address,
    database,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

/** The address as DATABASE_URL would say it. */
export function urlOf(address: DatabaseAddress): string {
  if (address.kind === 'url') return address.url
  const { directory, port, database } = address
  return `postgres://${EMBEDDED_USER}@localhost:${port}/${database}?host=${encodeURIComponent(directory)}`
}
