import type { Localised } from '../domain/language.ts'

/** What stands behind a command's name, as filled in: by the options' names, without those that were left out. */
export type OptionValues = Readonly<Record<string, string>>

/**
 * One command of the grammar that all platforms share, for those that have a field for everything that may stand behind its
 * name. The others take the same as one text.
 */
export interface CommandDescription {
  readonly name: string
  /** What it is called; one word. */
  readonly title: Localised<string>
  readonly summary: Localised<string>
  /** In the order in which they are offered, those first that a command cannot do without. */
  readonly options: readonly OptionDescription[]
  /** What would be typed behind the command's name to say the same. */
  write(values: OptionValues): string
}

export interface OptionDescription {
  readonly name: string
  /** What it is called; one word. */
  readonly title: Localised<string>
  readonly about: Localised<string>
  readonly isRequired: boolean
  readonly field: OptionField
}

/** What an option takes, and as which text its value is handed over. */
export type OptionField =
  /** As it was typed. `isCompleted`: there is something to suggest while it is. */
  | { readonly kind: 'text'; readonly isCompleted: boolean }
  /** One of the choices' values. */
  | { readonly kind: 'choice'; readonly choices: readonly OptionChoice[] }
  /** Its decimal digits. */
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number }
  /** 'true' or 'false'. */
  | { readonly kind: 'flag' }
  /** Somebody of the workspace: their id, as `<@id>`. With `orGroup`, a group of people as well: `<@&id>`. */
  | { readonly kind: 'person'; readonly orGroup?: true }
  /** A channel of the workspace: its id, as `<#id>`. */
  | { readonly kind: 'channel' }
  /** A file, which goes along with the command and not in its text. */
  | { readonly kind: 'file' }

export interface OptionChoice {
  readonly value: string
  readonly label: Localised<string>
}

/** Something that an option could be while it is typed. The label may hold the public's words. */
export interface Suggestion {
  readonly value: string
  readonly label: string
}

/** The commands of the grammar, by name. */
export type Commands = ReadonlyMap<string, CommandDescription>

export function byName(commands: readonly CommandDescription[]): Commands {
  return new Map(commands.map(command => [command.name, command]))
}

/** The text behind `/vigie` that a command is with these values. One that nobody knows takes them as they are. */
export function writeCommand(commands: Commands, name: string, values: OptionValues): string {
  const rest = commands.get(name)?.write(values) ?? Object.values(values).join(' ')
  return `${name} ${rest}`.trim()
}
