import { oneLine } from '../cards/elements.ts'
import type { Answer } from '../chat/platform.ts'
import { countWaitingMentions, listWaitingMentions } from '../db/queries/mentions.ts'
import { listMentionChannels } from '../db/queries/noise.ts'
import { listChannels } from '../db/queries/people.ts'
import { listUnshownMentions } from '../db/queries/unshown-mentions.ts'
import type { ChannelRow } from '../db/schema/index.ts'
import { codeOf } from '../domain/code.ts'
import { may } from '../domain/member.ts'
import type { BrandCommand } from './command.ts'
import { CHOICES, choiceModal } from './mention-choice.ts'
import { ephemeral, type Invocation } from './services.ts'

/** Lines that a person reads in a chat without scrolling away. */
const MOST = 20

const usage = 'usage.mentions'

/** What may follow the name, in both languages. */
const SHOW: readonly string[] = ['show', 'afficher']

/** The channel for mentions that it is typed in, or else one of the brand's in this workspace. */
async function channelFor({ services, platform, origin, brand }: Invocation): Promise<ChannelRow | undefined> {
  const { connection } = services.database
  const here = await listMentionChannels(connection, platform.name, origin.workspace, origin.channel)
  const all = await listChannels(connection, brand.id, ['mentions'])
  return (
    here.find(one => one.brandId === brand.id) ??
    all.find(one => one.platform === platform.name && one.workspace === origin.workspace)
  )
}

/** Opens the list of those that have no card of their own. */
async function show(invocation: Invocation): Promise<Answer> {
  const { services, brand, member, t } = invocation
  if (!may(member, 'handle-mentions')) return ephemeral(t('refusal.handle-mentions'))
  const channel = await channelFor(invocation)
  if (channel === undefined) return ephemeral(t('command.noise.no-mentions', { channels: '', count: 0 }))
  const found = await listUnshownMentions(services.database.connection, channel.id, brand.id, CHOICES)
  if (found.total === 0) return ephemeral(t('command.mentions.all-shown', { name: channel.name }))
  const reference = { action: 'mention.show', id: channel.id, version: 0 }
  return { kind: 'modal', modal: choiceModal(invocation, reference, found.mentions, found.total) }
}

export const mentions: BrandCommand = {
  name: 'mentions',
  aliases: [],
  usage,
  summary: 'command.mentions.summary',
  detail: 'command.mentions.detail',
  permission: 'read',
  options: [{ name: 'show', title: 'option.show', about: 'option.show.about', field: { kind: 'flag', word: 'show' } }],
  async run(invocation, rest) {
    const { services, brand, t } = invocation
    const { connection } = services.database
    if (SHOW.includes(rest.toLowerCase())) return show(invocation)
    if (rest !== '') return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    const waiting = await listWaitingMentions(connection, brand.id, MOST)
    if (waiting.length === 0) return ephemeral(t('command.mentions.none'))
    const count = await countWaitingMentions(connection, brand.id)
    const lines = waiting.map(({ mention, post, assigneeName }) => {
      const line = t('command.mentions.line', {
        name: post.authorName || post.authorHandle,
        at: t.instant(mention.receivedAt, brand.timeZone),
        text: oneLine(post.text, 80),
        state: assigneeName === null ? t('mention.state.open') : t('mention.state.taken', { name: assigneeName }),
      })
      return t('command.listed', { code: codeOf(mention.id), line })
    })
    const channel = await channelFor(invocation)
    const unshown = channel && (await listUnshownMentions(connection, channel.id, brand.id, 1))
    const hint = unshown?.total ? [t('command.mentions.unshown', { count: unshown.total })] : []
    return ephemeral([t('command.mentions.count', { count }), ...lines, ...hint].join('\n'))
  },
}
