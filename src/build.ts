import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BUNDLE, STAMP, stampOf } from './bundle.js'

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
    // What strangers wrote is read by processes, whose program networks/feeds/reader.ts finds beside the bundle by this name.
    entryPoints: { vigie: 'src/cli/index.ts', 'vigie-feeds': 'src/networks/feeds/worker.ts' },
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
    await writeFile(unfinished, inAscii(Buffer.from(contents).toString('utf8')))
    await rename(unfinished, path)
  }
  await writeFile(join(root, STAMP), await stampOf(root))
}

/**
 * What esbuild leaves beyond ASCII, which is what stands in regular expressions: a single letter beyond Latin-1 makes
 * Node keep the whole text with two bytes a letter.
 */
function inAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

if (import.meta.main) await build(join(import.meta.dirname, '..'))
