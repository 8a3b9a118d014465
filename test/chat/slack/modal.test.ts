import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Modal, type ModalField, readFiles } from '../../../src/chat/card.ts'
import { renderModal } from '../../../src/chat/slack/modal.ts'
import { parseInbound } from '../../../src/chat/slack/parse.ts'
import { errorsByBlock, readValues } from '../../../src/chat/slack/values.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { wordsOf } from '../../support/slack/person.ts'
import { refuseView } from '../../support/slack/rules.ts'
import { hostile } from './hostile.ts'

const { en } = createTranslators()
const on = { channel: 'C1', message: '1.2' }
const place = { ...on, language: 'fr' } as const

function modalOf(...fields: readonly ModalField[]): Modal {
  return { id: 'draft.edit:x', title: 'A title that is longer than Slack allows', submit: 'Send to review', fields }
}

function viewOf(modal: Modal) {
  const view = renderModal(modal, place, en)
  if (view === undefined) throw new Error('too long')
  return view
}

interface Input {
  readonly block_id: string
  readonly element: {
    readonly initial_value?: string
    readonly initial_date?: string
    readonly initial_time?: string
    readonly initial_option?: { readonly value: string }
    readonly initial_options?: readonly { readonly value: string }[]
  }
}

/** What Slack sends back for a form that nobody touched. */
function untouched(modal: Modal) {
  const inputs = viewOf(modal).blocks.filter(block => block.type === 'input') as unknown as Input[]
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => [
      block_id,
      {
        value: {
          value: element.initial_value ?? null,
          selected_date: element.initial_date ?? null,
          selected_time: element.initial_time ?? null,
          selected_option: element.initial_option ?? null,
          selected_options: element.initial_options ?? null,
        },
      },
    ]),
  )
}

const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
const base = { label: hostile, required: fc.boolean(), hint: hostile }
const writing = fc.oneof(hostile, fc.string({ unit: 'grapheme', minLength: 2_900, maxLength: 9_100, size: 'max' }))
const field = fc.oneof(
  fc.record({ ...base, kind: fc.constantFrom('text' as const, 'textarea' as const), value: writing }),
  fc.record({
    ...base,
    kind: fc.constant('datetime' as const),
    value: fc.oneof(
      fc.constant(''),
      day.map(date => date.toISOString().slice(0, 16)),
    ),
  }),
  fc.constantFrom('', 'a', 'b').map(value => ({
    kind: 'select' as const,
    label: 'Choose',
    required: true,
    value,
    options: ['', 'a', 'b'].map(one => ({ value: one, label: `Option ${one}` })),
  })),
)
const options = ['', ...Array.from({ length: 120 }, (_, index) => `x${index}`)]
const choices = fc
  .record({ count: fc.constantFrom(1, 10, 11, 101), chosen: fc.array(fc.constantFrom(...options), { maxLength: 5 }) })
  .map(({ count, chosen }) => {
    const shown = options.slice(1, count + 1)
    return {
      kind: 'choices' as const,
      label: 'Choose',
      required: false,
      value: shown.filter(one => chosen.includes(one)).join(','),
      options: shown.map(one => ({ value: one, label: `Option ${one}` })),
    }
  })
const fields = fc
  .array(fc.oneof(field, choices), { maxLength: 6 })
  .map(list => list.map((one, index): ModalField => ({ ...one, id: `field-${index}.x` })))

describe('any form', () => {
  it('is taken by Slack, and comes back as it was', () => {
    fc.assert(
      fc.property(fields, list => {
        const modal = modalOf(...list)
        expect(refuseView(JSON.parse(JSON.stringify(viewOf(modal))))).toBeUndefined()
        expect(readValues(untouched(modal)).values).toEqual(
          Object.fromEntries(list.map(({ id, value }) => [id, value.toWellFormed().replaceAll('\0', '')])),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('renderModal', () => {
  test('keeps the wall clock as it is, through the hour that daylight saving skips', () => {
    const when = { id: 'when', kind: 'datetime', label: 'When', value: '2026-03-29T02:30', required: false } as const
    const [date, time] = viewOf(modalOf({ ...when, timeZone: 'Europe/Paris' })).blocks
    expect(date).toMatchObject({ block_id: 'date.when', element: { type: 'datepicker', initial_date: '2026-03-29' } })
    expect(time).toMatchObject({
      block_id: 'time.when',
      element: { type: 'timepicker', initial_time: '02:30', timezone: 'Europe/Paris' },
    })
  })

  test('leaves a day without a time to the rules', () => {
    const state = { 'date.when': { value: { selected_date: '2026-03-29' } }, 'time.when': { value: {} } }
    expect(readValues(state).values).toEqual({ when: '2026-03-29' })
    expect(readValues({ ...state, 'date.when': { value: {} } }).values).toEqual({ when: '' })
  })

  test('gives a long text as many inputs as it needs, and room to grow', () => {
    const text = (length: number) =>
      modalOf({ id: 't', kind: 'textarea', label: 'Text', value: 'x'.repeat(length), required: true })
    expect(viewOf(text(0)).blocks).toHaveLength(1)
    expect(viewOf(text(2_500)).blocks).toHaveLength(1)
    const two = viewOf(text(2_501)).blocks
    expect(two).toMatchObject([{ optional: false }, { optional: true }])
    expect(wordsOf(two)).toContain('Text (2 of 2)')
  })

  test('shows no form that cannot hold its text', () => {
    const field = { id: 't', kind: 'textarea', label: 'Text', value: 'é'.repeat(140_000), required: true } as const
    expect(renderModal(modalOf(field), place, en)).toBeUndefined()
  })

  test('travels with the place it was opened in', () => {
    const view = viewOf(modalOf({ id: 't', kind: 'text', label: 'Text', value: '', required: true }))
    const inbound = parseInbound({
      type: 'view_submission',
      team: { id: 'T1' },
      user: { id: 'U1' },
      trigger_id: '1.2',
      view: { ...view, state: { values: { 'text0.t': { value: { type: 'plain_text_input', value: 'x' } } } } },
    })
    expect(inbound).toMatchObject({
      kind: 'act',
      act: {
        kind: 'submission',
        modal: 'draft.edit:x',
        origin: { workspace: 'T1', channel: 'C1', user: 'U1' },
        on,
        language: 'fr',
        values: { t: 'x' },
      },
    })
  })
})

test('a text is counted for every network, as far as the form opens with one', () => {
  const limits = [
    { name: 'Bluesky', unit: 'graphemes', maximum: 300 },
    { name: 'Local', unit: 'bytes', maximum: 5_000 },
  ] as const
  const field = {
    id: 't',
    kind: 'textarea',
    label: 'Text',
    value: 'é👩‍👩‍👧',
    required: true,
    hint: 'Be kind.',
    limits,
  } as const
  expect(viewOf(modalOf(field)).blocks).toMatchObject([
    { hint: { text: 'Bluesky 2 of 300 characters and Local 20 of 5,000 bytes. Be kind.' } },
  ])
})

describe('a field for files', () => {
  const files = { id: 'files', kind: 'files', label: 'Images', value: '', required: false, maximum: 40 } as const
  const modal = modalOf({ ...files, types: ['image/jpeg', 'image/webp'] })

  test('is Slack’s own, and brings ids and names', () => {
    expect(viewOf(modal).blocks).toMatchObject([
      { block_id: 'files.files', element: { type: 'file_input', filetypes: ['jpg', 'jpeg', 'webp'], max_files: 10 } },
    ])
    const given = [{ id: 'F1', name: 'red, ship.jpg' }, { id: 'F2' }]
    expect(readFiles(readValues({ 'files.files': { value: { files: given } } }).values.files ?? '')).toEqual([
      { id: 'F1', name: 'red, ship.jpg' },
      { id: 'F2', name: '' },
    ])
  })

  test('is a word about the right that is missing, where the app lacks it: Slack would refuse the whole form', () => {
    const view = renderModal(modal, place, en, { files: false })
    expect(view?.blocks.map(({ type }) => type)).toEqual(['context'])
    expect(wordsOf(view?.blocks)).toContain('files:read')
  })
})

describe('errorsByBlock', () => {
  test('puts each beside its input, and what has none beside the first', () => {
    const inputs = ['text0.text', 'text1.text', 'date.when', 'time.when', 'pick.account']
    expect(errorsByBlock({ text: 'a', when: 'b', account: 'c' }, inputs)).toEqual({
      'text0.text': 'a',
      'date.when': 'b',
      'pick.account': 'c',
    })
    expect(errorsByBlock({ text: 'a', elsewhere: 'b' }, inputs)).toEqual({ 'text0.text': 'a b' })
    expect(errorsByBlock({ text: 'a' }, [])).toBeUndefined()
  })
})
