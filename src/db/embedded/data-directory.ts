import { access, chown, constants, realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { makeDirectory } from '../make-directory.ts'
import { EmbeddedDatabaseError, systemErrorCode } from './error.ts'

export interface FileOwner {
  userId: number
  groupId: number
}

/** The places of the embedded database inside DATA_DIR. */
export interface DataDirectory {
  /** DATA_DIR itself, absolute, without symbolic links. */
  root: string
  owner: FileOwner
  /** PostgreSQL's own data directory; it exists only once it is complete. */
  cluster: string
  /** Where initdb works, renamed to `cluster` when it is done. */
  unfinishedCluster: string
  lockFile: string
  /** Holds one fresh directory per start, with the socket in it. */
  sockets: string
  /** A runnable arrangement of the PostgreSQL package, where the installed one cannot be completed. */
  programs: string
}

/** The places for a data directory that may not exist. */
export function placesIn(root: string, owner: FileOwner): DataDirectory {
  return {
    root,
    owner,
    cluster: join(root, 'postgresql'),
    unfinishedCluster: join(root, 'postgresql-unfinished'),
    lockFile: join(root, 'postgresql.lock'),
    sockets: join(root, 'sockets'),
    programs: join(root, 'postgresql-programs'),
  }
}

/** Makes DATA_DIR where it is missing (0700). Throws where that, or writing in it, is not allowed. */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  await makeDirectory(resolve(path))
  const root = await realpath(path)
  const found = await stat(root)
  if (!found.isDirectory()) throw fileInPlaceError(path)
  await access(root, constants.R_OK | constants.W_OK | constants.X_OK)
  return placesIn(root, { userId: found.uid, groupId: found.gid })
}

/** A failed system call as an operator's line about the data directory; anything else comes back unchanged. */
export function asDataDirectoryError(error: unknown, path: string): unknown {
  const shown = resolve(path)
  switch (systemErrorCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new EmbeddedDatabaseError(
        'not-writable',
        `The data directory ${shown} is not writable for this user: change its owner, or set DATA_DIR to another directory.`,
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return fileInPlaceError(path)
    case 'ENOSPC':
    case 'EDQUOT':
      return new EmbeddedDatabaseError(
        'disk-full',
        `The disk that holds ${shown} is full: make room, or set DATA_DIR to a place with some, and start again.`,
      )
    case undefined:
      return error
    default:
      return new EmbeddedDatabaseError(
        'failed',
        `The embedded database cannot use ${shown}: ${error instanceof Error ? error.message : error}`,
      )
  }
}

function fileInPlaceError(path: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'not-writable',
    `The data directory ${resolve(path)} cannot be made, because a file is in its place: set DATA_DIR to another directory.`,
  )
}

/** As root, what we make belongs to whom the files around it belong to, so that they can still start Vigie themselves. */
export async function giveTo(owner: FileOwner, path: string): Promise<void> {
  if (process.geteuid?.() === 0) await chown(path, owner.userId, owner.groupId)
}
