import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The bundle, relative to the root of the installation; its parts are beside it. */
export const BUNDLE = 'dist/vigie.js'
/** What the bundle was made from: `stampOf` of that day. */
export const STAMP = 'dist/stamp'

/**
 * True if the bundle is there and made from these sources and dependencies.
 * @param {string} root
 * @returns {Promise<boolean>}
 */
export async function isBuilt(root) {
  try {
    const [stamp] = await Promise.all([readFile(join(root, STAMP), 'utf8'), stat(join(root, BUNDLE))])
    return stamp === (await stampOf(root))
  } catch {
    return false
  }
}

/**
 * Changes with every change to a source or a dependency; read from the files' sizes and times, not their contents.
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function stampOf(root) {
  const entries = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true })
  const sources = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const lines = await Promise.all(
    [...sources, join(root, 'package-lock.json')].map(async path => {
      const { size, mtimeMs } = await stat(path)
      return `${path} ${size} ${mtimeMs}`
    }),
  )
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}
