import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { placesIn } from './data-directory.ts'
import { EmbeddedDatabaseError } from './error.ts'
import { type Host, runCommand } from './host.ts'
import { findPackage, findServerProgram } from './programs.ts'

export interface EmbeddedState {
  /** As the program says, "postgres (PostgreSQL) 18.4"; undefined where the first start has yet to arrange it. */
  readonly version: string | undefined
  /** Whether there is a database to be started. */
  readonly hasCluster: boolean
}

/** Throws `unsupported-platform` where there is no program for this machine, or it does not run. */
export async function examine(host: Host, dataDirectory: string): Promise<EmbeddedState> {
  const native = await findPackage(host)
  const directory = placesIn(dataDirectory, { userId: 0, groupId: 0 })
  const program = await findServerProgram(native, directory)
  const hasCluster = await stat(join(directory.cluster, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
  if (program === undefined) return { version: undefined, hasCluster }
  const { code, output } = await runCommand(host, [program, '--version'])
  if (code === 0) return { version: output, hasCluster }
  throw new EmbeddedDatabaseError(
    'unsupported-platform',
    `The embedded database's program does not run here (${output.split('\n')[0] ?? `code ${code}`}): run npm ci anew, or set DATABASE_URL to a PostgreSQL server.`,
  )
}
