import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actions } from '../../src/commands/actions/index.ts'
import { formatReference, parseReference, type Reference } from '../../src/domain/reference.ts'
import { anyText } from '../support/texts.ts'

const ID = '0199a3c4-7b2e-7def-8123-456789abcdef'

const reference: fc.Arbitrary<Reference> = fc
  .record({
    action: fc.constantFrom(...actions.keys()),
    id: fc.uuid(),
    version: fc.nat(999_999_999),
    nonce: fc.option(fc.stringMatching(/^[0-9A-Za-z_-]{1,22}$/), { nil: undefined }),
  })
  .map(({ nonce, ...rest }) => (nonce === undefined ? rest : { ...rest, nonce }))

describe('what a button carries', () => {
  test('reads as it is meant', () => {
    expect(formatReference({ action: 'draft.approve', id: ID, version: 3 })).toBe(`draft.approve:${ID}:3`)
    expect(parseReference(`draft.approve:${ID}:3`)).toEqual({ action: 'draft.approve', id: ID, version: 3 })
  })

  test('comes back as it went, and fits into what every platform takes', () => {
    fc.assert(
      fc.property(reference, one => {
        const text = formatReference(one)
        expect(text.length).toBeLessThanOrEqual(100)
        expect(parseReference(text)).toEqual(one)
      }),
    )
  })

  test('is understood only if Vigie can have written it', () => {
    const almost = fc.tuple(reference, fc.nat(), anyText).map(([one, at, noise]) => {
      const text = formatReference(one)
      const index = at % (text.length + 1)
      return text.slice(0, index) + noise + text.slice(index + 1)
    })
    fc.assert(
      fc.property(fc.oneof(almost, anyText), text => {
        const parsed = parseReference(text)
        if (parsed !== undefined) expect(formatReference(parsed)).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    '',
    'draft.approve',
    `draft.approve:${ID}`,
    `draft.approve:${ID}:`,
    `draft.approve:${ID}:-1`,
    `draft.approve:${ID}:1.5`,
    `draft.approve:${ID}:01`,
    `draft.approve:${ID}:1234567890`,
    `draft.approve:${ID}:1:`,
    `draft.approve:${ID}:1:${'x'.repeat(23)}`,
    `draft.approve:${ID}:1:a b`,
    `draft.approve:${ID}:1\n`,
    ` draft.approve:${ID}:1`,
    `approve:${ID}:1`,
    `Draft.approve:${ID}:1`,
    `draft.approve:${ID.toUpperCase()}:1`,
    `draft.approve:${ID.replaceAll('-', '')}:1`,
    `draft.approve:../../etc/passwd:1`,
    `draft.${'a'.repeat(60)}:${ID}:1`,
  ])('%j is nothing', text => {
    expect(parseReference(text)).toBeUndefined()
  })
})
