import { oneLine } from '../cards/elements.ts'
import { countWaitingMentions, listWaitingMentions } from '../db/queries/mentions.ts'
import type { BrandCommand } from './command.ts'
import { ephemeral } from './services.ts'

/** Lines that a person reads in a chat without scrolling away. */
const MOST = 20

export const mentions: BrandCommand = {
  name: 'mentions',
  aliases: [],
  usage: 'mentions',
  summary: 'command.mentions.summary',
  detail: 'command.mentions.detail',
  permission: 'read',
  async run({ services, brand, t }) {
    const { connection } = services.database
    const waiting = await listWaitingMentions(connection, brand.id, MOST)
    if (waiting.length === 0) return ephemeral(t('command.mentions.none'))
    const count = await countWaitingMentions(connection, brand.id)
    const lines = waiting.map(({ mention, post, assigneeName }) =>
      t('command.mentions.line', {
        name: post.authorName || post.authorHandle,
        at: t.instant(mention.receivedAt, brand.timeZone),
        text: oneLine(post.text, 80),
        state: assigneeName === null ? t('mention.state.open') : t('mention.state.taken', { name: assigneeName }),
      }),
    )
    return ephemeral([t('command.mentions.count', { count }), ...lines].join('\n'))
  },
}
