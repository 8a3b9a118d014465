import type { Answer } from '../chat/platform.ts'
import { record } from '../db/queries/audit.ts'
import { findAuthors, listMutedAuthors, muteAuthors, muteMember, unmuteAuthors } from '../db/queries/muting.ts'
import { isMuted, may } from '../domain/member.ts'
import { readUntil } from '../domain/noise.ts'
import { readHandle } from './author-handle.ts'
import type { WorkspaceCommand } from './command.ts'
import { refuseWithoutBrand } from './no-brand.ts'
import { ephemeral, type Invocation, type Visit } from './services.ts'
import { suggestAuthors, suggestTimes } from './suggestions.ts'

const usage = 'usage.mute'

/** Where no brand says how late it is. */
const NO_ZONE = 'UTC'

function usageOf({ t }: Visit): Answer {
  return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
}

/** What is muted at present, for whoever asks. */
async function tell(visit: Visit): Promise<Answer> {
  const { services, member, brand, t } = visit
  const { mutedUntil } = member
  const at = mutedUntil === null ? '' : t.instant(mutedUntil, brand?.timeZone ?? NO_ZONE)
  const own = isMuted(member, services.now()) ? t('command.mute.own', { at }) : t('command.mute.own.not')
  if (brand === undefined) return ephemeral(own)
  const authors = await listMutedAuthors(services.database.connection, brand.id, services.now())
  const lines = authors.map(({ network, handle, until }) => {
    const title = services.networks.get(network)?.title ?? network
    return until === null
      ? t('command.mute.author.line', { handle, network: title })
      : t('command.mute.author.line.until', { handle, network: title, at: t.instant(until, brand.timeZone) })
  })
  return ephemeral([own, ...(lines.length === 0 ? [] : [t('command.mute.authors'), ...lines])].join('\n'))
}

async function muteOneself(visit: Visit, word: string): Promise<Answer> {
  const { services, member, brand, t } = visit
  const { connection } = services.database
  if (word === 'off') {
    await muteMember(connection, member.id, null)
    return ephemeral(t('command.mute.own.not'))
  }
  const zone = brand?.timeZone ?? NO_ZONE
  const until = readUntil(word, services.now(), zone)
  if (until === undefined) return usageOf(visit)
  await muteMember(connection, member.id, until)
  return ephemeral(t('command.mute.own', { at: t.instant(until, zone) }))
}

async function muteAuthor(invocation: Invocation, handle: string, word: string | undefined): Promise<Answer> {
  const { services, member, brand, t } = invocation
  if (!may(member, 'handle-mentions')) return ephemeral(t('refusal.handle-mentions'))
  const isEnd = word === 'off'
  const until = word === undefined || isEnd ? null : readUntil(word, services.now(), brand.timeZone)
  if (until === undefined) return usageOf(invocation)
  return services.database.transact(async ({ tx }) => {
    const authors = isEnd ? [] : await findAuthors(tx, brand.id, handle)
    if (!isEnd) await muteAuthors(tx, authors, { brandId: brand.id, until, mutedBy: member.id })
    const count = isEnd ? await unmuteAuthors(tx, brand.id, handle) : authors.length
    if (count === 0) {
      return ephemeral(t(isEnd ? 'command.mute.author.not' : 'command.mute.author.unknown', { handle }))
    }
    const act = isEnd ? 'author.unmuted' : 'author.muted'
    const details = { count, until: until?.toISOString() ?? null }
    await record(tx, { actorId: member.id, act, subjectKind: 'brand', subjectId: brand.id, details })
    if (isEnd) return ephemeral(t('command.mute.author.off', { handle }))
    return until === null
      ? ephemeral(t('command.mute.author.done', { handle }))
      : ephemeral(t('command.mute.author.done.until', { handle, at: t.instant(until, brand.timeZone) }))
  })
}

/** Quiet for oneself, or from one author of the public. */
export const mute: WorkspaceCommand = {
  name: 'mute',
  aliases: ['sourdine'],
  usage,
  summary: 'command.mute.summary',
  detail: 'command.mute.detail',
  permission: 'read',
  options: [
    {
      name: 'author',
      title: 'option.author.title',
      about: 'option.author.about',
      field: { kind: 'text', suggest: suggestAuthors },
      write: handle => (handle.startsWith('@') ? handle : `@${handle}`),
    },
    { name: 'for', title: 'option.time', about: 'option.time.about', field: { kind: 'text', suggest: suggestTimes } },
  ],
  async visit(visit, rest) {
    const [first, second, ...more] = rest.split(/\s+/).filter(word => word !== '')
    if (first === undefined) return tell(visit)
    if (more.length > 0) return usageOf(visit)
    if (!first.startsWith('@')) return second === undefined ? muteOneself(visit, first.toLowerCase()) : usageOf(visit)
    const handle = readHandle(first)
    if (handle === undefined) return usageOf(visit)
    const { brand } = visit
    if (brand === undefined) return ephemeral(await refuseWithoutBrand(visit))
    return muteAuthor({ ...visit, brand }, handle, second?.toLowerCase())
  },
}
