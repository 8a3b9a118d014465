import type { BrandCommand } from './command.ts'
import { ephemeral } from './services.ts'
import { accountLines } from './status.ts'

export const accounts: BrandCommand = {
  name: 'accounts',
  aliases: ['comptes'],
  usage: 'usage.accounts',
  summary: 'command.accounts.summary',
  detail: 'command.accounts.detail',
  permission: 'read',
  options: [],
  run: async invocation => ephemeral((await accountLines(invocation)).join('\n')),
}
