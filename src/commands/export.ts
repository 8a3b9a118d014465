import { findHeldAuthors } from './actions/author-choice.ts'
import { exportModal, offerExport } from './actions/author-export.ts'
import { readAuthor } from './author-words.ts'
import type { BrandCommand } from './command.ts'
import { ephemeral } from './services.ts'
import { suggestAuthors } from './suggestions.ts'

const usage = 'usage.export'

/** A file with all that is held of somebody of the public, by an address that only whoever asks is told. */
export const exportCommand: BrandCommand = {
  name: 'export',
  aliases: ['exporter'],
  usage,
  summary: 'command.export.summary',
  detail: 'command.export.detail',
  permission: 'administer',
  options: [
    {
      name: 'author',
      title: 'option.author.title',
      about: 'option.export.about',
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
    return authors.length === 1
      ? offerExport(invocation, authors)
      : { kind: 'modal', modal: exportModal(invocation, authors) }
  },
}
