import { placesIn } from './data-directory.ts'
import { type EmbeddedState, examine } from './examine.ts'
import { thisHost } from './host.ts'
import { type EmbeddedDatabase, type EmbeddedOptions, launch } from './launch.ts'
import { findHolderOf } from './lock.ts'

export { EmbeddedDatabaseError, type EmbeddedDatabaseFault } from './error.ts'
export type { EmbeddedState } from './examine.ts'
export type { EmbeddedDatabase, EmbeddedOptions } from './launch.ts'
export { findRunningDatabase, type RunningDatabase } from './running.ts'

/**
 * Starts PostgreSQL on a data directory, making the database first where there is none. Throws EmbeddedDatabaseError.
 *
 * The server ends with its disposal, or by itself when this process dies, however it dies.
 */
export function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  return launch(thisHost(), options)
}

/** The process that has the data directory; undefined if nobody has, or another machine's. */
export function findHolder(dataDirectory: string): Promise<number | undefined> {
  return findHolderOf(thisHost(), placesIn(dataDirectory, { userId: 0, groupId: 0 }).lockFile)
}

/** Whether a start would find what it needs. Makes nothing in the data directory. Throws EmbeddedDatabaseError. */
export function examineEmbedded(dataDirectory: string): Promise<EmbeddedState> {
  return examine(thisHost(), dataDirectory)
}
