import { describe, expect, test } from 'vitest'
import { queryOf } from '../../../src/networks/bluesky/search.ts'

describe('what is asked of a search', () => {
  test.each([
    ['Acme', 'Acme'],
    ['  Acme   Coffee ', 'Acme Coffee'],
    ['« Acme » “Coffee”', 'Acme Coffee'],
    ['from:acme', 'from acme'],
    ['-acme +coffee !x', 'acme coffee x'],
    ['e-acme C++', 'e-acme C++'],
    ['Salt AND (pepper OR NOT salt)', 'Salt and pepper or not salt'],
    ["l'été #été", "l'été #été"],
    ['acme.com AT&T', 'acme.com AT&T'],
    ['ac*me? ~2', 'ac me 2'],
    ['""', ''],
    ['\ud83d', '\ufffd'],
  ])('%j: %j', (phrase, query) => {
    expect(queryOf(phrase)).toBe(query)
  })
})
