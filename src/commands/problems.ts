import { oneLine } from '../cards/elements.ts'
import type { BoundChannel } from '../db/queries/people.ts'
import type { Translator } from '../locales/translator.ts'
import type { ActingPlatform } from './services.ts'

/** A line for everything that keeps the chat from working, in these channels too, with what to do about it. */
export async function problemLines(
  platform: ActingPlatform,
  t: Translator,
  channels: readonly BoundChannel[] = [],
): Promise<readonly string[]> {
  const places = channels
    .filter(channel => channel.platform === platform.name)
    .map(({ workspace, remoteId: channel }) => ({ workspace, channel, language: t.language }))
  const problems = (await platform.problems?.(places)) ?? []
  return problems.map(({ code, detail }) => {
    if (code !== 'channel-refused' && code !== 'channel-shared')
      return t(`command.status.problem.${code}`, { detail: oneLine(detail, 120) })
    const [id = '', error = ''] = detail.split(' ')
    const name = channels.find(channel => channel.remoteId === id)?.name ?? id
    return t(`command.status.problem.${code}`, { name, detail: error })
  })
}
