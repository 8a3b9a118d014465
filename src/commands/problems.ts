import { oneLine } from '../cards/elements.ts'
import { type ChatProblem, USUAL } from '../chat/platform.ts'
import type { BoundChannel } from '../db/queries/people.ts'
import type { GroupGrantRow } from '../db/schema/index.ts'
import type { Translator } from '../locales/translator.ts'
import type { ActingPlatform } from './services.ts'

/** As the platform's settings call it in that language; one that Vigie needs not: "MANAGE_ROLES" -> "Manage Roles". */
function nameOfRight(right: string, t: Translator): string {
  const name = right
    .toLowerCase()
    .replace(/(?:^|_)([a-z])/g, (_, letter: string) => ` ${letter.toUpperCase()}`)
    .trim()
  return t('command.status.right', { right, name })
}

function isOfChannel(code: ChatProblem['code']): boolean {
  return code === 'channel-refused' || code === 'channel-shared'
}

/** What is looked at besides the platform itself. */
export interface LookedAt {
  /** Of the asking workspace. Nothing is said of any other channel: it may be another team's. */
  readonly channels: readonly BoundChannel[]
  /** Groups that give roles. */
  readonly grants: readonly GroupGrantRow[]
}

/** A line for everything that keeps the chat from working, in these channels too, with what to do about it. */
export async function problemLines(
  platform: ActingPlatform,
  t: Translator,
  { channels, grants }: LookedAt,
): Promise<readonly string[]> {
  const here = channels.filter(channel => channel.platform === platform.name)
  const places = here.map(({ workspace, remoteId: channel }) => ({ workspace, channel, language: t.language }))
  const groups = grants.map(({ workspace, groupId: id }) => ({ workspace, id }))
  const problems = (await platform.problems?.(places, groups)) ?? []
  const nameOf = (id: string) => here.find(({ remoteId }) => remoteId === id)?.name
  const isOurs = ({ code, detail }: ChatProblem) => {
    if (code === 'group-gone') return grants.some(({ groupId }) => groupId === detail)
    return !isOfChannel(code) || nameOf(detail.split(' ')[0] ?? '') !== undefined
  }
  return problems.filter(isOurs).map(problem => {
    const [id = '', error = ''] = problem.detail.split(' ')
    switch (problem.code) {
      case 'channel-refused':
      case 'channel-shared': {
        const name = nameOf(id) ?? id
        const trouble = problem.trouble ?? 'restricted'
        const rights = t.list(error.split(',').map(right => nameOfRight(right, t)))
        return t(`command.status.problem.${problem.code}`, { name, trouble, rights, ...(platform.customs ?? USUAL) })
      }
      case 'group-gone': {
        const name = grants.find(({ groupId }) => groupId === problem.detail)?.name ?? problem.detail
        return t('command.status.problem.group-gone', { name })
      }
      case 'other-app':
        return t('command.status.problem.other-app', { token: id, heard: error })
      default:
        return t(`command.status.problem.${problem.code}`, { detail: oneLine(problem.detail, 120) })
    }
  })
}
