import { describe, expect, test } from 'vitest'
import { readSources, withoutComments } from '../support/sources.ts'
import { findMarkupWords, findProse } from './literals.ts'

const sources = [...readSources()].filter(([path]) => path.endsWith('.ts'))
const codeOf = (...folders: readonly string[]) =>
  sources
    .filter(([path]) => folders.some(folder => path.startsWith(`${folder}/`)))
    .map(([path, text]) => [path, withoutComments(text)] as const)

/** The product's name and what one types are the same in every language. */
const ALLOWED = ['Vigie', '/vigie']

describe('nothing that a person reads stands outside the catalogues', () => {
  test.each(codeOf('cards', 'commands'))('%s', (_, code) => {
    expect(findProse(code)).toEqual([])
  })

  test.each(codeOf('http/local/views', 'http/connect', 'chat/local'))('%s', (_, code) => {
    expect(findMarkupWords(code, ALLOWED)).toEqual([])
  })

  test('the files are found at all', () => {
    expect(codeOf('cards', 'commands').length).toBeGreaterThan(20)
    expect(codeOf('http/local/views', 'chat/local').length).toBeGreaterThan(8)
  })
})

/** The examples write `#{` for what opens a value in a template, lest they be taken for templates that forgot their quotes. */
function inCode(example: string): string {
  return example.replaceAll('#{', '${')
}

describe('what is looked for is found', () => {
  test.each([
    "return ephemeral('That is gone.')",
    "return { header: 'Alert', tone }",
    "{ label: 'Reply', value: name }",
    'context(`#{count} waiting`)',
    'const line = `#{name} has approved it`',
    "const sentence = 'Nothing was changed'",
    "submit: 'Enregistrer',",
  ])('in code: %s', code => {
    expect(findProse(inCode(code))).toHaveLength(code.includes('ephemeral') ? 2 : 1)
  })

  test.each([
    "log.warn({ id }, 'an attempt did not succeed')",
    "throw new Error('a draft that was just written is gone')",
    "  usage: 'lang en|fr [brand]',",
    "{ label: t('mention.state'), value: stateLine(input, t) }",
    "{ id: 'text', kind: 'textarea', label: t('modal.draft.text'), value: '', required: true }",
    'label: t(`purpose.#{purpose}`),',
  ])('and nothing else: %s', code => {
    expect(findProse(inCode(code))).toEqual([])
  })

  test.each([
    ['html`<p>Only you see this</p>`', 'Only you see this'],
    ['html`<p>#{name} wrote</p>`', 'wrote'],
    ['html`<button aria-label="Close">×</button>`', 'Close'],
    ['html`<ul>#{items.map(item => html`<li>New: #{item}</li>`)}</ul>`', 'New:'],
    ['html`<h2>Vigie</h2><p>#{say("x")}, and more</p>`', ', and more'],
  ])('in markup: %s', (code, words) => {
    expect(findMarkupWords(inCode(code), ALLOWED)).toEqual([words])
  })

  test.each([
    'html`<p class="card-time">#{renderTime(at)}</p>`',
    'html`<option value="#{id}"#{isIt ? html` selected` : \'\'}>#{label}</option>`',
    'html`id="field-#{id}" name="#{id}" aria-describedby="#{described}"#{required}`',
    'html`<span aria-hidden="true">/vigie #{name}</span>`',
  ])('and nothing else: %s', code => {
    expect(findMarkupWords(inCode(code), ALLOWED)).toEqual([])
  })
})
