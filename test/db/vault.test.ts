import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createVault, VaultError } from '../../src/db/vault.ts'
import type { Json } from '../../src/domain/json.ts'

const vault = createVault(randomBytes(32))

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
    const [version, mark, nonce, tag, rest] = sealed.split('.')
    for (const text of [
      '',
      'v1',
      'v1...',
      `${version}.${mark}.${nonce}.${tag}`,
      `${version}.${mark}.${nonce}..${rest}`,
      `${version}.${mark}.${nonce}.${tag?.slice(0, 6)}.${rest}`,
      `${version}.${mark}..${tag}.${rest}`,
      `${version}..${nonce}.${tag}.${rest}`,
      `${version}.000000000000.${nonce}.${tag}.${rest}`,
      `v3.${mark}.${nonce}.${tag}.${rest}`,
      `v1.${nonce}.${tag}.${rest?.slice(0, -4)}`,
      `v1.${mark}.${nonce}.${tag}.${rest}`,
      `${version}.${mark}.${nonce}.${tag}.${rest?.slice(0, -4)}`,
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

describe('several keys', () => {
  const [old, present, next] = [randomBytes(32), randomBytes(32), randomBytes(32)]

  test('open what each of them has sealed; the present one seals', () => {
    const before = createVault(old).seal('a', 'x')
    const after = createVault({ current: present, previous: [old] })
    expect(after.open(before, 'x')).toBe('a')
    expect([after.isCurrent(before), after.isCurrent(after.seal('a', 'x'))]).toEqual([false, true])
    expect(() => createVault(old).open(after.seal('a', 'x'), 'x')).toThrow(VaultError)
    // Whoever knows the next one already is not thrown out by it.
    expect(createVault({ current: present, previous: [next] }).open(createVault(next).seal('b', 'x'), 'x')).toBe('b')
  })

  test('open what was sealed before sealed texts named their key', () => {
    const [, , ...parts] = createVault(old).seal({ password: 'correct-horse' }, 'x').split('.')
    const first = ['v1', ...parts].join('.')
    const vault = createVault({ current: present, previous: [next, old] })
    expect([vault.open(first, 'x'), vault.isCurrent(first)]).toEqual([{ password: 'correct-horse' }, false])
    expect(() => createVault({ current: present, previous: [next] }).open(first, 'x')).toThrow(VaultError)
  })

  test('say nothing of themselves in what they seal', () => {
    const sealed = createVault(present).seal('a', 'x')
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      expect(sealed).not.toContain(present.toString(encoding).slice(0, 8))
    }
  })
})
