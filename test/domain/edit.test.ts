import fc from 'fast-check'
import { expect, test } from 'vitest'
import { summariseEdit } from '../../src/domain/edit.ts'

const content = (...texts: readonly string[]) => ({
  variants: texts.map((text, index) => ({ accountId: `account ${index}`, text })),
  replyToPostId: null,
})
const summary = (before: string, after: string) => summariseEdit(content(before), content(after))

test.each([
  ['we are allways on time', 'we are always on time', 'allways', 'always'],
  ['we are late', 'we are never late', '', 'never'],
  ['we are never late', 'we are late', 'never', ''],
  ['one two three', 'nothing of it', 'one two three', 'nothing of it'],
  ['the the', 'the the the', '', 'the'],
  ['', 'hello', '', 'hello'],
])('%s -> %s', (before, after, old, fresh) => {
  expect(summary(before, after)).toEqual({ kind: 'words', before: old, after: fresh })
})

test('the first account whose words changed; spaces alone, or other accounts, are no words', () => {
  expect(summariseEdit(content('a', 'b'), content('a', 'c'))).toEqual({ kind: 'words', before: 'b', after: 'c' })
  expect(summary('a  b', 'a\nb')).toEqual({ kind: 'other' })
  expect(summariseEdit(content('a'), content('a', 'b'))).toEqual({ kind: 'other' })
})

test('what is replaced is in the old text, what replaces it in the new one', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map(all => all.join(' '))
  fc.assert(
    fc.property(words, words, (before, after) => {
      const found = summary(before, after)
      if (found.kind === 'other') {
        expect(after).toBe(before)
        return
      }
      expect(before).toContain(found.before)
      expect(after).toContain(found.after)
      expect(before).not.toBe(after)
    }),
  )
})
