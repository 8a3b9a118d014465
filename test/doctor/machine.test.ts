import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadOrCreateKeys, writeKeyFile } from '../../src/db/key-file.ts'
import { createVault } from '../../src/db/vault.ts'
import { checkDataDirectory, judgeSpace } from '../../src/doctor/data-directory.ts'
import { checkNode } from '../../src/doctor/node.ts'
import { checkSecretKey } from '../../src/doctor/secret-key.ts'
import { makeDataDirectory } from '../support/process.ts'

describe('Node', () => {
  test.each([
    ['24.21.0', 'ok'],
    ['22.20.0', 'problem'],
    ['26.0.0', 'warning'],
  ])('%s: %s', (version, state) => {
    expect(checkNode(version)).toMatchObject({ check: 'Node', state, said: expect.stringContaining(version) })
  })
})

describe('the data directory', () => {
  test('that is there, and one that is not there yet: nothing stays behind', async () => {
    await using directory = await makeDataDirectory()
    expect(await checkDataDirectory(directory.path)).toMatchObject({
      state: 'ok',
      said: expect.stringContaining(`${directory.path}, held by nobody`),
    })
    expect(await checkDataDirectory(join(directory.path, 'a/b'))).toMatchObject({
      state: 'ok',
      said: expect.stringContaining('which the first start makes'),
    })
    expect(await readdir(directory.path)).toEqual([])
  })

  test('a file in its place', async () => {
    await using directory = await makeDataDirectory()
    const file = join(directory.path, 'file')
    await writeFile(file, '')
    const expected = { state: 'problem', cause: 'configuration', said: `${file} is a file` }
    expect(await checkDataDirectory(file)).toMatchObject(expected)
    expect(await checkDataDirectory(join(file, 'below'))).toMatchObject(expected)
  })

  test.runIf(process.platform === 'linux')('where nobody can make one', async () => {
    expect(await checkDataDirectory('/proc/vigie')).toMatchObject({
      state: 'problem',
      said: expect.stringContaining('/proc/vigie is not there and cannot be made in /proc'),
      advice: expect.stringContaining('DATA_DIR'),
    })
  })

  test('that this user may not write in', async () => {
    await using directory = await makeDataDirectory()
    const closed = join(directory.path, 'closed')
    await mkdir(closed)
    await chmod(closed, 0o500)
    await chmod(directory.path, 0o755)
    const url = new URL('../../src/doctor/data-directory.ts', import.meta.url)
    const script = `const { checkDataDirectory } = await import(${JSON.stringify(url.href)}); console.log(JSON.stringify(await checkDataDirectory(${JSON.stringify(closed)})))`
    const isRoot = process.geteuid?.() === 0
    // Root may write everywhere, and so has to be somebody else to see it.
    const user = isRoot ? { uid: 65_534, gid: 65_534 } : {}
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { ...user, encoding: 'utf8' })
    expect(JSON.parse(output)).toMatchObject({
      state: 'problem',
      said: `${closed} cannot be written by this user (EACCES)`,
    })
  })

  test.each([
    [100 * 2 ** 20, 'problem', '100 MB free'],
    [500 * 2 ** 20, 'warning', '500 MB free'],
    [3 * 2 ** 30, 'ok', '3.0 GB free'],
  ])('%i bytes of room: %s', (bytes, state, said) => {
    expect(judgeSpace(bytes, '/srv', 'there')).toMatchObject({ state, said: `there, ${said}` })
  })
})

describe('the secret key', () => {
  const account = { id: 'a1', network: 'bluesky', handle: 'acme.test' }
  const seal = (key: Buffer) => ({ ...account, sealed: createVault(key).seal({ password: 'x' }, account.id) })

  test('in its file', async () => {
    await using directory = await makeDataDirectory()
    const config = readConfig({ DATA_DIR: directory.path })
    const check = async (secrets?: ReturnType<typeof seal>[]) => (await checkSecretKey(config, secrets)).finding
    const path = join(directory.path, 'secret.key')
    expect(await check([])).toMatchObject({ state: 'ok', said: expect.stringContaining('first start makes') })
    const other = seal(Buffer.alloc(32, 1))
    expect(await check([other])).toMatchObject({ state: 'problem', said: expect.stringContaining('is gone') })
    const { current: key } = await loadOrCreateKeys(directory.path)
    expect(await check([])).toMatchObject({ state: 'ok' })
    expect(await check([seal(key)])).toMatchObject({ state: 'ok', said: `${path} opens all that is stored` })
    expect(await check()).toMatchObject({ state: 'unchecked' })
    expect(await check([seal(key), other])).toMatchObject({
      state: 'problem',
      said: `${path} does not open the credentials of bluesky @acme.test`,
    })
    await chmod(path, 0o640)
    expect(await check([seal(key)])).toMatchObject({ state: 'warning', advice: `chmod 600 ${path}` })
    await writeFile(path, 'half a key')
    const broken = await check([])
    expect(broken).toMatchObject({ state: 'problem', said: expect.stringContaining('is not a key') })
    expect(JSON.stringify(broken)).not.toContain('half a key')
  })

  test('in its variable', async () => {
    const key = Buffer.alloc(32, 7)
    const config = readConfig({ VIGIE_SECRET_KEY: key.toString('base64'), DATA_DIR: '/nowhere' })
    const check = async (secret: ReturnType<typeof seal>) => (await checkSecretKey(config, [secret])).finding.state
    expect(await check(seal(key))).toBe('ok')
    expect(await check(seal(Buffer.alloc(32, 8)))).toBe('problem')
  })

  test('while it is being changed', async () => {
    const [old, present] = [Buffer.alloc(32, 6), Buffer.alloc(32, 7)]
    const config = readConfig({
      VIGIE_SECRET_KEY: present.toString('base64'),
      VIGIE_SECRET_KEY_PREVIOUS: old.toString('base64'),
      DATA_DIR: '/nowhere',
    })
    const check = async (...secrets: ReturnType<typeof seal>[]) => (await checkSecretKey(config, secrets)).finding
    expect(await check(seal(old), seal(present))).toMatchObject({
      state: 'warning',
      said: 'VIGIE_SECRET_KEY: 1 of 2 accounts are still sealed with a former key',
    })
    expect(await check(seal(present))).toMatchObject({
      state: 'warning',
      advice: expect.stringContaining('take VIGIE_SECRET_KEY_PREVIOUS away'),
    })
    await using directory = await makeDataDirectory()
    await writeKeyFile(directory.path, { current: present, previous: [old] })
    const inFile = readConfig({ DATA_DIR: directory.path })
    expect((await checkSecretKey(inFile, [seal(old)])).finding).toMatchObject({ state: 'warning' })
    expect((await checkSecretKey(inFile, [seal(Buffer.alloc(32, 1))])).finding).toMatchObject({ state: 'problem' })
  })
})
