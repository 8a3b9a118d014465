import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { link, open, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Keys, VaultError } from './vault.ts'

/**
 * `secret.key` in the data directory: a key of 32 bytes in base64 a line. The first one seals, the others open what was
 * sealed before.
 */
function pathIn(dataDirectory: string): string {
  return join(dataDirectory, 'secret.key')
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && (fault.code === 'ENOENT' || fault.code === 'ENOTDIR')
}

function parse(text: string, path: string): Keys {
  const keys = text
    .trim()
    .split('\n')
    .map(line => Buffer.from(line.trim(), 'base64'))
  const [current, ...previous] = keys
  if (current === undefined || keys.some(key => key.length !== 32)) {
    throw new VaultError(`${path} is not a key of 32 bytes in base64: bring back the right file.`)
  }
  return { current, previous }
}

/** The keys in the file; undefined where there is none. Throws `VaultError` if it holds something else. */
export async function readKeyFile(dataDirectory: string): Promise<Keys | undefined> {
  const path = pathIn(dataDirectory)
  try {
    return parse(await readFile(path, 'utf8'), path)
  } catch (fault) {
    if (isMissing(fault)) return undefined
    throw fault
  }
}

function format({ current, previous }: Keys): string {
  return [current, ...previous].map(key => `${key.toString('base64')}\n`).join('')
}

/** Written beside, so that nobody ever reads half a key; 0600 whatever the mask, and on the disk. */
async function draft(dataDirectory: string, keys: Keys): Promise<string> {
  const path = `${pathIn(dataDirectory)}.${process.pid}`
  await using file = await open(path, 'w', 0o600)
  await file.chmod(0o600)
  await file.writeFile(format(keys))
  await file.sync()
  return path
}

/** Reads the file, and makes it, 0600, if it is not there. Safe in two processes at once. */
export async function loadOrCreateKeys(dataDirectory: string): Promise<Keys> {
  const existing = await readKeyFile(dataDirectory)
  if (existing !== undefined) return existing
  const made = await draft(dataDirectory, { current: randomBytes(32), previous: [] })
  // Linked into place: the first one wins.
  await link(made, pathIn(dataDirectory)).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EEXIST') throw fault
  })
  await unlink(made)
  return parse(await readFile(pathIn(dataDirectory), 'utf8'), pathIn(dataDirectory))
}

/** Replaces the file as a whole. */
export async function writeKeyFile(dataDirectory: string, keys: Keys): Promise<void> {
  await rename(await draft(dataDirectory, keys), pathIn(dataDirectory))
  await using directory = await open(dataDirectory)
  // Windows has no such thing as a directory that is written out.
  if (process.platform !== 'win32') await directory.sync()
}

/**
 * The file's keys as they are at each moment: a command may have put a new one on top while this process runs, and from then
 * on it is the one that seals. Where the file cannot be read, those that were there last.
 */
export function followKeyFile(dataDirectory: string, first: Keys): () => Keys {
  const path = pathIn(dataDirectory)
  const stampOf = () => {
    const { mtimeMs, ino, size } = statSync(path)
    return `${ino} ${size} ${mtimeMs}`
  }
  let known = first
  let stamp = ''
  return () => {
    try {
      const now = stampOf()
      if (now !== stamp) known = parse(readFileSync(path, 'utf8'), path)
      stamp = now
    } catch (fault) {
      if (!isMissing(fault) && !(fault instanceof VaultError)) throw fault
    }
    return known
  }
}
