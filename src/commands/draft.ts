import { newDraftModal } from './actions/draft-create.ts'
import type { BrandCommand } from './command.ts'

/** What chat platforms make of a name that was picked, "<@U123|camille>", is a name again: the public is to read it. */
function withNames(text: string): string {
  return text.replace(/<@[^|>\s]+\|([^>]*)>/g, '@$1')
}

export const draft: BrandCommand = {
  name: 'draft',
  aliases: ['brouillon', 'rediger', 'rédiger'],
  usage: 'usage.draft',
  summary: 'command.draft.summary',
  detail: 'command.draft.detail',
  permission: 'write-drafts',
  run: (invocation, rest) => newDraftModal(invocation, withNames(rest)),
}
