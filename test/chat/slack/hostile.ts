import fc from 'fast-check'
import type { Card, CardElement, Tone } from '../../../src/chat/card.ts'

/** Words of a public that wishes us ill: every piece of Slack's markup, and what steers terminals and directions. */
export const hostile = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<!here|here> <!everyone>',
    '<@U000000001>',
    '<#C000000001|general>',
    '<!subteam^S1|@team>',
    '<http://evil.example|https://bank.example>',
    '*bold* _it_ ~no~ `code`\n```block```\n> quote\n• list',
    '&lt;!channel&gt; &amp;',
    ':fire: :white_check_mark:',
    '\u202Egnp.exe\u202C \u2066x\u2069 \u200f',
    '\u0000\u0007\u001b[31m\u009b\r\n\u2028',
    '\ud800 lone',
    'a'.repeat(4_000),
    'line\n'.repeat(80),
    `a${'\u0301'.repeat(4_000)}`,
    '👨‍👩‍👧‍👦'.repeat(400),
  ),
  fc.string({
    unit: fc.constantFrom('<', '>', '!', '@', '|', '*', '`', '&', '\n', ' ', 'é', '😀', '\u202E', '\u0000'),
    maxLength: 300,
  }),
  fc.string({ unit: 'grapheme', maxLength: 5_000, size: 'max' }),
)

const option = fc.record({ value: fc.string({ maxLength: 200 }), label: hostile })
const url = fc.oneof(
  fc.webUrl({ validSchemes: ['http', 'https'] }),
  fc.constantFrom(
    'javascript:alert(1)',
    'data:text/html,x',
    'slack://open',
    '//evil.example',
    '',
    `https://e.example/${'a'.repeat(4_000)}`,
  ),
)
const button = fc.record({
  id: fc.oneof(fc.string({ maxLength: 300 }), fc.constantFrom('same', '')),
  label: hostile,
  style: fc.constantFrom('plain' as const, 'primary' as const, 'danger' as const),
  confirm: hostile,
})

const element: fc.Arbitrary<CardElement> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: hostile, quote: fc.boolean() }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: hostile, value: hostile }), { maxLength: 25 }),
  }),
  fc.record({ kind: fc.constant('context' as const), text: hostile }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 40 }) }),
  fc.record({
    kind: fc.constant('select' as const),
    id: fc.string({ maxLength: 300 }),
    label: hostile,
    options: fc.array(option, { maxLength: 150 }),
  }),
  fc.record({ kind: fc.constant('link' as const), label: hostile, url }),
  fc.record({ kind: fc.constant('image' as const), url, alternative: hostile }),
)

export const hostileCard: fc.Arbitrary<Card> = fc.record({
  header: hostile,
  tone: fc.constantFrom<Tone>('neutral', 'good', 'bad', 'waiting', 'quiet'),
  elements: fc.array(element, { maxLength: 70 }),
})

/** Everything with a type in it, at any depth. */
export function typedThings(value: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(typedThings)
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(typedThings)
  return 'type' in value ? [value, ...inner] : inner
}
