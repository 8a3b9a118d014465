import { record } from '../db/queries/audit.ts'
import { listHeldAuthors } from '../db/queries/erasure.ts'
import { authorMark } from '../domain/post.ts'
import { readHandle } from './author-handle.ts'
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
      write: handle => (handle.startsWith('@') ? handle : `@${handle}`),
    },
  ],
  async run({ services, brand, member, t }, rest) {
    const { database } = services
    const handle = readHandle(rest.startsWith('@') ? rest : `@${rest}`)
    if (rest === '' || handle === undefined) return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    const authors = await listHeldAuthors(database.connection, brand.id, { handle })
    if (authors.length === 0) return ephemeral(t('command.forget.unknown', { handle }))
    const url = await services.exportAuthor.offer(
      brand,
      authors.map(({ postId }) => postId),
    )
    if (url === undefined) return ephemeral(t('command.export.unreachable'))
    const details = { authors: authors.map(authorMark) }
    const act = 'author.exported'
    await database.transact(({ tx }) =>
      record(tx, { actorId: member.id, act, subjectKind: 'brand', subjectId: brand.id, details }),
    )
    const count = authors.reduce((sum, one) => sum + one.count, 0)
    const text = t('command.export.done', { handle, count })
    return { kind: 'ephemeral', text, link: { label: t('command.export.link'), url } }
  },
}
