import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type DataDirectory, giveTo } from './data-directory.ts'
import { EmbeddedDatabaseError } from './error.ts'
import type { Host } from './host.ts'
import { giveToServer, type Identity } from './identity.ts'
import { PORT } from './settings.ts'

/** Bytes in a socket's path: 108 on Linux and 104 on macOS, with the closing zero (sun_path in sys/un.h). */
const LONGEST_SOCKET_PATH = 103

export function socketPath(directory: string, port: number): string {
  return join(directory, `.s.PGSQL.${port}`)
}

/** Whether somebody listens there. */
export function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/**
 * Makes the directory of this start's socket, 0700 and fresh (the lock file of a killed server's socket would stop the
 * next), and removes those of dead starts. In the data directory, or where temporary files go if that path is too long.
 */
export async function makeSocketDirectory(host: Host, directory: DataDirectory, identity: Identity): Promise<string> {
  await mkdir(directory.sockets, { recursive: true, mode: 0o700 })
  await giveTo(directory.owner, directory.sockets)
  const name = `vigie-${createHash('sha256').update(directory.root).digest('hex').slice(0, 12)}-`
  const places = [
    { parent: directory.sockets, prefix: 'start-' },
    { parent: host.temporaryDirectory, prefix: name },
    { parent: '/tmp', prefix: name },
  ]
  for (const { parent, prefix } of places) await removeLeftovers(parent, prefix)
  const fitting = places.find(({ parent, prefix }) => fits(join(parent, `${prefix}XXXXXX`)))
  if (fitting === undefined)
    throw new EmbeddedDatabaseError('failed', 'No directory has a path short enough for a socket.')
  const made = await mkdtemp(join(fitting.parent, fitting.prefix))
  await giveToServer(identity, made)
  return made
}

function fits(directory: string): boolean {
  return Buffer.byteLength(socketPath(directory, PORT)) <= LONGEST_SOCKET_PATH
}

/** Another machine's view of the same path may share /tmp with us, so what still answers stays. */
async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names.filter(found => found.startsWith(prefix))) {
    const leftover = join(parent, name)
    if (await answers(socketPath(leftover, PORT))) continue
    // Not ours to remove where another user made it; then it is not in our way either.
    await rm(leftover, { recursive: true, force: true }).catch(() => undefined)
  }
}
