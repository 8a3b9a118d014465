import { thisHost } from './host.ts'
import { type EmbeddedDatabase, type EmbeddedOptions, launch } from './launch.ts'

export { EmbeddedDatabaseError, type EmbeddedDatabaseFault } from './error.ts'
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
