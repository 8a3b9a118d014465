import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type DatabaseAddress, withDatabase } from '../../src/db/address.ts'
import { createClient } from '../../src/db/client.ts'
import { startEmbeddedDatabase } from '../../src/db/embedded/index.ts'
import { migrateDatabase } from '../../src/db/migrate.ts'
import { migrateJobs } from '../../src/jobs/queue.ts'
import { describeSkipped } from './specifications/folder.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where databases are made from the template. */
    server: DatabaseAddress
    template: string
    /** Where files of drafts are kept. */
    mediaDirectory: string
  }
}

/** One PostgreSQL for the whole run: the server given by TEST_DATABASE_URL, or an embedded one of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const skipped = describeSkipped()
  if (skipped !== undefined) process.stdout.write(`\n${skipped}\n`)
  await using stack = new AsyncDisposableStack()
  const server = await findServer(stack)
  const template = `vigie_template_${process.pid}`
  const admin = createClient(server)
  await admin.connect()
  stack.defer(async () => {
    const { rows } = await admin.query<{ datname: string }>(
      'select datname from pg_database where datname = $1 or datname like $2',
      [template, `vigie_test_${process.pid}_%`],
    )
    for (const { datname } of rows) await admin.query(`drop database if exists "${datname}" with (force)`)
    await admin.end()
  })
  await admin.query(`create database "${template}"`)
  const address = withDatabase(server, template)
  await migrateDatabase(address, join(import.meta.dirname, '../../migrations'))
  await migrateJobs(address)
  project.provide('server', server)
  project.provide('template', template)
  const mediaDirectory = await mkdtemp(join(tmpdir(), 'vigie-media-'))
  stack.defer(() => rm(mediaDirectory, { recursive: true, force: true }))
  project.provide('mediaDirectory', mediaDirectory)
  const kept = stack.move()
  return () => kept.disposeAsync()
}

async function findServer(stack: AsyncDisposableStack): Promise<DatabaseAddress> {
  const url = process.env.TEST_DATABASE_URL
  if (url !== undefined && url !== '') return { kind: 'url', url }
  const dataDirectory = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  stack.defer(() => rm(dataDirectory, { recursive: true, force: true }))
  const embedded = await startEmbeddedDatabase({
    dataDirectory,
    log: () => {},
    // A database that is thrown away needs no disk to be waited for.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  stack.defer(() => embedded[Symbol.asyncDispose]())
  return { kind: 'socket', directory: embedded.socketDirectory, port: embedded.port, database: 'vigie' }
}
