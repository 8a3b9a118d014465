import { oneLine } from '../cards/elements.ts'
import { USUAL } from '../chat/platform.ts'
import type { BoundChannel } from '../db/queries/people.ts'
import type { Translator } from '../locales/translator.ts'
import type { ActingPlatform } from './services.ts'

/** "SEND_MESSAGES" -> "Send Messages", as settings show it. */
function nameOfRight(name: string): string {
  return name
    .toLowerCase()
    .replace(/(?:^|_)([a-z])/g, (_, letter: string) => ` ${letter.toUpperCase()}`)
    .trim()
}

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
  return problems.map(problem => {
    const [id = '', error = ''] = problem.detail.split(' ')
    switch (problem.code) {
      case 'channel-refused':
      case 'channel-shared': {
        const name = channels.find(channel => channel.remoteId === id)?.name ?? id
        const trouble = problem.trouble ?? 'restricted'
        const rights = t.list(error.split(',').map(nameOfRight))
        return t(`command.status.problem.${problem.code}`, { name, trouble, rights, ...(platform.customs ?? USUAL) })
      }
      case 'other-app':
        return t('command.status.problem.other-app', { token: id, heard: error })
      default:
        return t(`command.status.problem.${problem.code}`, { detail: oneLine(problem.detail, 120) })
    }
  })
}
