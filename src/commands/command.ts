import type { Answer } from '../chat/platform.ts'
import type { Permission } from '../domain/member.ts'
import type { MessageKey } from '../locales/en/index.ts'
import type { Translator, Values } from '../locales/translator.ts'
import type { Invocation, Visit } from './services.ts'

interface CommandBase {
  readonly name: string
  /** Other names for it, such as the French one. */
  readonly aliases: readonly string[]
  /** How it goes, in the notation of the field: `lang en|fr [brand]`. */
  readonly usage: MessageKey
  readonly summary: MessageKey
  readonly detail: MessageKey
  /** What the detail's placeholders stand for. */
  readonly detailValues?: (t: Translator) => Values
  readonly permission: Permission
}

/** One command of the grammar that all platforms share, about a brand. */
export interface BrandCommand extends CommandBase {
  run(invocation: Invocation, rest: string): Promise<Answer>
}

/** One that also works where there is no brand (yet). */
export interface WorkspaceCommand extends CommandBase {
  visit(visit: Visit, rest: string): Promise<Answer>
}

export type Command = BrandCommand | WorkspaceCommand
