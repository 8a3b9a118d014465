import { readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { type DataDirectory, type FileOwner, giveTo } from './data-directory.ts'
import { EmbeddedDatabaseError, systemErrorCode } from './error.ts'
import { type Host, runCommand } from './host.ts'
import type { Programs } from './programs.ts'

/** As whom PostgreSQL runs; it refuses to be root. */
export interface Identity {
  /** What its programs are run through; empty where they run as we do. */
  wrapper: readonly string[]
  /** The same for initdb, which wants a user with a name. */
  initialisationWrapper: readonly string[]
  /** To whom its files belong. */
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
 * Throws `cannot-become-unprivileged`.
 */
export async function chooseIdentity(host: Host, directory: DataDirectory, programs: Programs): Promise<Identity> {
  const owner = await ownerOfData(directory)
  if (process.geteuid?.() !== 0) return ownIdentity(owner)
  if (owner.userId === 0) {
    const inNamespace = await namespaceWrapper()
    if (await canRun(host, inNamespace, directory, programs)) {
      return { wrapper: inNamespace, initialisationWrapper: inNamespace, owner }
    }
  }
  const other = owner.userId === 0 ? NOBODY : owner
  const asOther = becomingWrapper(other)
  if (await canRun(host, asOther, directory, programs)) {
    return { wrapper: asOther, initialisationWrapper: asOther, owner: other }
  }
  throw new EmbeddedDatabaseError(
    'cannot-become-unprivileged',
    'PostgreSQL does not run as root, and here root may neither make a user namespace (unshare) nor become another user (setpriv): start Vigie as a normal user, or set DATABASE_URL to a PostgreSQL server.',
  )
}

async function ownerOfData(directory: DataDirectory): Promise<FileOwner> {
  try {
    const { uid, gid } = await stat(directory.cluster)
    return { userId: uid, groupId: gid }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return directory.owner
    throw error
  }
}

async function ownIdentity(owner: FileOwner): Promise<Identity> {
  return { wrapper: [], initialisationWrapper: hasName() ? [] : await namespaceWrapper(), owner }
}

/** Containers run under numbers that no user has; initdb stops there, the server does not mind. */
function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

async function namespaceWrapper(): Promise<string[]> {
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

function becomingWrapper({ userId, groupId }: FileOwner): string[] {
  const numbers = [`--reuid=${userId}`, `--regid=${groupId}`, '--clear-groups']
  return ['setpriv', ...numbers, '--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override']
}

/** Whether the wrapper works here, and whoever comes out of it can reach both the programs and the data. */
async function canRun(
  host: Host,
  wrapper: readonly string[],
  directory: DataDirectory,
  programs: Programs,
): Promise<boolean> {
  const attempt = ['sh', '-c', '"$1" --version && test -w "$2"', 'vigie', programs.postgres, directory.root]
  return (await runCommand(host, [...wrapper, ...attempt])).code === 0
}

/** Hands a directory over to whom the server runs as. */
export function giveToServer(identity: Identity, path: string): Promise<void> {
  return giveTo(identity.owner, path)
}
