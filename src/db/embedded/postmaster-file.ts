import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedDatabaseError, systemErrorCode } from './error.ts'
import type { Host } from './host.ts'
import { findServerProcess } from './processes.ts'

/** What PostgreSQL writes to postmaster.pid, one fact a line (src/include/utils/pidfile.h in its source). */
export interface PostmasterFile {
  processId: number
  port: number
  socketDirectory: string
  /** `ready` once clients are served; `starting` and `stopping` around that. */
  status: string
}

/** Undefined where there is no such file. Lines not yet written are empty or NaN: the server fills them in as it starts. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
    return {
      // A negative number marks a standalone backend.
      processId: Math.abs(Number.parseInt(lines[0] ?? '', 10)),
      port: Number.parseInt(lines[3] ?? '', 10),
      socketDirectory: lines[4] ?? '',
      status: (lines[7] ?? '').trim(),
    }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Removes the postmaster.pid of a server that is gone: PostgreSQL itself would refuse to start when the number in it
 * has meanwhile gone to a stranger. Call it with the data directory's lock held. Throws `held` where a server lives.
 */
export async function removeStalePostmasterFile(host: Host, cluster: string): Promise<void> {
  const recorded = await readPostmasterFile(cluster)
  const processId = await findServerProcess(host, cluster, recorded?.processId)
  if (processId !== undefined) {
    throw new EmbeddedDatabaseError(
      'held',
      `A PostgreSQL server that this Vigie did not start (process ${processId}) has ${cluster} open: stop it, or give this Vigie its own DATA_DIR.`,
    )
  }
  if (recorded !== undefined) await rm(join(cluster, 'postmaster.pid'), { force: true })
}
