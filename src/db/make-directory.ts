import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Private to its owner. */
const MODE = 0o700

/**
 * Makes a directory and those above it, 0700, where they are missing. Throws the system's error. Node's own recursive
 * `mkdir` never returns where a parent answers ENOENT for every child, as /proc does.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, MODE)
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? fault.code : undefined
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw fault
    await makeDirectory(dirname(path))
    await mkdir(path, MODE).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST') throw again
    })
  }
}
