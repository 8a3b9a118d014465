import fc from 'fast-check'
import type { Card, CardElement, Tone } from '../../../src/chat/card.ts'
import { writtenOut } from '../../../src/domain/writing.ts'

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

/** Tokens that somebody would like to have taken for ours, and moments that are none. */
const forged = fc.constantFrom(
  '<!date^1^{date_short_pretty} {time}|now>',
  '&lt;!date^1^{time}|x&gt;',
  '<!date^1^{time}^https://evil.example|x>',
  'x|y>z^{time}',
)
const moment = fc.record({
  at: fc.oneof(
    fc.date({ noInvalidDate: true }).map(date => date.toISOString()),
    fc.constantFrom('', 'never', '1^{time}|x> <!channel', '2026-13-45T99:00Z'),
  ),
  text: fc.oneof(hostile, forged),
})
const harmless = fc.constantFrom('Next attempt ', ', @ada', 'Goes out', '. ', '')
const runs = fc.array(fc.oneof(harmless, moment, hostile, forged), { maxLength: 12 })

/** With its moments as data, or without. */
function written<Kind extends 'text' | 'context'>(kind: Kind) {
  const timed = runs.map(pieces => ({ kind, text: writtenOut(pieces), runs: pieces }))
  return fc.oneof(fc.record({ kind: fc.constant(kind), text: hostile }), timed)
}

const field = fc.oneof(
  fc.record({ label: hostile, value: hostile }),
  fc.tuple(fc.oneof(harmless, hostile), moment).map(([label, { at, text }]) => ({ label, value: text, at })),
)

const element: fc.Arbitrary<CardElement> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: hostile, quote: fc.boolean() }),
  written('text'),
  fc.record({ kind: fc.constant('fields' as const), fields: fc.array(field, { maxLength: 25 }) }),
  written('context'),
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

/** Every moment of a card, as whole seconds; NaN for what is none. */
export function momentsOf(card: Card): ReadonlySet<number> {
  const moments = card.elements.flatMap(element => {
    if (element.kind === 'fields') return element.fields.flatMap(({ at }) => at ?? [])
    if (element.kind !== 'text' && element.kind !== 'context') return []
    return (element.runs ?? []).flatMap(run => (typeof run === 'string' ? [] : run.at))
  })
  return new Set(moments.map(at => Math.floor(Date.parse(at) / 1_000)))
}
