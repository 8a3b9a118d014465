import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BUNDLE, build, isBuilt } from './build.ts'

/** `npm start` and `npm run vigie`: runs the bundle, making it first where it is missing or older than the sources. */
const root = join(import.meta.dirname, '..')
if (!(await isBuilt(root))) await build(root)
enableCompileCache(join(root, 'dist', 'compile-cache'))
await import(pathToFileURL(join(root, BUNDLE)).href)
