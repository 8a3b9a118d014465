import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterOptions } from './cluster.ts'
import { describeFailure } from './error.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import { serverParameters } from './settings.ts'
import { type ProcessEnd, type SupervisedProcess, superviseProcess } from './supervised-process.ts'

/** How often, in milliseconds, a starting server's state is read. */
const POLL_INTERVAL = 10

/** After this many milliseconds a fast shutdown that hangs becomes an immediate one: recovery at the next start. */
const SHUTDOWN_TIME = 60_000

export interface ServerOptions extends ClusterOptions {
  socketDirectory: string
  settings: Record<string, string> | undefined
}

/**
 * Starts the server and waits until it serves clients, however long it recovers after a crash. Throws an
 * EmbeddedDatabaseError where it ends instead.
 */
export async function startServer(options: ServerOptions): Promise<SupervisedProcess & { processId: number }> {
  const { host, identity, lockDescriptor, log, directory, programs, socketDirectory, settings } = options
  const command = [programs.postgres, ...serverParameters(directory.cluster, socketDirectory, settings)]
  const server = superviseProcess({ host, wrapper: identity.wrapper, command, lockDescriptor, log })
  let end: ProcessEnd | undefined
  void server.ended.then(value => {
    end = value
  })
  const { processId } = server
  while (end === undefined) {
    const file = await readPostmasterFile(directory.cluster)
    if (processId !== undefined && file?.processId === processId && file.status === 'ready') {
      return { ...server, processId }
    }
    await delay(POLL_INTERVAL)
  }
  throw describeFailure('Starting the database', directory.root, end.lastLines)
}

/** Ends sessions, writes everything out and waits for the end. */
export async function stopServer(server: SupervisedProcess): Promise<void> {
  server.signal('SIGINT')
  const overdue = setTimeout(() => server.signal('SIGQUIT'), SHUTDOWN_TIME)
  try {
    await server.ended
  } finally {
    clearTimeout(overdue)
  }
}
