import type { CommandDescription, OptionDescription, OptionField, OptionValues, Suggestion } from '../chat/commands.ts'
import type { MessageKey } from '../locales/en/index.ts'
import { localise, type Translator, type Translators } from '../locales/translator.ts'
import type { Visit } from './services.ts'

/** Everything that fits what is being typed, or just everything: who asks sorts it, and shows the best of it. */
export type Suggest = (visit: Visit, typed: string) => Promise<readonly Suggestion[]> | readonly Suggestion[]

export interface Choice {
  readonly value: string
  readonly label: (t: Translator) => string
}

type Field =
  | { readonly kind: 'text'; readonly suggest?: Suggest }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  /** `word` is what the grammar takes for yes. */
  | { readonly kind: 'flag'; readonly word: string }
  | Extract<OptionField, { kind: 'number' | 'person' | 'channel' | 'file' }>

/**
 * Something that may stand behind a command's name: a field for it on platforms that have fields, a line of help on all. It
 * adds nothing to the grammar, which reads one text: what is filled in is written as that text.
 */
export interface CommandOption {
  /** As it is called in English. */
  readonly name: string
  readonly title: MessageKey
  readonly about: MessageKey
  readonly isRequired?: boolean
  readonly field: Field
  /** How a value is typed; as it is, unless told. */
  readonly write?: (value: string) => string
}

function wordFor({ field, write }: CommandOption, value: string | undefined): readonly string[] {
  if (value === undefined || value.trim() === '' || field.kind === 'file') return []
  if (field.kind === 'flag') return value === 'true' ? [field.word] : []
  return [write === undefined ? value : write(value)]
}

/** What is filled in as one text, in the order of the options. */
export function writeInOrder(options: readonly CommandOption[], values: OptionValues): string {
  return options.flatMap(option => wordFor(option, values[option.name])).join(' ')
}

function describeField(field: Field, translators: Translators): OptionField {
  switch (field.kind) {
    case 'text':
      return { kind: 'text', isCompleted: field.suggest !== undefined }
    case 'choice':
      return {
        kind: 'choice',
        choices: field.choices.map(({ value, label }) => ({ value, label: localise(translators, label) })),
      }
    case 'flag':
      return { kind: 'flag' }
    default:
      return field
  }
}

export function describeOption(option: CommandOption, translators: Translators): OptionDescription {
  const { name, title, about, isRequired = false, field } = option
  return {
    name,
    title: localise(translators, t => t(title)),
    about: localise(translators, t => t(about)),
    isRequired,
    field: describeField(field, translators),
  }
}

/** What a command has to know of itself to be described. */
interface Describable {
  readonly name: string
  readonly usage: MessageKey
  readonly summary: MessageKey
  readonly options: readonly CommandOption[]
  readonly write?: (values: OptionValues) => string
}

/** What the command is called in a language: its usage begins with that. */
export function titleOf({ usage }: Pick<Describable, 'usage'>, t: Translator): string {
  return t(usage).split(' ')[0] ?? ''
}

export function describeCommand(command: Describable, translators: Translators): CommandDescription {
  const { name, summary, options, write } = command
  return {
    name,
    title: localise(translators, t => titleOf(command, t)),
    summary: localise(translators, t => t(summary)),
    options: options.map(option => describeOption(option, translators)),
    write: write ?? (values => writeInOrder(options, values)),
  }
}
