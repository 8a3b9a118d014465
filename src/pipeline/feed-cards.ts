import { type SectorCardInput, sectorCard } from '../cards/sector-card.ts'
import { removedSourceCard, type SourceCardInput, sourceCard } from '../cards/source-card.ts'
import type { Card } from '../chat/card.ts'
import type { Executor } from '../db/client.ts'
import { findBrand } from '../db/queries/brands.ts'
import { findSectorGroup } from '../db/queries/sector.ts'
import { findSource } from '../db/queries/sources.ts'
import type { Localised } from '../domain/language.ts'
import { localise, type Translators } from '../locales/translator.ts'

/** What the card of a group of items says; undefined if none of them is left. */
async function loadSector(executor: Executor, groupId: string): Promise<SectorCardInput | undefined> {
  const rows = await findSectorGroup(executor, groupId)
  const [first] = rows
  if (first === undefined) return undefined
  const held = rows.filter(({ erasure }) => erasure === null)
  const [shown] = held
  return {
    // What an erased post said of its source is not there any more.
    source: first.title ?? shown?.post.authorHandle ?? '',
    timeZone: first.timeZone,
    items: held.map(({ post }) => ({
      text: post.text,
      url: post.url,
      site: post.authorHandle,
      author: post.authorName,
      publishedAt: post.publishedAt,
    })),
    erased: rows.flatMap(({ erasure }) => erasure ?? []),
  }
}

/** How a place that is read by its address fares; undefined once it is no longer watched. */
async function loadSource(executor: Executor, id: string): Promise<SourceCardInput | undefined> {
  const found = await findSource(executor, id)
  if (found === undefined || found.account !== null) return undefined
  const { source } = found
  const brand = await findBrand(executor, source.brandId)
  if (brand === undefined) return undefined
  return {
    title: source.title ?? source.address,
    address: source.address,
    problem: source.endedAt === null ? (source.failures === 0 ? null : (source.problem ?? 'other')) : 'gone',
    hasEnded: source.endedAt !== null,
    lastReadAt: source.lastReadAt,
    timeZone: brand.timeZone,
  }
}

/** The card of what is new in the sector, or of how a feed fares; undefined if there is nothing to be said. */
export async function makeFeedCard(
  executor: Executor,
  { kind, id }: { readonly kind: 'sector' | 'source'; readonly id: string },
  translators: Translators,
): Promise<Localised<Card> | undefined> {
  if (kind === 'sector') {
    const input = await loadSector(executor, id)
    return input && localise(translators, t => sectorCard(input, t))
  }
  const input = await loadSource(executor, id)
  return localise(translators, t => (input === undefined ? removedSourceCard(t) : sourceCard(input, t)))
}
