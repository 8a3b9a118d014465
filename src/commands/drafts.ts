import { oneLine } from '../cards/elements.ts'
import { listOpenDrafts } from '../db/queries/drafts.ts'
import { codeOf } from '../domain/code.ts'
import type { BrandCommand } from './command.ts'
import { ephemeral } from './services.ts'

/** Lines that a person reads in a chat without scrolling away. */
const MOST = 20

export const drafts: BrandCommand = {
  name: 'drafts',
  aliases: ['brouillons'],
  usage: 'usage.drafts',
  summary: 'command.drafts.summary',
  detail: 'command.drafts.detail',
  permission: 'read',
  options: [],
  async run({ services, brand, t }) {
    const open = await listOpenDrafts(services.database.connection, brand.id, MOST)
    if (open.length === 0) return ephemeral(t('command.drafts.none'))
    const lines = open.map(({ row, revision, author }) => {
      const text = oneLine(revision.content.variants[0]?.text ?? '', 80)
      const values = { state: t(`draft.state.${row.state}`), text, author }
      const line =
        row.publishAt === null
          ? t('command.drafts.line', values)
          : t('command.drafts.line.scheduled', { ...values, at: t.instant(row.publishAt, brand.timeZone) })
      return t('command.listed', { code: codeOf(row.id), line })
    })
    return ephemeral(lines.join('\n'))
  },
}
