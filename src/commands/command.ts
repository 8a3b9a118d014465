import type { OptionValues } from '../chat/commands.ts'
import type { Answer } from '../chat/platform.ts'
import { may, type Permission } from '../domain/member.ts'
import type { MessageKey } from '../locales/en/index.ts'
import type { Translator, Values } from '../locales/translator.ts'
import type { CommandOption } from './option.ts'
import type { Invocation, Visit } from './services.ts'

interface CommandBase {
  readonly name: string
  /** Other names for it, such as the French one. */
  readonly aliases: readonly string[]
  /** How it goes, in the notation of the field: `lang en|fr [brand]`. Begins with its name in that language. */
  readonly usage: MessageKey
  readonly summary: MessageKey
  readonly detail: MessageKey
  /** What the detail's placeholders stand for. */
  readonly detailValues?: (t: Translator) => Values
  readonly permission: Permission
  /** What may stand behind its name, those first that it cannot do without. */
  readonly options: readonly CommandOption[]
  /** The text for what is filled in of them; one after the other, unless told. */
  readonly write?: (values: OptionValues) => string
}

/** One command of the grammar that all platforms share, about a brand. */
export interface BrandCommand extends CommandBase {
  run(invocation: Invocation, rest: string): Promise<Answer>
}

/** One that also works where there is no brand (yet). */
export interface WorkspaceCommand extends CommandBase {
  /** It may be about another brand than the place's, and asks whether it is allowed once it is known which. */
  readonly choosesBrand?: true
  visit(visit: Visit, rest: string): Promise<Answer>
}

export type Command = BrandCommand | WorkspaceCommand

/** Whether somebody may use a command where they are; for which brand of several, the command itself asks. */
export function mayUse({ member, rights }: Pick<Visit, 'member' | 'rights'>, command: Command): boolean {
  const { permission } = command
  return 'choosesBrand' in command ? rights.mayAnywhere(permission) : may(member, permission)
}
