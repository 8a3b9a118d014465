import { describe, expect, test } from 'vitest'
import type { Modal, ModalField } from '../../src/chat/card.ts'
import { readInputId as readIdInDiscord } from '../../src/chat/discord/ids.ts'
import { countPages, renderPage } from '../../src/chat/discord/modal.ts'
import { readInputId as readIdInSlack } from '../../src/chat/slack/ids.ts'
import { renderModal as renderInSlack } from '../../src/chat/slack/modal.ts'
import { renderModal as renderLocally } from '../../src/http/local/views/modal.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { componentsIn } from '../support/discord/rules.ts'
import { wordsOf as wordsInDiscord } from '../support/discord/words.ts'
import { wordsOf as wordsInSlack } from '../support/slack/person.ts'

const { en } = createTranslators()

const OPTIONS = Array.from({ length: 60 }, (_, index) => ({ value: `v${index}`, label: `Option number ${index}.` }))

/** A field of every kind; a new kind without one does not compile. */
const FIELDS: { readonly [Kind in ModalField['kind']]: Extract<ModalField, { kind: Kind }> } = {
  text: { ...fieldOf('text'), kind: 'text' },
  textarea: {
    ...fieldOf('textarea'),
    kind: 'textarea',
    limits: [{ name: 'Bluesky', unit: 'graphemes', maximum: 300 }],
  },
  datetime: { ...fieldOf('datetime'), kind: 'datetime', timeZone: 'Europe/Paris' },
  select: { ...fieldOf('select'), kind: 'select', options: OPTIONS },
  choices: { ...fieldOf('choices'), kind: 'choices', options: OPTIONS },
  channel: { ...fieldOf('channel'), kind: 'channel' },
  people: { ...fieldOf('people'), kind: 'people', groups: true },
  person: { ...fieldOf('person'), kind: 'person' },
  files: { ...fieldOf('files'), kind: 'files', maximum: 4, types: ['image/png'] },
}

function fieldOf(id: string) {
  const hint = `Hint for ${id}: ${'what is to be written there, and what becomes of it. '.repeat(2)}`.trim()
  return { id, label: `Label of ${id}`, value: '', required: true, hint }
}

const form: Modal = {
  id: 'draft.create:01995d1e-0000-7000-8000-000000000001:1:AZldHgAAcACAAAAAAAAAAQ',
  title: 'A form',
  submit: 'Send it',
  intro: 'What it is for',
  quote: 'What is being answered',
  fields: Object.values(FIELDS),
}

interface Seen {
  readonly fields: readonly (string | undefined)[]
  readonly words: string
}

function inDiscord(): Seen {
  const pages = Array.from({ length: countPages(form, en) }, (_, page) => renderPage(form, page, en))
  const components = pages.flatMap(page => componentsIn(JSON.parse(JSON.stringify(page?.components))))
  const ids = components.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [String(custom_id)]))
  const hints = components.map(({ description }) => String(description ?? ''))
  return {
    fields: ids.map(id => readIdInDiscord(id)?.field),
    words: [wordsInDiscord(pages), ...hints].join('\n'),
  }
}

function inSlack(): Seen {
  const blocks = renderInSlack(form, { channel: 'C1' }, en)?.blocks ?? []
  const ids = blocks.flatMap(block => (block.type === 'input' ? [block.block_id ?? ''] : []))
  return { fields: ids.map(id => readIdInSlack(id)?.field), words: wordsInSlack(blocks) }
}

function locally(): Seen {
  const markup = String(renderLocally(form, en))
  const fields = Object.keys(FIELDS).filter(id => markup.includes(`name="${id}"`) || markup.includes(`error-${id}"`))
  return { fields, words: markup }
}

describe.each(Object.entries({ Discord: inDiscord, Slack: inSlack, 'the local page': locally }))(
  'a form in %s',
  (_, see) => {
    test('has every field, with all that is said of it, and everything that can be chosen', () => {
      const { fields, words } = see()
      expect(new Set(fields)).toEqual(new Set(Object.keys(FIELDS)))
      const said = [
        form.intro,
        form.quote,
        ...form.fields.flatMap(({ label, hint }) => [label, hint]),
        ...OPTIONS.map(({ label }) => label),
      ]
      expect(said.filter(one => one !== undefined && !words.includes(one))).toEqual([])
    })
  },
)
