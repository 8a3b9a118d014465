import { expect, test } from 'vitest'
import type { ModalField } from '../../../src/chat/card.ts'
import { withChoices } from '../../../src/chat/local/choices.ts'
import type { LocalChannel } from '../../../src/chat/local/store.ts'

const channels: readonly LocalChannel[] = [
  { name: 'mentions', purpose: 'mentions', brand: 'Acme', language: 'en' },
  { name: '@ada', purpose: 'direct', brand: 'Acme', language: 'en', person: 'ada' },
]
const members = [{ id: 'ada', name: 'Ada', roles: [], language: null }]

function optionsOf(field: ModalField) {
  const modal = { id: 'x', title: 'x', submit: 'x', fields: [field] }
  const [filled] = withChoices(modal, channels, members).fields
  return filled !== undefined && 'options' in filled ? filled.options : undefined
}

const base = { id: 'x', label: 'x', required: true }

test('a form offers channels, nobody’s direct messages among them, and people', () => {
  const mentions = { value: 'mentions', label: '#mentions' }
  expect(optionsOf({ ...base, kind: 'channel', value: 'mentions' })).toEqual([mentions])
  expect(optionsOf({ ...base, kind: 'channel', value: '' })).toEqual([mentions])
  expect(optionsOf({ ...base, kind: 'people', value: '' })).toEqual([{ value: 'ada', label: 'Ada' }])
})

test('what is chosen is offered even if it is no channel any more, so that sending the form off changes nothing', () => {
  expect(optionsOf({ ...base, kind: 'channel', value: 'gone' })?.at(-1)).toEqual({ value: 'gone', label: 'gone' })
})
