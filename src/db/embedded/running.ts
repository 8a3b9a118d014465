import { setTimeout as delay } from 'node:timers/promises'
import { asDataDirectoryError, placesIn } from './data-directory.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import { answers, socketPath } from './sockets.ts'

const POLL_INTERVAL = 50

/** How long, in milliseconds, a server that is just starting is waited for. */
const STARTING_TIME = 10_000

export interface RunningDatabase {
  socketDirectory: string
  port: number
}

/**
 * Where a server started by another process on this data directory listens, or undefined when none does. One that is
 * starting is waited for, up to ten seconds. A connection is tried, so what a killed server left behind is not believed.
 * Throws EmbeddedDatabaseError (`not-writable`) where this user may not look.
 */
export async function findRunningDatabase(dataDirectory: string): Promise<RunningDatabase | undefined> {
  const { cluster } = placesIn(dataDirectory, { userId: 0, groupId: 0 })
  for (let waited = 0; waited <= STARTING_TIME; waited += POLL_INTERVAL) {
    const file = await readPostmasterFile(cluster).catch(error => {
      throw asDataDirectoryError(error, dataDirectory)
    })
    if (file === undefined || file.socketDirectory === '') return undefined
    const { socketDirectory, port, status } = file
    if (!(await answers(socketPath(socketDirectory, port)))) return undefined
    if (status === 'ready') return { socketDirectory, port }
    if (status !== 'starting') return undefined
    await delay(POLL_INTERVAL)
  }
  return undefined
}
