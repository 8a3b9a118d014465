import { newDraftModal } from './actions/draft-create.ts'
import type { BrandCommand } from './command.ts'

export const draft: BrandCommand = {
  name: 'draft',
  aliases: ['brouillon', 'rediger', 'rédiger'],
  usage: 'draft [text]',
  summary: 'command.draft.summary',
  detail: 'command.draft.detail',
  permission: 'write-drafts',
  run: newDraftModal,
}
