import {
  chmod,
  chown,
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDataDirectory } from '../../../src/db/embedded/data-directory.ts'
import { runCommand, thisHost } from '../../../src/db/embedded/host.ts'
import { launch } from '../../../src/db/embedded/launch.ts'
import { findPackage, preparePrograms } from '../../../src/db/embedded/programs.ts'
import { openSql } from './sql.ts'
import { canRunAs, exists, isRoot, refusal, spawnDatabase, temporaryDirectory } from './support.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const log = () => undefined

/** The installed package as npm unpacks it without install scripts: no symbolic links. Answers its native folder. */
async function packageWithoutLinks(): Promise<string> {
  const installed = await findPackage(thisHost())
  const copy = join(await temporaryDirectory(), 'native')
  const isLink = async (path: string) => (await lstat(path)).isSymbolicLink()
  for (const part of ['bin', 'lib', 'share']) {
    await mkdir(join(copy, part), { recursive: true })
    for (const name of await readdir(join(installed, part))) {
      const [from, to] = [join(installed, part, name), join(copy, part, name)]
      if (await isLink(from)) continue
      // 60 MB: what is not a program or a library beside it may stay where it is, and those are copied only between disks.
      if ((await stat(from)).isDirectory()) await symlink(from, to)
      else await link(from, to).catch(() => copyFile(from, to))
    }
  }
  await copyFile(join(installed, 'pg-symlinks.json'), join(copy, 'pg-symlinks.json'))
  await copyFile(join(installed, '..', 'package.json'), join(copy, '..', 'package.json'))
  return copy
}

async function linksIn(native: string): Promise<string[]> {
  const listed: { target: string }[] = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))
  return listed.map(({ target }) => join(native, '..', target))
}

test('links the install script did not make are made, by several starts at once', async () => {
  const nativeDirectory = await packageWithoutLinks()
  const links = await linksIn(nativeDirectory)
  expect(links.length).toBeGreaterThan(0)
  for (const link of links) expect(await exists(link)).toBe(false)
  const dataDirectory = await temporaryDirectory()
  const directory = await openDataDirectory(dataDirectory)
  await Promise.all([1, 2, 3, 4].map(() => preparePrograms(nativeDirectory, directory)))
  for (const link of links) expect(await exists(link)).toBe(true)
  await using database = await launch({ ...thisHost(), nativeDirectory }, { dataDirectory, log })
  await using sql = openSql(database)
  expect(await sql.run`SELECT 1 AS one`).toEqual([{ one: 1 }])
  expect(await exists(directory.programs)).toBe(false)
})

/** Root may write anywhere, so there the test is another user's. */
const user = isRoot ? 65534 : undefined

test('a package that cannot be written is completed in the data directory', async context => {
  if (user !== undefined && !canRunAs(user)) context.skip('another user cannot read this project')
  const nativeDirectory = await packageWithoutLinks()
  const dataDirectory = await temporaryDirectory()
  await chmod(dirname(nativeDirectory), 0o755)
  await chmod(join(nativeDirectory, 'lib'), 0o555)
  onTestFinished(() => chmod(join(nativeDirectory, 'lib'), 0o755))
  if (user !== undefined) await chown(dataDirectory, user, user)
  // The second is served by what the first arranged, and by nothing else: the number stays one.
  for (const _ of [1, 2]) {
    const owner = spawnDatabase({ dataDirectory, host: { nativeDirectory } }, user)
    expect(await owner.next()).toMatchObject({ event: 'started' })
    owner.child.kill('SIGTERM')
    expect(await owner.next()).toMatchObject({ event: 'stopped' })
    expect(await readdir(join(dataDirectory, 'postgresql-programs'))).toHaveLength(1)
  }
  for (const link of await linksIn(nativeDirectory)) expect(await exists(link)).toBe(false)
})

test('an arrangement left half-made by a killed start is made again', async () => {
  const nativeDirectory = await packageWithoutLinks()
  // A broken link, which we do not take away, is another reason not to complete the package in its place.
  await symlink('nowhere', (await linksIn(nativeDirectory))[0]!)
  const directory = await openDataDirectory(await temporaryDirectory())
  const { postgres } = await preparePrograms(nativeDirectory, directory)
  const home = dirname(dirname(postgres))
  await rm(postgres)
  await rename(home, `${home}.unfinished`)
  expect((await preparePrograms(nativeDirectory, directory)).postgres).toBe(postgres)
  expect((await runCommand(thisHost(), [postgres, '--version'])).output).toContain('18.4')
  expect(await readdir(directory.programs)).toHaveLength(1)
})

test('a system without a package of PostgreSQL is told of DATABASE_URL, and nothing is made', async () => {
  const dataDirectory = join(await temporaryDirectory(), 'data')
  const error = await refusal(launch({ ...thisHost(), architecture: 'riscv64' }, { dataDirectory, log }))
  expect(error.reason).toBe('unsupported-platform')
  expect(error.message).toContain('DATABASE_URL')
  expect(await exists(dataDirectory)).toBe(false)
})
