import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { followKeyFile, loadOrCreateKeys, readKeyFile, writeKeyFile } from '../../src/db/key-file.ts'
import { createVault, VaultError } from '../../src/db/vault.ts'

const run = promisify(execFile)

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'vigie-vault-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

describe('the key', () => {
  test('is made once, for its owner alone, and read ever after', async () => {
    const directory = await temporaryDirectory()
    const keys = await loadOrCreateKeys(directory)
    expect([keys.current.length, keys.previous]).toEqual([32, []])
    const { mode } = await stat(join(directory, 'secret.key'))
    expect(mode & 0o777).toBe(0o600)
    expect(await loadOrCreateKeys(directory)).toEqual(keys)
    expect(await readdir(directory)).toEqual(['secret.key'])
  })

  test('is the same for processes that make it at once', async () => {
    const directory = await temporaryDirectory()
    const script = join(import.meta.dirname, 'make-key.ts')
    const keys = await Promise.all(Array.from({ length: 4 }, () => run(process.execPath, [script, directory])))
    expect(new Set(keys.map(({ stdout }) => stdout)).size).toBe(1)
    expect(keys[0]?.stdout).toBe((await readFile(join(directory, 'secret.key'), 'utf8')).trim())
    expect(await readdir(directory)).toEqual(['secret.key'])
    expect((await stat(join(directory, 'secret.key'))).mode & 0o777).toBe(0o600)
  })

  test.each(['', 'not a key', randomBytes(16).toString('base64')])('that is none (%j) is not replaced', async text => {
    const directory = await temporaryDirectory()
    const path = join(directory, 'secret.key')
    await writeFile(path, text)
    await expect(loadOrCreateKeys(directory)).rejects.toThrow(VaultError)
    await expect(loadOrCreateKeys(directory)).rejects.toThrow(path)
    expect(await readFile(path, 'utf8')).toBe(text)
  })
})

describe('a key that is changed', () => {
  test('stands above the former ones, for its owner alone', async () => {
    const directory = await temporaryDirectory()
    const first = await loadOrCreateKeys(directory)
    const second = { current: randomBytes(32), previous: [first.current] }
    await writeKeyFile(directory, second)
    expect(await readKeyFile(directory)).toEqual(second)
    expect((await stat(join(directory, 'secret.key'))).mode & 0o777).toBe(0o600)
    expect(await readdir(directory)).toEqual(['secret.key'])
  })

  test('is the one that a process uses from then on, whenever it was started', async () => {
    const directory = await temporaryDirectory()
    const first = await loadOrCreateKeys(directory)
    const vault = createVault(followKeyFile(directory, first))
    const before = vault.seal('a', 'x')
    const second = { current: randomBytes(32), previous: [first.current] }
    await writeKeyFile(directory, second)
    const after = vault.seal('a', 'x')
    expect(createVault(second.current).open(after, 'x')).toBe('a')
    expect([vault.open(before, 'x'), vault.isCurrent(before), vault.isCurrent(after)]).toEqual(['a', false, true])
    // What was there last, if it is taken away or spoilt.
    await writeFile(join(directory, 'secret.key'), 'half a k')
    expect(vault.open(after, 'x')).toBe('a')
    await rm(join(directory, 'secret.key'))
    expect(vault.open(vault.seal('b', 'x'), 'x')).toBe('b')
  })
})
