import { readFile, stat } from 'node:fs/promises'
import { type DataDirectory, type FileOwner, giveTo } from './data-directory.ts'
import { EmbeddedDatabaseError, systemErrorCode } from './error.ts'
import { type Host, runCommand } from './host.ts'
import type { Programs } from './programs.ts'

/** As whom PostgreSQL runs; it refuses to be root. */
export interface Identity {
  /** What its programs are run through; empty where they run as we do. */
  wrapper: readonly string[]
  /** To whom its files belong, seen from outside the wrapper. */
  owner: FileOwner
}

/** The user `nobody` of every system that has one in its usual place. */
const NOBODY: FileOwner = { userId: 65534, groupId: 65534 }

/**
 * The server runs as whoever the data belongs to. A normal user is that already. Root owning the data is given another
 * number in a user namespace: outside it stays root to the files, so nothing changes hands and a home closed to all
 * others is no obstacle. Where the kernel or the container forbids that, or the data is another user's, root becomes
 * that user (or nobody), keeping of its powers only the one to pass through closed directories.
 *
 * Call it with the data directory's lock held. Throws `cannot-become-unprivileged`.
 */
export async function chooseIdentity(host: Host, directory: DataDirectory, programs: Programs): Promise<Identity> {
  const clusterOwner = await ownerOf(directory.cluster)
  const isRoot = process.geteuid?.() === 0
  if (!isRoot && clusterOwner !== undefined) return { wrapper: [], owner: clusterOwner }
  const candidates = isRoot ? await rootsChoices(directory, clusterOwner) : await usersChoices(directory.owner)
  let output = ''
  for (const identity of candidates) {
    const result = await tryIdentity(host, identity, directory, programs, clusterOwner === undefined)
    if (result.code === 0) {
      await handOver(host, directory, clusterOwner, identity.owner)
      return identity
    }
    output = result.output
  }
  throw noIdentityError(isRoot, output)
}

async function ownerOf(path: string): Promise<FileOwner | undefined> {
  try {
    const { uid, gid } = await stat(path)
    return { userId: uid, groupId: gid }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

async function rootsChoices(directory: DataDirectory, clusterOwner: FileOwner | undefined): Promise<Identity[]> {
  const owner = clusterOwner ?? directory.owner
  const asNobody = { wrapper: becoming(NOBODY), owner: NOBODY }
  if (owner.userId === 0) return [{ wrapper: await inNamespace(), owner }, asNobody]
  const asOwner = { wrapper: becoming(owner), owner }
  return clusterOwner === undefined ? [asOwner, asNobody] : [asOwner]
}

/** Containers run under numbers that no user has: initdb stops there, the server does not mind. */
async function usersChoices(owner: FileOwner): Promise<Identity[]> {
  return [
    { wrapper: [], owner },
    { wrapper: await inNamespace(), owner },
  ]
}

async function inNamespace(): Promise<string[]> {
  const { userId, groupId } = await someNamedUser()
  return ['unshare', '--user', `--map-user=${userId}`, `--map-group=${groupId}`]
}

/** Any user but root: in the namespace the number stands for us, and initdb only looks up whether it has a name. */
async function someNamedUser(): Promise<FileOwner> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  for (const line of lines) {
    const [, , userId, groupId] = line.split(':')
    if (Number(userId) > 0 && Number(groupId) > 0) return { userId: Number(userId), groupId: Number(groupId) }
  }
  return NOBODY
}

function becoming({ userId, groupId }: FileOwner): string[] {
  const numbers = [`--reuid=${userId}`, `--regid=${groupId}`, '--clear-groups']
  return ['setpriv', ...numbers, '--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override']
}

/** Whether the wrapper works here, and whoever comes out of it reaches programs and data and, for initdb, has a name. */
async function tryIdentity(
  host: Host,
  { wrapper }: Identity,
  directory: DataDirectory,
  programs: Programs,
  needsName: boolean,
): Promise<{ code: number | null; output: string }> {
  const script = `"$1" --version >/dev/null && test -w "$2"${needsName ? ' && id -un' : ''}`
  return runCommand(host, [...wrapper, 'sh', '-c', script, 'vigie', programs.postgres, directory.root])
}

/** A cluster that root made in a namespace goes to the other user where namespaces are no longer to be had. */
async function handOver(
  host: Host,
  { cluster }: DataDirectory,
  from: FileOwner | undefined,
  to: FileOwner,
): Promise<void> {
  if (from === undefined || from.userId === to.userId) return
  const result = await runCommand(host, ['chown', '-hR', `${to.userId}:${to.groupId}`, cluster])
  if (result.code === 0) return
  throw new EmbeddedDatabaseError(
    'cannot-become-unprivileged',
    `The database in ${cluster} belongs to root and cannot be given to another user (${result.output}): start Vigie as a normal user with a DATA_DIR of its own.`,
  )
}

function noIdentityError(isRoot: boolean, output: string): EmbeddedDatabaseError {
  const detail = output === '' ? '' : ` (${output.replaceAll('\n', '; ')})`
  if (!isRoot) {
    return new EmbeddedDatabaseError(
      'failed',
      `PostgreSQL cannot be run by this user${detail}: start Vigie as a user with a name, or set DATABASE_URL to a PostgreSQL server.`,
    )
  }
  return new EmbeddedDatabaseError(
    'cannot-become-unprivileged',
    `PostgreSQL does not run as root, and here root may neither make a user namespace (unshare) nor become another user (setpriv)${detail}: start Vigie as a normal user, or set DATABASE_URL to a PostgreSQL server.`,
  )
}

/** Hands a directory we made over to whom the server runs as. */
export function giveToServer(identity: Identity, path: string): Promise<void> {
  return giveTo(identity.owner, path)
}
