import { findBrand } from '../db/queries/brands.ts'
import { listWorkspaceBrandIds, listWorkspaceChannels } from '../db/queries/people.ts'
import type { Brand } from '../domain/brand.ts'
import { channelList } from './actions/submitted.ts'
import type { Visit } from './services.ts'

/** Brands that have or had a channel in the visit's workspace. */
export async function listWorkspaceBrands({
  services,
  platform,
  origin,
}: Pick<Visit, 'services' | 'platform' | 'origin'>): Promise<readonly Brand[]> {
  const { connection } = services.database
  const ids = await listWorkspaceBrandIds(connection, platform.name, origin.workspace)
  const brands = await Promise.all(ids.map(id => findBrand(connection, id)))
  return brands.filter(brand => brand !== undefined)
}

/** What somebody is told who wants something of a brand where none is meant: there is none yet, or there are several. */
export async function refuseWithoutBrand(visit: Visit): Promise<string> {
  const { services, platform, origin, t } = visit
  const brands = await listWorkspaceBrands(visit)
  const channels = await listWorkspaceChannels(services.database.connection, platform.name, origin.workspace)
  const names = [...new Set(channels.map(({ name }) => name))]
  return t('refusal.no-brand', {
    count: brands.length,
    brands: t.list(brands.map(({ name }) => name)),
    bound: names.length,
    channels: channelList(t, names),
  })
}
