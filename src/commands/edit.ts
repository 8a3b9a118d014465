import { findEditableDraftId } from '../db/queries/named-things.ts'
import { readCode } from '../domain/code.ts'
import { reopen } from './actions/draft-edit.ts'
import type { BrandCommand } from './command.ts'
import { ephemeral } from './services.ts'
import { suggestDrafts } from './suggestions.ts'

const usage = 'usage.edit'

/** Opens the form of a draft from anywhere: its card may be far up in the channel. */
export const edit: BrandCommand = {
  name: 'edit',
  aliases: ['modifier'],
  usage,
  summary: 'command.edit.summary',
  detail: 'command.edit.detail',
  permission: 'write-drafts',
  options: [
    {
      name: 'draft',
      title: 'option.draft',
      about: 'option.draft.about',
      isRequired: true,
      field: { kind: 'text', suggest: suggestDrafts },
    },
  ],
  async run(invocation, rest) {
    const { services, brand, t } = invocation
    if (rest === '') return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    const named = readCode(rest)
    const id = named && (await findEditableDraftId(services.database.connection, brand.id, named))
    return id === undefined ? ephemeral(t('command.edit.unknown', { typed: rest })) : reopen(invocation, id)
  },
}
