import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import { etag } from 'hono/etag'

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'ENOENT'
}

/** The page's scripts, styles and pictures, from one flat directory. */
export function createAssets(directory: string): Hono {
  const app = new Hono()
  app.get('/:name', etag(), async (context, next) => {
    const name = context.req.param('name')
    const type = TYPES[/^[a-z-]+\.(?<ending>[a-z]+)$/.exec(name)?.groups?.ending ?? '']
    if (type === undefined) return next()
    try {
      const content = await readFile(join(directory, name))
      // Kept, but asked for again: a new version of Vigie comes with new files under the same names.
      return context.body(content, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' })
    } catch (fault) {
      if (isMissing(fault)) return next()
      throw fault
    }
  })
  return app
}
