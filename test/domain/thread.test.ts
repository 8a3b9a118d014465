import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBlank } from '../../src/domain/counting.ts'
import { checkThread, countLongest, joinThread, MAXIMUM_PARTS, splitThread } from '../../src/domain/thread.ts'
import { anyText } from '../support/texts.ts'

describe('a text', () => {
  test.each([
    ['one', ['one']],
    ['  one\n', ['  one\n']],
    ['', ['']],
    ['one\n---\ntwo', ['one', 'two']],
    ['one\n\n  ---\t\n\ntwo\nlines\n---\nthree', ['one', 'two\nlines', 'three']],
    // As phones write it.
    ['one\n—-\ntwo\n-—\nthree', ['one', 'two', 'three']],
    ['---\none\n---\n\n---\ntwo\n---', ['one', 'two']],
    ['one\n---', ['one']],
    ['---', ['']],
    // Lines that people draw.
    ['one\n----\ntwo', ['one\n----\ntwo']],
    ['one\n—\ntwo', ['one\n—\ntwo']],
    ['one --- two', ['one --- two']],
    ['one\n--- two', ['one\n--- two']],
  ])('%j is the posts %j', (text, parts) => {
    expect(splitThread(text)).toEqual(parts)
  })

  test('that is no thread stays as it is', () => {
    fc.assert(fc.property(anyText, text => void expect(splitThread(text)).toEqual([text])))
  })

  test('is parted as it was put together', () => {
    const part = anyText.map(text => text.trim()).filter(text => !isBlank(text))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), parts => {
        expect(splitThread(joinThread(parts))).toEqual(parts)
      }),
    )
  })

  test('is as long as the longest of its posts', () => {
    expect(countLongest('one', 'graphemes')).toBe(3)
    expect(countLongest('one\n---\nthree\n---\nsix', 'graphemes')).toBe(5)
  })
})

describe('what a network would refuse of a thread', () => {
  const capabilities = { text: [{ unit: 'graphemes', maximum: 5 }], threads: true } as const

  test('is told with the posts that it is about', () => {
    expect(checkThread(['one', 'two'], capabilities)).toEqual([])
    expect(checkThread(['one', 'longer', 'two', 'longest'], capabilities)).toEqual([
      { kind: 'part', number: 2, problem: { kind: 'too-long', limit: capabilities.text[0], count: 6 } },
      { kind: 'part', number: 4, problem: { kind: 'too-long', limit: capabilities.text[0], count: 7 } },
    ])
  })

  test('is that there are too many', () => {
    const many = Array.from({ length: MAXIMUM_PARTS + 1 }, () => 'one')
    expect(checkThread(many.slice(1), capabilities)).toEqual([])
    expect(checkThread(many, capabilities)).toEqual([
      { kind: 'too-many', count: MAXIMUM_PARTS + 1, maximum: MAXIMUM_PARTS },
    ])
  })

  test('is that it has no threads; one post is none', () => {
    const without = { ...capabilities, threads: false }
    expect(checkThread(['one'], without)).toEqual([])
    expect(checkThread(['one', 'longer'], without)).toEqual([{ kind: 'unsupported' }])
  })
})
