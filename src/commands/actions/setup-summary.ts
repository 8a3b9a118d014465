import { listAccounts } from '../../db/queries/accounts.ts'
import { findBrand } from '../../db/queries/brands.ts'
import { listMembers } from '../../db/queries/people.ts'
import type { GroupGrantRow, MemberRow } from '../../db/schema/index.ts'
import type { Brand } from '../../domain/brand.ts'
import { may, type Permission } from '../../domain/member.ts'
import { PURPOSES } from '../../domain/purpose.ts'
import { listGrants } from '../group-roles.ts'
import { boundHere, lookAt, warningsAbout } from '../places.ts'
import type { Visit } from '../services.ts'
import { channelList } from './submitted.ts'

/** Who may do something, people and groups by name; nobody is said too. */
function whoMay(
  { t }: Visit,
  people: readonly MemberRow[],
  grants: readonly GroupGrantRow[],
  permission: Permission,
): string {
  const groups = grants.filter(one => may(one, permission)).map(one => `@${one.name}`)
  const names = [...people.filter(one => may(one, permission)).map(one => one.name), ...groups]
  return names.length === 0 ? t('setup.nobody') : t.list(names)
}

async function channelLines(visit: Visit, brand: Brand): Promise<readonly string[]> {
  const { services, t } = visit
  const rows = await Promise.all(
    PURPOSES.map(purpose => boundHere(services.database.connection, visit, brand, purpose)),
  )
  const bound = rows.flat()
  const lines = [...Map.groupBy(bound, row => row.remoteId).values()].map(channels =>
    t('command.status.channel', {
      name: channels[0]?.name ?? '',
      purpose: t.list(channels.map(({ purpose }) => t(`purpose.${purpose}`))),
    }),
  )
  const places = [...new Set(bound.map(row => row.remoteId))].map(id => lookAt(visit, id))
  const usable = (await Promise.all(places)).filter(place => place.kind === 'usable')
  return [...lines, ...warningsAbout(visit, usable)]
}

/** How the brand stands: what is set, what is missing, and what to try first. */
export async function setupSummary(visit: Visit, { id }: Brand): Promise<string> {
  const { services, platform, origin, t } = visit
  const { connection } = services.database
  const brand = await findBrand(connection, id)
  if (brand === undefined) return t('refusal.gone')
  const people = await listMembers(connection, platform.name, origin.workspace)
  const grants = await listGrants(connection, visit, brand)
  const accounts = await listAccounts(connection, brand.id)
  const [mentions] = await boundHere(connection, visit, brand, 'mentions')
  const handles = accounts.map(({ network, handle }) =>
    t('modal.draft.account.option', { network: services.networks.get(network)?.title ?? network, handle }),
  )
  const words = [...brand.keywords.phrases, ...brand.keywords.handles.map(handle => `@${handle}`)]
  const toTry = {
    words: brand.keywords.phrases[0] ?? brand.name,
    channels: channelList(t, mentions === undefined ? [] : [mentions.name]),
  }
  return [
    t('setup.done', { name: brand.name, slug: brand.slug }),
    t('command.brand.phrases', { words: t.list(words) }),
    ...(await channelLines(visit, brand)),
    t('setup.people.editor', { names: whoMay(visit, people, grants, 'write-drafts') }),
    t('setup.people.approver', { names: whoMay(visit, people, grants, 'review-drafts') }),
    accounts.length === 0
      ? t('setup.no-account', { slug: brand.slug })
      : t('setup.accounts', { accounts: t.list(handles) }),
    t(accounts.length === 0 ? 'setup.try.later' : 'setup.try', toTry),
  ].join('\n')
}
