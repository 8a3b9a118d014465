import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextDisplayComponent,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord.js'
import type { Translator } from '../../locales/translator.ts'
import { type Modal, type ModalField, type Option, readChoices, readPeople } from '../card.ts'
import { clean, split } from '../text.ts'
import { hintsOf } from './hints.ts'
import { type InputPart, inputId, pageId } from './ids.ts'
import {
  CUSTOM_ID,
  INPUT_VALUE,
  LABEL,
  LABEL_DESCRIPTION,
  MESSAGE_TEXT,
  MODAL_COMPONENTS,
  MODAL_TITLE,
  SELECT_OPTIONS,
  SELECT_PEOPLE,
  UPLOADED_FILES,
} from './limits.ts'
import { escapedWithin, escapeMarkup, quoted } from './markup.ts'
import { plain, renderOptions, textDisplay } from './parts.ts'

/** Room that a text always has to grow by, before a further input is needed. */
const ROOM = 500

const SNOWFLAKE = /^\d{15,20}$/

/** One input, before it stands on a page. */
interface Input {
  readonly part: InputPart
  readonly field: ModalField
  readonly label: string
  readonly component: APIComponentInLabel
}

function idOf(part: InputPart, { id }: ModalField): string {
  return inputId(part, id)
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}

function numbered(label: string, index: number, total: number, t: Translator): string {
  return total === 1 ? label : t('discord.part', { label, part: index + 1, parts: total })
}

/** A text that one input does not hold is laid over several, whose values are put together again when it comes back. */
function textInputs(field: ModalField, style: TextInputStyle, t: Translator): readonly Input[] {
  const value = clean(field.value)
  const pieces = split(value, INPUT_VALUE)
  const total =
    style === TextInputStyle.Short ? 1 : Math.max(pieces.length, Math.ceil((value.length + ROOM) / INPUT_VALUE))
  return Array.from({ length: total }, (_, index) => {
    const part: InputPart = `text${index}`
    return {
      part,
      field,
      label: numbered(field.label, index, total, t),
      component: {
        type: ComponentType.TextInput,
        custom_id: idOf(part, field),
        style,
        max_length: INPUT_VALUE,
        required: field.required && index === 0,
        ...(pieces[index] === undefined ? {} : { value: pieces[index] }),
      },
    }
  })
}

/** Discord has no field for a moment: it is written, in a way that its hint shows. */
function clockInput(field: Extract<ModalField, { kind: 'datetime' }>, t: Translator): Input {
  return {
    part: 'when',
    field,
    label: field.label,
    component: {
      type: ComponentType.TextInput,
      custom_id: idOf('when', field),
      style: TextInputStyle.Short,
      max_length: 40,
      required: field.required,
      placeholder: plain(t('discord.when', { zone: field.timeZone ?? 'none' }), LABEL_DESCRIPTION),
      ...(field.value === '' ? {} : { value: field.value.replace('T', ' ') }),
    },
  }
}

/** Lists of options; several where one does not hold them all. */
function optionInputs(
  field: ModalField,
  options: readonly Option[],
  chosen: readonly string[],
  kind: 'pick' | 'picks',
  t: Translator,
): readonly Input[] {
  const lists = chunks(renderOptions(options, chosen), SELECT_OPTIONS)
  return lists.map((some, index) => {
    const part: InputPart = `${kind}${index}`
    // Of several lists one may be left as it is.
    const required = field.required && lists.length === 1
    return {
      part,
      field,
      label: numbered(field.label, index, lists.length, t),
      component: {
        type: ComponentType.StringSelect,
        custom_id: idOf(part, field),
        options: [...some],
        required,
        min_values: required ? 1 : 0,
        max_values: kind === 'pick' ? 1 : some.length,
      },
    }
  })
}

/** Discord fills them in; several where one does not hold everybody that is chosen. */
function peopleInputs(field: Extract<ModalField, { kind: 'people' }>, t: Translator): readonly Input[] {
  const { people, groups } = readPeople(field.value)
  const chosen = [
    ...(field.groups === true ? groups : []).map(id => ({ id, type: SelectMenuDefaultValueType.Role }) as const),
    ...people.map(id => ({ id, type: SelectMenuDefaultValueType.User }) as const),
  ].filter(({ id }) => SNOWFLAKE.test(id))
  const full = chunks(chosen, SELECT_PEOPLE)
  const lists = full.length === 0 || full.at(-1)?.length === SELECT_PEOPLE ? [...full, []] : full
  return lists.map((some, index) => {
    const part: InputPart = `people${index}`
    const common = { custom_id: idOf(part, field), required: false, min_values: 0, max_values: SELECT_PEOPLE }
    const users = some.flatMap(({ id, type }) => (type === SelectMenuDefaultValueType.User ? [{ id, type }] : []))
    return {
      part,
      field,
      label: numbered(field.label, index, lists.length, t),
      component:
        field.groups === true
          ? { type: ComponentType.MentionableSelect, ...common, default_values: [...some] }
          : { type: ComponentType.UserSelect, ...common, default_values: users },
    }
  })
}

function personInput(field: ModalField): Input {
  return {
    part: 'people0',
    field,
    label: field.label,
    component: {
      type: ComponentType.UserSelect,
      custom_id: idOf('people0', field),
      required: field.required,
      min_values: field.required ? 1 : 0,
      max_values: 1,
      default_values: SNOWFLAKE.test(field.value) ? [{ id: field.value, type: SelectMenuDefaultValueType.User }] : [],
    },
  }
}

function channelInput(field: ModalField): Input {
  return {
    part: 'channel',
    field,
    label: field.label,
    component: {
      type: ComponentType.ChannelSelect,
      custom_id: idOf('channel', field),
      channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
      required: field.required,
      min_values: field.required ? 1 : 0,
      max_values: 1,
      default_values: SNOWFLAKE.test(field.value)
        ? [{ id: field.value, type: SelectMenuDefaultValueType.Channel }]
        : [],
    },
  }
}

function filesInput(field: Extract<ModalField, { kind: 'files' }>): Input {
  return {
    part: 'files',
    field,
    label: field.label,
    component: {
      type: ComponentType.FileUpload,
      custom_id: idOf('files', field),
      required: field.required,
      min_values: field.required ? 1 : 0,
      max_values: Math.min(UPLOADED_FILES, field.maximum),
    },
  }
}

function inputsOf(field: ModalField, t: Translator): readonly Input[] {
  switch (field.kind) {
    case 'text':
      return textInputs(field, TextInputStyle.Short, t)
    case 'textarea':
      return textInputs(field, TextInputStyle.Paragraph, t)
    case 'datetime':
      return [clockInput(field, t)]
    case 'select':
      return optionInputs(field, field.options, [field.value], 'pick', t)
    case 'choices':
      return optionInputs(field, field.options, readChoices(field.value), 'picks', t)
    case 'channel':
      return [channelInput(field)]
    case 'people':
      return peopleInputs(field, t)
    case 'person':
      return [personInput(field)]
    case 'files':
      return [filesInput(field)]
    default:
      return field satisfies never
  }
}

function labelled({ field, label, component, part }: Input, t: Translator): APILabelComponent {
  const isFirst = !/[1-9]\d?$/.test(part)
  const hints = isFirst ? hintsOf(field, t) : []
  // A label that is cut stands below itself, whole so far as Discord takes it.
  const description = hints.length > 0 ? hints.join(' ') : label.length > LABEL ? label : undefined
  return {
    type: ComponentType.Label,
    label: plain(label, LABEL),
    component,
    ...(description === undefined ? {} : { description: plain(description, LABEL_DESCRIPTION) }),
  }
}

/** Words above the fields: ours, those that are being answered, and what has no room below a field. */
function introOf({ intro, quote, fields }: Modal, t: Translator): readonly APITextDisplayComponent[] {
  const long = fields.filter(({ hint = '' }) => hint.length > LABEL_DESCRIPTION)
  const hints = Map.groupBy(long, ({ hint = '' }) => hint)
  const words = [
    ...(intro === undefined || intro.trim() === '' ? [] : [escapeMarkup(intro.trim())]),
    ...(quote === undefined || quote.trim() === '' ? [] : [quoted(escapedWithin(quote.trim(), 1_500))]),
    ...[...hints].map(([hint, some]) =>
      escapedWithin(t('words.labelled', { label: t.list(some.map(({ label }) => label)), value: hint }), 500),
    ),
  ].join('\n')
  return words === '' ? [] : [textDisplay(words.slice(0, MESSAGE_TEXT))]
}

/** The inputs of a form by pages, as many on each as Discord shows at once. */
function pagesOf(modal: Modal, t: Translator): readonly (readonly Input[])[] {
  const inputs = modal.fields.flatMap(field => inputsOf(field, t))
  const first = MODAL_COMPONENTS - introOf(modal, t).length
  return [inputs.slice(0, first), ...chunks(inputs.slice(first), MODAL_COMPONENTS)]
}

export function countPages(modal: Modal, t: Translator): number {
  return pagesOf(modal, t).length
}

/** One page of a form, or undefined if Discord would not take its id. */
export function renderPage(
  modal: Modal,
  page: number,
  t: Translator,
): APIModalInteractionResponseCallbackData | undefined {
  const pages = pagesOf(modal, t)
  const custom_id = pageId(modal.id, page, pages.length)
  if (custom_id.length > CUSTOM_ID) return undefined
  const steps =
    pages.length === 1 ? modal.title : t('discord.page', { title: modal.title, page: page + 1, pages: pages.length })
  const above = page === 0 ? introOf(modal, t) : []
  const inputs = (pages[page] ?? []).map(input => labelled(input, t))
  const components = [...above, ...inputs]
  return {
    custom_id,
    title: plain(steps.length > MODAL_TITLE ? modal.title : steps, MODAL_TITLE),
    components: components.length === 0 ? [textDisplay(escapeMarkup(modal.title))] : components,
  }
}

/** The same form with what was typed in it. */
export function withValues(modal: Modal, values: Readonly<Record<string, string>>): Modal {
  return { ...modal, fields: modal.fields.map(field => ({ ...field, value: values[field.id] ?? field.value })) }
}
