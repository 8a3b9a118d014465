import type { Answer } from '../chat/platform.ts'
import type { Permission } from '../domain/member.ts'
import type { MessageKey } from '../locales/en/index.ts'
import type { Translator, Values } from '../locales/translator.ts'
import type { Invocation } from './services.ts'

/** One command of the grammar that all platforms share. */
export interface Command {
  readonly name: string
  /** Other names for it, such as the French one. */
  readonly aliases: readonly string[]
  /** How it goes, in the notation of the field: `lang en|fr [brand]`. */
  readonly usage: string
  readonly summary: MessageKey
  readonly detail: MessageKey
  /** What the detail's placeholders stand for. */
  readonly detailValues?: (t: Translator) => Values
  readonly permission: Permission
  run(invocation: Invocation, rest: string): Promise<Answer>
}
