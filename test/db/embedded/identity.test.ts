import { chmod, chown, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { type Host, runCommand, thisHost } from '../../../src/db/embedded/host.ts'
import { launch } from '../../../src/db/embedded/launch.ts'
import { openSql } from './sql.ts'
import { canRunAs, isRoot, refusal, spawnDatabase, temporaryDirectory } from './support.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const NOBODY = 65534
const NAMED = 1
const NAMELESS = 54321
const log = () => undefined

/** This machine, with commands that fail as they do where the kernel or the container forbids what they want. */
async function hostWhereForbidden(...commands: string[]): Promise<Host> {
  const directory = await temporaryDirectory()
  await chmod(directory, 0o755)
  for (const command of commands) {
    const script = `#!/bin/sh\necho "${command}: Operation not permitted" >&2\nexit 1\n`
    await writeFile(join(directory, command), script, { mode: 0o755 })
  }
  return { ...thisHost(), commandPath: `${directory}:${thisHost().commandPath}` }
}

async function ownerOfCluster(dataDirectory: string): Promise<number> {
  return (await stat(join(dataDirectory, 'postgresql'))).uid
}

describe.skipIf(!isRoot)('as root', () => {
  test('the same data is served with user namespaces, without them, and with them again', async () => {
    // The temporary directory is as closed as a home: 0700 and root's.
    const dataDirectory = await temporaryDirectory()
    {
      await using database = await launch(thisHost(), { dataDirectory, log })
      await using sql = openSql(database)
      await sql.run`CREATE TABLE kept AS SELECT 1 AS number`
    }
    expect(await ownerOfCluster(dataDirectory)).toBe(0)
    for (const host of [await hostWhereForbidden('unshare'), thisHost()]) {
      await using database = await launch(host, { dataDirectory, log })
      await using sql = openSql(database)
      await sql.run`INSERT INTO kept SELECT count(*) + 1 FROM kept`
      expect(await ownerOfCluster(dataDirectory)).toBe(NOBODY)
      expect((await stat(join(dataDirectory, 'postgresql', 'postmaster.pid'))).uid).toBe(NOBODY)
    }
    await using database = await launch(thisHost(), { dataDirectory, log })
    await using sql = openSql(database)
    expect(await sql.run`SELECT array_agg(number ORDER BY number) AS numbers FROM kept`).toEqual([
      { numbers: [1, 2, 3] },
    ])
  })

  test('a database is made without user namespaces too', async () => {
    const dataDirectory = await temporaryDirectory()
    await using database = await launch(await hostWhereForbidden('unshare'), { dataDirectory, log })
    await using sql = openSql(database)
    expect(await sql.run`SELECT 1 AS one`).toEqual([{ one: 1 }])
    expect(await ownerOfCluster(dataDirectory)).toBe(NOBODY)
    expect((await stat(dataDirectory)).mode & 0o777).toBe(0o700)
  })

  test('where neither way is open, it is said and nothing is made', async () => {
    const dataDirectory = await temporaryDirectory()
    const error = await refusal(launch(await hostWhereForbidden('unshare', 'setpriv'), { dataDirectory, log }))
    expect(error.reason).toBe('cannot-become-unprivileged')
    expect(error.message).toContain('setpriv: Operation not permitted')
    await expect(ownerOfCluster(dataDirectory)).rejects.toThrow('ENOENT')
  })

  test('what root starts in a user’s directory stays the user’s, who can start it later', async context => {
    if (!canRunAs(NAMED)) context.skip('another user cannot read this project')
    const dataDirectory = await temporaryDirectory()
    await chown(dataDirectory, NAMED, NAMED)
    {
      await using database = await launch(thisHost(), { dataDirectory, log })
      await using sql = openSql(database)
      expect(await sql.run`SELECT 1 AS one`).toEqual([{ one: 1 }])
    }
    expect(await ownerOfCluster(dataDirectory)).toBe(NAMED)
    const owner = spawnDatabase({ dataDirectory }, NAMED)
    expect(await owner.next()).toMatchObject({ event: 'started' })
    owner.child.kill('SIGTERM')
    expect(await owner.next()).toMatchObject({ event: 'stopped' })
  })

  test('a user without a name can make the database where namespaces are allowed, and is told why where not', async context => {
    if (!canRunAs(NAMELESS)) context.skip('another user cannot read this project')
    const dataDirectory = await temporaryDirectory()
    await chown(dataDirectory, NAMELESS, NAMELESS)
    const refused = spawnDatabase({ dataDirectory, host: await hostWhereForbidden('unshare') }, NAMELESS)
    expect(await refused.next()).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('user with a name'),
    })
    const asNameless = ['setpriv', `--reuid=${NAMELESS}`, '--clear-groups', 'unshare', '--user', 'true']
    if ((await runCommand(thisHost(), asNameless)).code !== 0) context.skip('user namespaces are for root only here')
    const owner = spawnDatabase({ dataDirectory }, NAMELESS)
    expect(await owner.next()).toMatchObject({ event: 'started' })
    owner.child.kill('SIGTERM')
    expect(await owner.next()).toMatchObject({ event: 'stopped' })
    expect(await ownerOfCluster(dataDirectory)).toBe(NAMELESS)
  })

  test('a user who may not write, or whose database is another’s, is told so', async context => {
    if (!canRunAs(NAMED)) context.skip('another user cannot read this project')
    const closed = await temporaryDirectory()
    await chmod(closed, 0o755)
    for (const dataDirectory of [closed, join(closed, 'new')]) {
      const owner = spawnDatabase({ dataDirectory }, NAMED)
      expect(await owner.next()).toMatchObject({
        reason: 'not-writable',
        message: expect.stringContaining(dataDirectory),
      })
    }
    const dataDirectory = await temporaryDirectory()
    await (await launch(thisHost(), { dataDirectory, log }))[Symbol.asyncDispose]()
    for (const path of [dataDirectory, join(dataDirectory, 'postgresql.lock')]) await chown(path, NAMED, NAMED)
    const owner = spawnDatabase({ dataDirectory }, NAMED)
    expect(await owner.next()).toMatchObject({ reason: 'not-writable' })
  })
})
