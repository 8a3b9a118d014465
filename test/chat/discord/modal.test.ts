import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { joinChoices, type Modal, type ModalField } from '../../../src/chat/card.ts'
import { readPageId } from '../../../src/chat/discord/ids.ts'
import { countPages, renderPage, withValues } from '../../../src/chat/discord/modal.ts'
import { readMoment, readValues } from '../../../src/chat/discord/values.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { componentsIn, refuseModal } from '../../support/discord/rules.ts'
import type { Thing } from '../../support/discord/state.ts'
import { hostile } from '../slack/hostile.ts'

const { en, fr } = createTranslators()
const ID = 'draft.create:01995d1e-0000-7000-8000-000000000001:1:AZldHgAAcACAAAAAAAAAAQ'

function modalOf(fields: readonly ModalField[], more: Partial<Modal> = {}): Modal {
  return { id: ID, title: 'Form', submit: 'Send', fields, ...more }
}

function pagesOf(modal: Modal, t = en): readonly Thing[] {
  const pages = Array.from({ length: countPages(modal, t) }, (_, page) => renderPage(modal, page, t))
  return JSON.parse(JSON.stringify(pages))
}

/** The form sent off as it is, page after page. */
function sentOff(modal: Modal): Record<string, string> {
  const values = pagesOf(modal).map(page =>
    readValues(
      componentsIn(page.components).flatMap(({ type, custom_id, value, options, default_values }) => {
        if (custom_id === undefined || type === 10) return []
        const chosen = ((options ?? []) as Thing[]).filter(one => one.default === true).map(one => String(one.value))
        const given = ((default_values ?? []) as Thing[]).map(one => String(one.id))
        return [{ custom_id: String(custom_id), value: String(value ?? ''), values: [...chosen, ...given] }]
      }),
    ),
  )
  return Object.assign({}, ...values)
}

const base = { label: 'Label', required: false }
const name = fc.stringMatching(/^[a-z-]{1,20}$/)
const option = fc.record({ value: fc.string({ maxLength: 120 }), label: hostile })
const snowflake = fc.bigInt({ min: 10n ** 16n, max: 10n ** 18n }).map(String)
const common = { id: name, label: hostile, required: fc.boolean() }
const field: fc.Arbitrary<ModalField> = fc.oneof(
  fc.record({ ...common, kind: fc.constantFrom('text' as const, 'textarea' as const), value: hostile, hint: hostile }),
  fc.record({ ...common, kind: fc.constant('datetime' as const), value: fc.constantFrom('', '2026-03-29T09:00') }),
  fc.record({
    ...common,
    kind: fc.constantFrom('select' as const, 'choices' as const),
    value: fc.string(),
    options: fc.array(option, { maxLength: 80 }),
  }),
  fc.record({ ...common, kind: fc.constant('channel' as const), value: fc.oneof(snowflake, hostile) }),
  fc.record({
    ...common,
    kind: fc.constant('people' as const),
    value: fc.array(snowflake, { maxLength: 60 }).map(joinChoices),
  }),
  fc.record({
    ...common,
    kind: fc.constant('files' as const),
    value: fc.constant(''),
    maximum: fc.integer({ min: 1, max: 20 }),
    types: fc.constant(['image/png'] as const),
  }),
)

describe('a form in Discord', () => {
  it('stays within every limit on each of its pages', () => {
    const modal = fc.record({
      fields: fc.uniqueArray(field, { maxLength: 12, selector: one => one.id }),
      title: hostile,
      intro: hostile,
      quote: hostile,
    })
    fc.assert(
      fc.property(modal, fc.constantFrom(en, fr), ({ fields, ...more }, t) => {
        const pages = pagesOf(modalOf(fields, more), t)
        for (const page of pages) expect(refuseModal(page)).toEqual([])
        const [first] = pages
        expect(readPageId(String(first?.custom_id))).toEqual({ modal: ID, page: 0, isWhole: pages.length === 1 })
      }),
      { numRuns: 60 },
    )
  })

  test('gives back what was put into it: long texts, long lists, many people, over several pages', () => {
    const text = 'é'.repeat(9_500)
    const options = Array.from({ length: 60 }, (_, index) => ({ value: `v${index}`, label: `Option ${index}` }))
    const people = Array.from({ length: 55 }, (_, index) => `1000000000000000${String(index).padStart(2, '0')}`)
    const fields: readonly ModalField[] = [
      { ...base, id: 'text', kind: 'textarea', value: text },
      { ...base, id: 'when', kind: 'datetime', value: '2026-03-29T09:00' },
      { ...base, id: 'one', kind: 'select', value: 'v42', options },
      { ...base, id: 'some', kind: 'choices', value: 'v3,v30,v59', options },
      { ...base, id: 'people', kind: 'people', value: joinChoices(people) },
      { ...base, id: 'place', kind: 'channel', value: '100000000000000001' },
    ]
    const modal = modalOf(fields)
    expect(countPages(modal, en)).toBeGreaterThan(2)
    const values = Object.fromEntries(fields.map(({ id, value }) => [id, value]))
    expect(sentOff(modal)).toEqual(values)
    const empty = withValues(modal, { text: '', when: '', one: '', some: '', people: '', place: '' })
    expect(sentOff(withValues(empty, values))).toEqual(values)
  })

  test('shows a label that is too long below itself, whole', () => {
    const label = 'Validations avant de publier un post sur tous les réseaux'
    const [page] = pagesOf(modalOf([{ ...base, label, id: 'a', kind: 'text', value: '' }]))
    expect(page?.components).toMatchObject([{ label: expect.stringMatching(/…$/), description: label }])
  })

  test('leaves out nothing of how a field is filled in, and how long its text is where there is room for it', () => {
    const hint = `${'Directly and one after the other, each once. '.repeat(3)}The end`
    const [above] = pagesOf(modalOf([{ ...base, id: 'a', kind: 'text', value: '', hint }]))
    expect(above?.components).toMatchObject([{ type: 10, content: `Label: ${hint}` }, { type: 18 }])
    const limits = [
      { name: 'Bluesky', unit: 'graphemes' as const, maximum: 300 },
      { name: 'Mastodon', unit: 'graphemes' as const, maximum: 500 },
    ]
    const described = (value: string, own: string) => {
      const [page] = pagesOf(modalOf([{ ...base, id: 'a', kind: 'textarea', value, hint: own, limits }]))
      return (page?.components as readonly Thing[] | undefined)?.[0]?.description
    }
    const divided = 'A line with only “---” begins another post.'
    expect(described('', divided)).toBe(divided)
    expect(described('Hello', 'Short.')).toMatch(/^Bluesky 5 of 300.*Short\.$/)
    expect(described('Hello', divided)).toBe(divided)
    expect(described('x'.repeat(301), divided)).toMatch(/^Bluesky 301 of 300/)
  })

  test('says what is answered, and what for', () => {
    const [page] = pagesOf(modalOf([], { intro: 'What **for**', quote: 'Line one\nLine two' }))
    expect(page?.components).toMatchObject([{ type: 10, content: 'What \\*\\*for\\*\\*\n> Line one\n> Line two' }])
  })
})

test('a moment is read as people write it', () => {
  for (const text of [
    '2026-03-29 9:00',
    '2026-03-29T09:00',
    '29/03/2026 09:00',
    '29.3.2026 9h',
    '29/03/2026 à 9h00',
    '2026-03-29, 09:00:00',
  ]) {
    expect(readMoment(text)).toBe('2026-03-29T09:00')
  }
  for (const text of ['', 'tomorrow', '2026-03-29', '29/03 9h']) expect(readMoment(` ${text} `)).toBe(text)
})
