import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** Every file below src, by its path below src (`domain/draft.ts`), with its text. */
export function readSources(): ReadonlyMap<string, string> {
  const src = join(ROOT, 'src')
  const files = readdirSync(src, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return new Map(
    files
      .map(file => join(file.parentPath, file.name))
      .sort()
      .map(path => [relative(src, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')]),
  )
}

/** A file at the top of the project; empty if it is not there. */
export function readTopLevel(name: string): string {
  try {
    return readFileSync(join(ROOT, name), 'utf8')
  } catch {
    return ''
  }
}

/**
 * The code without its comments: those that begin a line, as all of ours do. A comment in the middle of a line stays,
 * since it cannot be told from a string with slashes without reading the language.
 */
export function withoutComments(code: string): string {
  return code.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '')
}
