import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The bundle, relative to the root of the installation; its parts are beside it. */
export const BUNDLE = 'dist/vigie.js'
const STAMP = 'dist/stamp'

/**
 * One file instead of some thousand modules: drizzle-orm alone costs a second of start-up as unbundled modules, since Node
 * reads its package.json again for each.
 */
export async function build(root: string): Promise<void> {
  const { build: bundle, stop } = await import('esbuild')
  const directory = join(root, 'dist')
  await mkdir(directory, { recursive: true })
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: { vigie: 'src/cli/index.ts' },
    outdir: directory,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // What is imported when it is needed is a file of its own, named after its contents, and takes no memory until then.
    splitting: true,
    chunkNames: 'vigie-[hash]',
    target: 'node24',
    keepNames: true,
    // Half of the bundle is white space and comments, and Node keeps the text in memory.
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    // Optional native bindings of pg, and what locates files of its own package at run time.
    external: ['pg-native'],
    // Packages in CommonJS expect these. Under names of ours: some packages declare their own, which esbuild keeps as they are.
    define: { __filename: 'filenameOfBundle', __dirname: 'dirnameOfBundle' },
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url); const filenameOfBundle = import.meta.filename; const dirnameOfBundle = import.meta.dirname;",
    },
  })
  // Its process would stay for as long as ours, with 180 MB.
  await stop()
  // The parts first, and each renamed into place: two starts at once never load half a bundle.
  const entryLast = outputFiles.toSorted(
    (one, other) => Number(one.path === join(root, BUNDLE)) - Number(other.path === join(root, BUNDLE)),
  )
  for (const { path, contents } of entryLast) {
    const unfinished = `${path}-${process.pid}`
    await writeFile(unfinished, contents)
    await rename(unfinished, path)
  }
  await writeFile(join(root, STAMP), await stampOf(root))
}

/** True if the bundle is there and made from these sources and dependencies. */
export async function isBuilt(root: string): Promise<boolean> {
  try {
    const [stamp] = await Promise.all([readFile(join(root, STAMP), 'utf8'), stat(join(root, BUNDLE))])
    return stamp === (await stampOf(root))
  } catch {
    return false
  }
}

/** Changes with every change to a source or a dependency; read from the files' sizes and times, not their contents. */
async function stampOf(root: string): Promise<string> {
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

if (import.meta.main) await build(join(import.meta.dirname, '..'))
