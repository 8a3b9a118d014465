import { constants, type FileHandle, open } from 'node:fs/promises'
import type { DataDirectory } from './data-directory.ts'
import { EmbeddedDatabaseError } from './error.ts'
import { type Host, runCommand } from './host.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import { describeProcess, findServerProcess } from './processes.ts'

/** A conflict, told apart from the command's own failures (EX_TEMPFAIL of sysexits.h). */
const CONFLICT = 75

/** `flock` is not on macOS, perl is. Descriptor 3 is the lock file; the parameter is how many seconds to wait. */
const PERL_LOCK = `use Fcntl qw(:flock); open(my $lock, "+<&=", 3) or exit 1; $SIG{ALRM} = sub { exit ${CONFLICT} };
  if ($ARGV[0] == 0) { exit(flock($lock, LOCK_EX | LOCK_NB) ? 0 : ${CONFLICT}) }
  alarm $ARGV[0]; exit(flock($lock, LOCK_EX) ? 0 : 1);`

export interface DataDirectoryLock extends AsyncDisposable {
  /** The open lock file. Whoever inherits it holds the lock with us, until the last of them has ended. */
  readonly descriptor: number
}

/**
 * Takes the data directory for this process and for the server it starts. The kernel keeps the lock and gives it back
 * when the last process that holds it has ended, so it cannot go stale and holds between containers too.
 *
 * A server whose Vigie was killed is still shutting down when the next one comes: it is waited for, at most
 * `patienceSeconds`. Throws `held` at once where the other Vigie lives.
 */
export async function lockDataDirectory(
  host: Host,
  directory: DataDirectory,
  patienceSeconds = 20,
): Promise<DataDirectoryLock> {
  const file = await openLockFile(directory)
  try {
    for (let waited = 0; !(await tryLock(host, file, waited === 0 ? 0 : 1)); waited += 1) {
      const holder = await readHolder(file)
      if (holder !== undefined && (await isAlive(host, holder))) throw heldError(directory, holder.processId)
      if (waited >= patienceSeconds) throw heldError(directory, undefined)
      if (waited > 0 && holder !== undefined) await interruptOrphan(host, directory, file, holder)
    }
    await writeHolder(host, file)
  } catch (error) {
    await file.close()
    throw error
  }
  return {
    descriptor: file.fd,
    [Symbol.asyncDispose]: () => releaseLock(file),
  }
}

async function openLockFile(directory: DataDirectory): Promise<FileHandle> {
  const file = await open(directory.lockFile, constants.O_RDWR | constants.O_CREAT, 0o600)
  if (process.geteuid?.() === 0) await file.chown(directory.owner.userId, directory.owner.groupId)
  return file
}

async function releaseLock(file: FileHandle): Promise<void> {
  await file.truncate(0)
  await file.close()
}

/** The command locks the file description it shares with us, so the lock stays when the command has ended. */
async function tryLock(host: Host, file: FileHandle, seconds: number): Promise<boolean> {
  const flock = ['flock', '--exclusive', '--wait', String(seconds), '--conflict-exit-code', String(CONFLICT), '3']
  let result = await runCommand(host, flock, file.fd)
  if (result.code === 127) result = await runCommand(host, ['perl', '-e', PERL_LOCK, String(seconds)], file.fd)
  if (result.code === 0) return true
  if (result.code === CONFLICT) return false
  throw new EmbeddedDatabaseError(
    'failed',
    `The data directory cannot be locked (${result.output || `code ${result.code}`}): the command flock (package util-linux) or perl is needed, and a file system that has locks.`,
  )
}

interface Holder {
  processId: number
  startedAt: string
}

async function writeHolder(host: Host, file: FileHandle): Promise<void> {
  const self = await describeProcess(host, process.pid)
  await file.truncate(0)
  await file.write(`${process.pid} ${self?.startedAt ?? ''}\n`, 0)
}

async function readHolder(file: FileHandle): Promise<Holder | undefined> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(256), position: 0 })
  const match = /^(\d+) (.*)\n/.exec(buffer.toString('utf8', 0, bytesRead))
  return match === null ? undefined : { processId: Number(match[1]), startedAt: match[2] ?? '' }
}

/** The process that has the data directory, as its lock file says and if it lives; undefined if there is none. */
export async function findHolderOf(host: Host, lockFile: string): Promise<number | undefined> {
  const file = await open(lockFile, constants.O_RDONLY).catch(() => undefined)
  if (file === undefined) return undefined
  try {
    const holder = await readHolder(file)
    return holder !== undefined && (await isAlive(host, holder)) ? holder.processId : undefined
  } finally {
    await file.close()
  }
}

async function isAlive(host: Host, holder: Holder): Promise<boolean> {
  const found = await describeProcess(host, holder.processId)
  return found !== undefined && !found.zombie && found.startedAt === holder.startedAt
}

/** Its watchdog has told the server to stop; should the watchdog have died too, we do. */
async function interruptOrphan(host: Host, directory: DataDirectory, file: FileHandle, dead: Holder): Promise<void> {
  const recorded = await readPostmasterFile(directory.cluster)
  if (recorded === undefined) return
  const processId = await findServerProcess(host, directory.cluster, recorded.processId)
  // A holder writes itself down before it starts a server, so with the dead one still there this is no newer server.
  const holder = await readHolder(file)
  if (holder?.processId !== dead.processId || holder.startedAt !== dead.startedAt) return
  if (processId !== recorded.processId) return
  try {
    process.kill(processId, 'SIGINT')
  } catch {
    // It has just ended, or is another user's: either way the waiting decides.
  }
}

function heldError(directory: DataDirectory, processId: number | undefined): EmbeddedDatabaseError {
  const who =
    processId === undefined
      ? 'another Vigie, or by a database server that does not stop'
      : `another Vigie (process ${processId})`
  return new EmbeddedDatabaseError(
    'held',
    `The data directory ${directory.root} is held by ${who}: stop it, or give this one its own DATA_DIR.`,
  )
}
