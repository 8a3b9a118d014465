import type { InputBlock, KnownBlock, ModalView, PlainTextInput } from '@slack/types'
import type { Language } from '../../domain/language.ts'
import type { MediaType } from '../../domain/media.ts'
import { countLongest } from '../../domain/thread.ts'
import type { Translator } from '../../locales/translator.ts'
import { type Card, type Modal, type ModalField, readChoices } from '../card.ts'
import { elementWords } from '../element-words.ts'
import { FILES_RIGHT } from './files.ts'
import { type InputPart, inputId } from './ids.ts'
import { INPUT_FILES, INPUT_LABEL, INPUT_VALUE, MODAL_TITLE, SECTION_TEXT, VIEW_BLOCKS, VIEW_BYTES } from './limits.ts'
import { plain, renderChoices, renderSelect } from './parts.ts'
import { clean, cut, split } from './text.ts'

/** Where a modal was opened; travels with it, since what is sent off does not say. */
export interface ModalPlace {
  readonly channel: string
  /** The message whose button opened it, and the language it was shown in. */
  readonly message?: string
  readonly language?: Language
}

/** A longer text is shown in as many sections, and cut after these. */
const QUOTE_SECTIONS = 5
const NOTICE_SECTIONS = VIEW_BLOCKS
/** Room that a text always has to grow by, before a further input is needed. */
const ROOM = 500

function input(
  part: InputPart,
  field: ModalField,
  label: string,
  element: InputBlock['element'],
  hint = field.hint ?? '',
): InputBlock {
  const isContinuation = /^text[1-9]/.test(part)
  return {
    type: 'input',
    block_id: inputId(part, field.id),
    label: plain(label, INPUT_LABEL),
    element,
    optional: !field.required || isContinuation,
    ...(hint === '' || isContinuation || part === 'time' ? {} : { hint: plain(hint, INPUT_LABEL) }),
  }
}

/** How long the text is that the form opens with, its longest post if it is a thread: Slack says nothing while somebody types. */
function countsOf(field: ModalField, t: Translator): readonly string[] {
  if (field.kind !== 'textarea' || field.limits === undefined || field.limits.length === 0) return []
  const counts = field.limits.map(({ name, unit, maximum }) =>
    t('slack.count', { name, unit, count: t.number(countLongest(field.value, unit)), maximum: t.number(maximum) }),
  )
  return [`${t.list(counts)}.`]
}

/** A text that one input does not hold is laid over several, whose values are put together again when it comes back. */
function textInputs(field: ModalField, multiline: boolean, t: Translator): readonly InputBlock[] {
  const pieces = split(field.value, INPUT_VALUE)
  const hint = [...countsOf(field, t), ...(field.hint === undefined ? [] : [field.hint])].join(' ')
  const total = Math.max(pieces.length, Math.ceil((field.value.length + ROOM) / INPUT_VALUE))
  return Array.from({ length: total }, (_, index) => {
    const label = total === 1 ? field.label : t('slack.part', { label: field.label, part: index + 1, parts: total })
    const piece = pieces[index] ?? ''
    const element: PlainTextInput = {
      type: 'plain_text_input',
      action_id: 'value',
      multiline,
      max_length: INPUT_VALUE,
      ...(piece === '' ? {} : { initial_value: piece }),
    }
    return input(`text${index}`, field, label, element, hint)
  })
}

/** A day and a time of it, both as the wall clock shows them: Slack's own moment would follow the reader's zone. */
function clockInputs(field: Extract<ModalField, { kind: 'datetime' }>, t: Translator): readonly InputBlock[] {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/.exec(field.value) ?? []
  const zone = field.timeZone === undefined ? {} : { timezone: field.timeZone }
  return [
    input('date', field, field.label, {
      type: 'datepicker',
      action_id: 'value',
      ...(date === undefined ? {} : { initial_date: date }),
    }),
    input('time', field, t('slack.time', { label: field.label }), {
      type: 'timepicker',
      action_id: 'value',
      ...zone,
      ...(time === undefined ? {} : { initial_time: time }),
    }),
  ]
}

/** Names of files of a kind, for Slack's chooser; what they are is told from their bytes. */
const EXTENSIONS: Readonly<Record<MediaType, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
}

function fieldInputs(field: ModalField, t: Translator): readonly InputBlock[] {
  switch (field.kind) {
    case 'text':
      return textInputs(field, false, t)
    case 'textarea':
      return textInputs(field, true, t)
    case 'datetime':
      return clockInputs(field, t)
    case 'select': {
      const element = renderSelect('value', field.options, field.value)
      return element === undefined ? [] : [input('pick', field, field.label, element)]
    }
    case 'choices': {
      const element = renderChoices('value', field.options, readChoices(field.value))
      return element === undefined ? [] : [input('picks', field, field.label, element)]
    }
    case 'channel': {
      // Slack refuses a form with a chosen conversation that its filter leaves out, as direct messages are.
      const initial = /^[CG][A-Z0-9]+$/.test(field.value) ? { initial_conversation: field.value } : {}
      const filter = { include: ['public' as const, 'private' as const], exclude_bot_users: true }
      return [
        input('channel', field, field.label, { type: 'conversations_select', action_id: 'value', filter, ...initial }),
      ]
    }
    case 'people': {
      const chosen = readChoices(field.value)
      const initial = chosen.length === 0 ? {} : { initial_users: [...chosen] }
      return [input('people', field, field.label, { type: 'multi_users_select', action_id: 'value', ...initial })]
    }
    case 'person': {
      const initial = field.value === '' ? {} : { initial_user: field.value }
      return [input('person', field, field.label, { type: 'users_select', action_id: 'value', ...initial })]
    }
    case 'files': {
      const filetypes = field.types.flatMap(type => EXTENSIONS[type])
      const max_files = Math.min(INPUT_FILES, field.maximum)
      return [input('files', field, field.label, { type: 'file_input', action_id: 'value', filetypes, max_files })]
    }
    default:
      return field satisfies never
  }
}

function sections(text: string, limit: number): readonly KnownBlock[] {
  const shown = cut(clean(text).trim(), limit * (SECTION_TEXT - 1))
  return split(shown, SECTION_TEXT)
    .filter(piece => piece.trim() !== '')
    .map(piece => ({ type: 'section', text: plain(piece, SECTION_TEXT) }))
}

/** Said in place of a field for files. */
function noFiles(t: Translator): KnownBlock {
  return { type: 'context', elements: [plain(t('slack.no-files', { right: FILES_RIGHT }), SECTION_TEXT)] }
}

export interface ModalOptions {
  /** Whether the app may read files. */
  readonly files?: boolean
}

/** A form as Slack shows it, or undefined if it is more than Slack holds: then nothing of it may be edited there. */
export function renderModal(
  modal: Modal,
  place: ModalPlace,
  t: Translator,
  { files = true }: ModalOptions = {},
): ModalView | undefined {
  const quote =
    modal.quote === undefined ? [] : sections(t('words.quoted', { text: clean(modal.quote).trim() }), QUOTE_SECTIONS)
  const inputs = modal.fields.flatMap((field): readonly KnownBlock[] =>
    field.kind === 'files' && !files ? [noFiles(t)] : fieldInputs(field, t),
  )
  const empty: KnownBlock = { type: 'section', text: plain(modal.title, SECTION_TEXT) }
  const intro = modal.intro === undefined ? [] : sections(modal.intro, QUOTE_SECTIONS)
  const blocks = [...intro, ...quote, ...inputs]
  const view: ModalView = {
    type: 'modal',
    callback_id: modal.id,
    private_metadata: JSON.stringify(place),
    title: plain(modal.title, MODAL_TITLE),
    submit: plain(modal.submit, MODAL_TITLE),
    close: plain(t('slack.cancel'), MODAL_TITLE),
    // Slack shows no form without anything in it.
    blocks: blocks.length === 0 ? [empty] : blocks,
  }
  if (view.blocks.length > VIEW_BLOCKS || Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES) return undefined
  return view
}

/** Something to be read and closed; whole, so far as Slack takes it: what is more than that is cut, and marked. */
export function renderNotice(title: string, text: string, t: Translator): ModalView {
  const view = (limit: number): ModalView => {
    const blocks = sections(text, limit)
    return {
      type: 'modal',
      title: plain(title, MODAL_TITLE),
      close: plain(t('slack.close'), MODAL_TITLE),
      blocks: blocks.length === 0 ? [{ type: 'section', text: plain('', SECTION_TEXT) }] : [...blocks],
    }
  }
  const whole = view(NOTICE_SECTIONS)
  if (Buffer.byteLength(JSON.stringify(whole)) <= VIEW_BYTES) return whole
  // A character can take six bytes there, as an escaped half of a pair does.
  return view(Math.floor(VIEW_BYTES / 6 / SECTION_TEXT))
}

/** Every word of a card, for those that a message had to fold. */
export function renderWholeCard(card: Card, t: Translator): ModalView {
  const words = card.elements.map(element => elementWords(element, t))
  const paragraphs = [card.header, ...words].filter(text => text.trim() !== '')
  return renderNotice(t('slack.whole'), paragraphs.join('\n\n'), t)
}
