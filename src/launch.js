import { spawnSync } from 'node:child_process'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BUNDLE, isBuilt } from './bundle.js'

/*
 * `npm start` and `npm run vigie`: runs the bundle, making it first where it is missing or older than the sources.
 *
 * This file and bundle.js are JavaScript, unlike all else: Node strips a file of its types with a compiler, some 20 MB
 * that the process would keep. The build has a process of its own for the same reason.
 */
const root = join(import.meta.dirname, '..')
if (!(await isBuilt(root))) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'build.ts')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
}
enableCompileCache(join(root, 'dist', 'compile-cache'))
await import(pathToFileURL(join(root, BUNDLE)).href)
