import { nameIn, oneLine } from '../cards/elements.ts'
import { type Modal, type ModalField, readChoices } from '../chat/card.ts'
import type { MentionRow, PostRow } from '../db/schema/index.ts'
import { formatReference, type Reference } from '../domain/reference.ts'
import { createNonce } from './actions/nonce.ts'
import type { Invocation, Values } from './services.ts'

/** Options of one list; a platform may show 25 (Discord, StringSelectMenu). */
const PER_FIELD = 25
/** Lists of the form; a platform may show five fields (Discord, modals). */
const FIELDS = 4
/** Mentions that one form offers. The others come once these are dealt with. */
export const CHOICES = PER_FIELD * FIELDS
/** Characters of an option: Slack's limit is the tightest of the platforms, 75. */
const OPTION_LENGTH = 75

export interface Choice {
  readonly mention: MentionRow
  readonly post: PostRow
}

function fieldId(index: number): string {
  return `mention-${index + 1}`
}

function optionOf({ t }: Invocation, { mention, post }: Choice) {
  const name = oneLine(nameIn(post.authorName, post.authorHandle), 20)
  const sentiment =
    mention.sentiment === null ? t('mention.sentiment.unclassified') : t(`sentiment.${mention.sentiment}`)
  const label = t('modal.summary.option', { name, sentiment, text: oneLine(post.text, OPTION_LENGTH) })
  return { value: mention.id, label: oneLine(label, OPTION_LENGTH - 1) }
}

function fieldOf(invocation: Invocation, choices: readonly Choice[], index: number): ModalField {
  const { t } = invocation
  const start = index * PER_FIELD
  const here = choices.slice(start, start + PER_FIELD)
  const range = { start: start + 1, end: start + here.length }
  return {
    id: fieldId(index),
    kind: 'choices',
    label: index === 0 ? t('modal.summary.choose') : t('modal.summary.choose.range', range),
    value: '',
    required: false,
    options: here.map(one => optionOf(invocation, one)),
  }
}

/** A form in which mentions are chosen that get a card of their own; `waiting` is how many there are in all. */
export function choiceModal(
  invocation: Invocation,
  reference: Reference,
  choices: readonly Choice[],
  waiting: number,
): Modal {
  const { t } = invocation
  const count = Math.ceil(choices.length / PER_FIELD)
  return {
    id: formatReference({ ...reference, nonce: createNonce() }),
    title: t('modal.summary.title'),
    submit: t('modal.summary.show'),
    intro: t('modal.summary.intro', { count: waiting, shown: choices.length < waiting ? choices.length : 0 }),
    fields: Array.from({ length: count }, (_, index) => fieldOf(invocation, choices, index)),
  }
}

/** Ids that were chosen. What comes back from a form may be anything, and the database would choke on it. */
export function chosenIds(values: Values): readonly string[] {
  const chosen = Array.from({ length: FIELDS }, (_, index) => readChoices(values[fieldId(index)] ?? '')).flat()
  return [...new Set(chosen.filter(value => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)))]
}
