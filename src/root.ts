import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const packageSchema = z.object({ version: z.string() })

/** Directory of the installation, which holds migrations and assets; found from the source tree and from the bundle. */
export function findRoot(from: string = import.meta.dirname): string {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) return directory
    if (directory === dirname(directory)) throw new Error('package.json was not found above the program')
  }
}

export function readVersion(root: string): string {
  return packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version
}
