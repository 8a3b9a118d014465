import type { Executor } from '../db/client.ts'
import { listBrands } from '../db/queries/brands.ts'
import { listAllChannels, listWorkspaceBrandIds } from '../db/queries/people.ts'
import type { Brand } from '../domain/brand.ts'
import type { Visit } from './services.ts'

/**
 * Brands that somebody in this workspace may bind: its own, also where the team works elsewhere too, and those that no team
 * has yet (made on the command line, or begun here). Another team's brand would show its mentions to strangers.
 */
export async function listBindable(executor: Executor, platform: string, workspace: string): Promise<readonly Brand[]> {
  const channels = await listAllChannels(executor)
  const isHere = (channel: (typeof channels)[number]) =>
    channel.platform === platform && channel.workspace === workspace
  return (await listBrands(executor)).filter(brand => {
    const bound = channels.filter(channel => channel.brandId === brand.id)
    // Channels of the local workspace keep nobody from binding it elsewhere: every brand that began there has them.
    return bound.some(isHere) || bound.every(({ platform: other }) => other === 'local')
  })
}

export type BrandChoice =
  | { readonly kind: 'found'; readonly brand: Brand }
  /** There is none yet. */
  | { readonly kind: 'none' }
  /** Several: one of these must be named. */
  | { readonly kind: 'which'; readonly brands: readonly Brand[] }

/** The brand that somebody means to set up: the one they name, else the place's, else the only one that can be meant. */
export async function chooseBrand({ services, platform, origin, brand }: Visit, slug: string): Promise<BrandChoice> {
  const { connection } = services.database
  const bindable = await listBindable(connection, platform.name, origin.workspace)
  const [named] = bindable.filter(one => one.slug === slug)
  if (named !== undefined) return { kind: 'found', brand: named }
  if (slug !== '') return { kind: 'which', brands: bindable }
  if (brand !== undefined) return { kind: 'found', brand }
  const own = await listWorkspaceBrandIds(connection, platform.name, origin.workspace)
  const bound = new Set((await listAllChannels(connection)).map(channel => channel.brandId))
  const ours = bindable.filter(one => own.includes(one.id))
  // One that has no channel anywhere was begun and not brought to its end.
  const begun = bindable.filter(one => !bound.has(one.id))
  const candidates = ours.length > 0 ? ours : begun
  const [only, ...more] = candidates
  if (only === undefined) return { kind: 'none' }
  return more.length === 0 ? { kind: 'found', brand: only } : { kind: 'which', brands: candidates }
}
