import { randomBytes } from 'node:crypto'
import { access, constants, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { findHolder } from '../db/embedded/index.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'

const MEGABYTE = 1024 * 1024

/** Bytes. The embedded database keeps up to 512 MB of journal (max_wal_size) besides its data. */
const COMFORTABLE = 1024 * MEGABYTE
const LEAST = 128 * MEGABYTE

const { ok, warning, wrong, gone } = findingsOf('data directory')

function sizeOf(bytes: number): string {
  return bytes >= 1024 * MEGABYTE
    ? `${(bytes / (1024 * MEGABYTE)).toFixed(1)} GB`
    : `${Math.floor(bytes / MEGABYTE)} MB`
}

/** What `bytes` of free space mean; `said` is what else there is to say. */
export function judgeSpace(bytes: number, path: string, said: string): Finding {
  const free = `${said}, ${sizeOf(bytes)} free`
  if (bytes < LEAST) return gone(free, `Make room on the disk that holds ${path}.`)
  if (bytes < COMFORTABLE) return warning(free, `Make room on the disk that holds ${path} before it is full.`)
  return ok(free)
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault)
}

/** The nearest directory above that is there. */
async function nearest(path: string): Promise<string> {
  for (let place = path; ; place = dirname(place)) {
    const isThere = await stat(place).then(
      () => true,
      () => false,
    )
    if (isThere || dirname(place) === place) return place
  }
}

/** Writing proves more than asking: the file system may be full or read-only. The file goes at once. */
async function tryToWrite(directory: string): Promise<void> {
  await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  const path = join(directory, `.doctor-${randomBytes(6).toString('hex')}`)
  try {
    await writeFile(path, 'x', { flag: 'wx', mode: 0o600 })
  } finally {
    await rm(path, { force: true }).catch(() => {})
  }
}

/** Whether DATA_DIR is there, can be written and has room, and who has it. */
export async function checkDataDirectory(directory: string): Promise<Finding> {
  const path = resolve(directory)
  const place = await nearest(path)
  const advice = 'Change its owner to the user that runs Vigie, or set DATA_DIR to another directory.'
  try {
    if (!(await stat(place)).isDirectory()) return wrong(`${place} is a file`, 'Set DATA_DIR to a directory.')
    await tryToWrite(place)
  } catch (fault) {
    const code = codeOf(fault)
    if (code === 'ENOSPC' || code === 'EDQUOT') return gone(`the disk that holds ${path} is full`, 'Make room on it.')
    if (place !== path) return wrong(`${path} is not there and cannot be made in ${place} (${code})`, advice)
    return wrong(`${path} cannot be written by this user (${code})`, advice)
  }
  const { bavail, bsize } = await statfs(place)
  const holder = await findHolder(path)
  const held = holder === undefined ? 'held by nobody' : `held by process ${holder}`
  return judgeSpace(bavail * bsize, path, place === path ? `${path}, ${held}` : `${path}, which the first start makes`)
}
