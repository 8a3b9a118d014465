import { rm } from 'node:fs/promises'
import { ensureCluster } from './cluster.ts'
import { asDataDirectoryError, openDataDirectory } from './data-directory.ts'
import type { Host } from './host.ts'
import { chooseIdentity } from './identity.ts'
import { lockDataDirectory } from './lock.ts'
import { removeStalePostmasterFile } from './postmaster-file.ts'
import { findPackage, preparePrograms } from './programs.ts'
import { startServer, stopServer } from './server.ts'
import { PORT } from './settings.ts'
import { makeSocketDirectory } from './sockets.ts'

export interface EmbeddedOptions {
  /** DATA_DIR; made (0700) where it is missing. */
  dataDirectory: string
  /** Gets the lines of the server's log, and initdb's. */
  log: (line: string) => void
  /** PostgreSQL settings over ours, `{work_mem: '16MB'}`; those that keep it private and durable cannot be changed. */
  settings?: Record<string, string>
}

/** A running server. Disposing of it stops it (fast shutdown: sessions are ended, all is written); twice is once. */
export interface EmbeddedDatabase extends AsyncDisposable {
  /**
   * Directory of the unix socket (0700). Clients connect with
   * `{host: socketDirectory, port, user: 'vigie', database: 'vigie'}` and no password: whoever may enter is trusted.
   */
  readonly socketDirectory: string
  /** PostgreSQL's number in the socket's file name; no network port. */
  readonly port: number
  /** Of the server's first process, the postmaster. */
  readonly processId: number
  /** Resolves when the server has ended by itself (a crash, a foreign signal); never after a disposal. */
  readonly ended: Promise<{ code: number | null; lastLines: string[] }>
}

/** Starts the database on the given machine. Throws EmbeddedDatabaseError. */
export async function launch(host: Host, options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  try {
    return await launchStepByStep(host, options)
  } catch (error) {
    throw asDataDirectoryError(error, options.dataDirectory)
  }
}

/** Where a step fails, everything taken before it is given back. */
async function launchStepByStep(host: Host, options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  await using resources = new AsyncDisposableStack()
  const native = await findPackage(host)
  const directory = await openDataDirectory(options.dataDirectory)
  const lock = resources.use(await lockDataDirectory(host, directory))
  await removeStalePostmasterFile(host, directory.cluster)
  const programs = await preparePrograms(native, directory)
  const identity = await chooseIdentity(host, directory, programs)
  const common = { host, directory, programs, identity, lockDescriptor: lock.descriptor, log: options.log }
  await ensureCluster(common)
  const socketDirectory = await makeSocketDirectory(host, directory, identity)
  resources.defer(() => rm(socketDirectory, { recursive: true, force: true }))
  const server = await startServer({ ...common, socketDirectory, settings: options.settings })
  const { promise: ended, resolve: reportEnd } = Promise.withResolvers<{ code: number | null; lastLines: string[] }>()
  let stopping = false
  void server.ended.then(end => {
    if (!stopping) reportEnd(end)
  })
  resources.defer(() => {
    stopping = true
    return stopServer(server)
  })
  const owned = resources.move()
  let stopped: Promise<void> | undefined
  return {
    socketDirectory,
    port: PORT,
    processId: server.processId,
    ended,
    [Symbol.asyncDispose]: () => {
      stopped ??= owned.disposeAsync()
      return stopped
    },
  }
}
