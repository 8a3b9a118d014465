import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createVault, loadOrCreateKey, VaultError } from '../../src/db/vault.ts'
import type { Json } from '../../src/domain/json.ts'

const run = promisify(execFile)
const vault = createVault(randomBytes(32))

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'vigie-vault-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

describe('a sealed secret', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, owner) => {
        const normal: Json = JSON.parse(JSON.stringify(value))
        expect(vault.open(vault.seal(normal, owner), owner)).toEqual(normal)
      }),
    )
  })

  test('shows nothing of itself, and never the same twice', () => {
    const sealed = Array.from({ length: 20 }, () => vault.seal({ password: 'correct-horse' }, 'account'))
    expect(new Set(sealed).size).toBe(20)
    expect(sealed.join()).not.toContain('correct')
    expect(sealed.join()).not.toContain(Buffer.from('correct-horse').toString('base64url'))
  })

  test('is closed to another key', () => {
    const sealed = vault.seal('secret', 'account')
    expect(() => createVault(randomBytes(32)).open(sealed, 'account')).toThrow(VaultError)
  })

  test('is closed to another owner', () => {
    const sealed = vault.seal('secret', 'account')
    for (const owner of ['accoun', 'account ', 'Account', ''])
      expect(() => vault.open(sealed, owner)).toThrow(VaultError)
  })

  test('is closed once a single character of it was changed', () => {
    const sealed = vault.seal({ password: 'correct-horse' }, 'account')
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...'ABab01-_.v'), (position, other) => {
        const changed = sealed.slice(0, position) + other + sealed.slice(position + 1)
        // The last character of a part may carry bits that mean nothing: then it is the same secret, or none.
        const opened = open(changed)
        expect(changed === sealed || opened === undefined || JSON.stringify(opened).includes('correct-horse')).toBe(
          true,
        )
        const bytes = (text: string) =>
          text
            .split('.')
            .map(part => Buffer.from(part, 'base64url').toString('hex'))
            .join()
        if (bytes(changed) !== bytes(sealed)) expect(opened).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  test('is closed once a part of it was left out, cut or added', () => {
    const sealed = vault.seal('a secret of some length', 'account')
    const [version, nonce, tag, rest] = sealed.split('.')
    for (const text of [
      '',
      'v1',
      'v1...',
      `${version}.${nonce}.${tag}`,
      `${version}.${nonce}..${rest}`,
      `${version}.${nonce}.${tag?.slice(0, 6)}.${rest}`,
      `${version}..${tag}.${rest}`,
      `v2.${nonce}.${tag}.${rest}`,
      `${version}.${nonce}.${tag}.${rest?.slice(0, -4)}`,
    ]) {
      expect([text, open(text)]).toEqual([text, undefined])
    }
  })
})

function open(text: string): Json | undefined {
  try {
    return vault.open(text, 'account')
  } catch (fault) {
    expect(fault).toBeInstanceOf(VaultError)
    expect(String(fault)).not.toContain('\n')
    return undefined
  }
}

describe('the key', () => {
  test('is made once, for its owner alone, and read ever after', async () => {
    const directory = await temporaryDirectory()
    const key = await loadOrCreateKey(directory)
    expect(key).toHaveLength(32)
    const { mode } = await stat(join(directory, 'secret.key'))
    expect(mode & 0o777).toBe(0o600)
    expect(await loadOrCreateKey(directory)).toEqual(key)
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
    await expect(loadOrCreateKey(directory)).rejects.toThrow(VaultError)
    await expect(loadOrCreateKey(directory)).rejects.toThrow(path)
    expect(await readFile(path, 'utf8')).toBe(text)
  })
})
