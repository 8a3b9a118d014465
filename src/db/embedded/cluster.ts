import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataDirectory } from './data-directory.ts'
import { describeFailure, EmbeddedDatabaseError, systemErrorCode } from './error.ts'
import type { Host } from './host.ts'
import { giveToServer, type Identity } from './identity.ts'
import type { Programs } from './programs.ts'
import { type ProcessEnd, superviseProcess } from './supervised-process.ts'

export interface ClusterOptions {
  host: Host
  directory: DataDirectory
  programs: Programs
  identity: Identity
  lockDescriptor: number
  log: (line: string) => void
}

/**
 * Makes the cluster, with its database `vigie`, where there is none. It is made beside its place and renamed when all of
 * it is on the disk: a killed initdb leaves a directory that looks complete. Call it with the lock held.
 */
export async function ensureCluster(options: ClusterOptions): Promise<void> {
  const { directory, programs, identity } = options
  await rm(directory.unfinishedCluster, { recursive: true, force: true })
  if (await hasUsableCluster(directory, programs.majorVersion)) return
  await mkdir(directory.unfinishedCluster, { mode: 0o700 })
  await giveToServer(identity, directory.unfinishedCluster)
  try {
    await initialise(options)
    await createDatabase(options)
    await rename(directory.unfinishedCluster, directory.cluster)
    await synchronise(directory.root)
  } catch (error) {
    await rm(directory.unfinishedCluster, { recursive: true, force: true })
    throw error
  }
}

async function hasUsableCluster(directory: DataDirectory, majorVersion: number): Promise<boolean> {
  const { cluster } = directory
  const found = Number.parseInt(await readOrNothing(join(cluster, 'PG_VERSION')), 10)
  if (Number.isNaN(found)) {
    const names = await readdir(cluster).catch(error => {
      if (systemErrorCode(error) === 'ENOENT') return []
      throw error
    })
    if (names.length === 0) return false
    throw new EmbeddedDatabaseError(
      'failed',
      `${cluster} is there and is not a database: move it away, or set DATA_DIR to another directory.`,
    )
  }
  if (found === majorVersion) return true
  const [reason, advice] =
    found > majorVersion
      ? (['newer-server-version', 'start the newer Vigie that made it'] as const)
      : (['older-server-version', 'start the earlier Vigie that made it'] as const)
  throw new EmbeddedDatabaseError(
    reason,
    `The database in ${cluster} was made by PostgreSQL ${found} and this Vigie has PostgreSQL ${majorVersion}: ${advice}, or set DATA_DIR to another directory.`,
  )
}

async function readOrNothing(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(error => {
    if (systemErrorCode(error) === 'ENOENT') return ''
    throw error
  })
}

/**
 * Sorting, case and search come from PostgreSQL's own C.UTF-8, so they are the same on every system. Only what counts
 * as a letter in trigrams is asked of the system's library, and systems exist that lack the locale for it.
 */
async function initialise(options: ClusterOptions): Promise<void> {
  const { programs, directory } = options
  const command = [
    programs.initdb,
    '--pgdata',
    directory.unfinishedCluster,
    '--username',
    'vigie',
    '--encoding',
    'UTF8',
  ]
  command.push('--auth-local', 'trust', '--auth-host', 'reject', '--data-checksums', '--no-instructions')
  command.push('--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C')
  let end = await run(options, [...command, '--lc-ctype', 'C.UTF-8'])
  if (end.code !== 0 && end.lastLines.some(line => line.includes('invalid locale name')))
    end = await run(options, command)
  if (end.code !== 0) throw describeFailure('Making the database', directory.root, end.lastLines)
}

/** Without a server: a start must find a cluster that is complete, database included. */
async function createDatabase(options: ClusterOptions): Promise<void> {
  const { programs, directory } = options
  const script = 'echo "CREATE DATABASE vigie" | "$1" --single -D "$2" -c exit_on_error=true postgres'
  const end = await run(options, ['sh', '-c', script, 'vigie', programs.postgres, directory.unfinishedCluster])
  if (end.code !== 0) throw describeFailure('Making the database', directory.root, end.lastLines)
}

function run({ host, identity, lockDescriptor, log }: ClusterOptions, command: string[]): Promise<ProcessEnd> {
  return superviseProcess({ host, wrapper: identity.wrapper, command, lockDescriptor, log }).ended
}

/** A renamed directory is only there after a power cut once its parent has been written. */
async function synchronise(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
