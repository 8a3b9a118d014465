import type { CommandDescription } from '../chat/commands.ts'
import type { Translators } from '../locales/translator.ts'
import { accounts } from './accounts.ts'
import { assign } from './assign.ts'
import { bind, unbind } from './bind.ts'
import { brand } from './brand.ts'
import { claim } from './claim.ts'
import type { Command } from './command.ts'
import { connect } from './connect.ts'
import { digest } from './digest.ts'
import { disconnect } from './disconnect.ts'
import { draft } from './draft.ts'
import { drafts } from './drafts.ts'
import { edit } from './edit.ts'
import { exportCommand } from './export.ts'
import { feed } from './feed.ts'
import { forget } from './forget.ts'
import { createHelp } from './help.ts'
import { lang } from './lang.ts'
import { mentions } from './mentions.ts'
import { mute } from './mute.ts'
import { noise } from './noise.ts'
import { describeCommand } from './option.ts'
import { roles } from './roles.ts'
import { setup } from './setup.ts'
import { status } from './status.ts'

const others: readonly Command[] = [
  draft,
  edit,
  drafts,
  mentions,
  assign,
  digest,
  status,
  accounts,
  feed,
  connect,
  disconnect,
  setup,
  brand,
  roles,
  lang,
  noise,
  mute,
  forget,
  exportCommand,
  bind,
  unbind,
  claim,
]

/** Every command there is, in the order in which `help` lists them. */
export const commands: readonly Command[] = [...others, createHelp(others)]

/** What a platform has to know to offer the commands with a field for everything that they take. */
export function describeCommands(translators: Translators): readonly CommandDescription[] {
  return commands.map(command => describeCommand(command, translators))
}
