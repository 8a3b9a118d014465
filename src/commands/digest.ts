import { DIGEST_HOUR } from '../domain/digest.ts'
import { channelNames } from './actions/submitted.ts'
import type { BrandCommand } from './command.ts'
import { ephemeral } from './services.ts'

const usage = 'usage.digest'

/** What may follow the name, in both languages. It says what the command does anyway. */
const NOW = ['now', 'maintenant']

export const digest: BrandCommand = {
  name: 'digest',
  aliases: ['bilan'],
  usage,
  summary: 'command.digest.summary',
  detail: 'command.digest.detail',
  detailValues: t => ({ hour: t.hour(DIGEST_HOUR) }),
  permission: 'read',
  options: [],
  async run({ services, origin, brand, member, t }, rest) {
    if (!['', ...NOW].includes(rest.toLowerCase()))
      return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    const channels = await services.digest.preview(brand, member.id, origin.act)
    if (channels.length === 0) return ephemeral(t('done.digest.no-channel'))
    return ephemeral(t('done.digest', { channels: channelNames(t, channels) }))
  },
}
