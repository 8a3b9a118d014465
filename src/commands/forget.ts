import { findHeldAuthors } from './actions/author-choice.ts'
import { forgetModal } from './actions/author-forget.ts'
import { readAuthor } from './author-words.ts'
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
    },
  ],
  async run(invocation, rest) {
    const { t } = invocation
    const named = readAuthor(rest)
    if (named === undefined) return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    const authors = await findHeldAuthors(invocation, named)
    if (authors.length === 0) return ephemeral(t('command.forget.unknown', { author: named.shown }))
    return { kind: 'modal', modal: forgetModal(invocation, authors) }
  },
}
