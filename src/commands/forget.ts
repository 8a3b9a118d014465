import { listHeldAuthors } from '../db/queries/erasure.ts'
import { forgetModal } from './actions/author-forget.ts'
import { readHandle } from './author-handle.ts'
import type { BrandCommand } from './command.ts'
import { ephemeral } from './services.ts'
import { suggestAuthors } from './suggestions.ts'

const usage = 'usage.forget'

/** Erases all that is held of somebody of the public, once it was shown what that is. */
export const forget: BrandCommand = {
  name: 'forget',
  aliases: ['oublier'],
  usage,
  summary: 'command.forget.summary',
  detail: 'command.forget.detail',
  permission: 'administer',
  options: [
    {
      name: 'author',
      title: 'option.author.title',
      about: 'option.forget.about',
      isRequired: true,
      field: { kind: 'text', suggest: suggestAuthors },
      write: handle => (handle.startsWith('@') ? handle : `@${handle}`),
    },
  ],
  async run(invocation, rest) {
    const { services, brand, t } = invocation
    const handle = readHandle(rest.startsWith('@') ? rest : `@${rest}`)
    if (rest === '' || handle === undefined) return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    const authors = await listHeldAuthors(services.database.connection, brand.id, { handle })
    if (authors.length === 0) return ephemeral(t('command.forget.unknown', { handle }))
    return { kind: 'modal', modal: forgetModal(invocation, authors) }
  },
}
