import type { ChannelRow } from '../../db/schema/index.ts'
import type { Translator } from '../../locales/translator.ts'

/** "#drafts and #legal" */
export function channelList(t: Translator, names: readonly string[]): string {
  return t.list(names.map(name => `#${name}`))
}

export function channelNames(t: Translator, channels: readonly ChannelRow[]): string {
  return channelList(
    t,
    channels.map(channel => channel.name),
  )
}

/** Says where the review card of what was just submitted is. */
export function submittedText(t: Translator, channels: readonly ChannelRow[]): string {
  if (channels.length === 0) return t('done.review.no-channel')
  return t('done.review', { channels: channelNames(t, channels) })
}
