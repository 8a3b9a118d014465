import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainMessage } from '../../../src/chat/discord/message-text.ts'
import { readMarkup } from '../../support/discord/words.ts'

const names = new Map([['123', 'Ben']])
const plain = (content: string) => plainMessage({ content, names })

test.each([
  ['Our **new** ship', 'Our new ship'],
  ['__*Very*__ ~~old~~ ||secret||', 'Very old secret'],
  ['Hello <@123>, <@!123> and <@456>', 'Hello @Ben, @Ben and @456'],
  ['In <#77> <:ship:88> <a:wave:99>', 'In #77 :ship: :wave:'],
  [
    '<https://maison.example/a_b_c> https://maison.example/*x*',
    'https://maison.example/a_b_c https://maison.example/*x*',
  ],
  ['[our *page*](https://maison.example)', 'our page (https://maison.example)'],
  ['# Title\n-# small\n> quoted **words**\n- first\n- second', 'Title\nsmall\nquoted words\n- first\n- second'],
  ['`a*b*` and ```js\nlet x = "**"\n```', 'a*b* and let x = "**"'],
  ['2 * 3 * 4 = 24, snake_case_name, 5 > 3', '2 * 3 * 4 = 24, snake_case_name, 5 > 3'],
  [String.raw`\*not italic\* \<@123>`, '*not italic* <@123>'],
  ['**open', '**open'],
  ['', ''],
])('%j: what everybody sees of it', (content, text) => {
  expect(plain(content)).toBe(text)
})

test('words without any markup stay as they are, and nothing is left that Discord would read as more', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\p{L}\p{N} .,!?'"()€$%&+=;-]{0,80}$/u), text => {
      expect(plain(text)).toBe(text.trim())
    }),
  )
  const marked = fc.array(
    fc.constantFrom('**', '*', '_', '__', '~~', '||', '`', 'word', ' ', 'two words', '\n', '> '),
    {
      maxLength: 14,
    },
  )
  fc.assert(
    fc.property(marked, parts => {
      const content = parts.join('')
      // Every letter that people see is there, in order.
      const letters = (text: string) => text.replace(/[^a-z]/g, '')
      expect(letters(plain(content))).toBe(letters(readMarkup(content).plain))
    }),
    { numRuns: 500 },
  )
})

test('does not take long, whatever somebody wrote', () => {
  for (const sign of ['*', '_', '~~', '||', '`', '[', '<', '\\', '> ']) {
    const content = sign.repeat(4_000 / sign.length)
    expect(plain(content).length).toBeLessThanOrEqual(4_000)
  }
})
