import { eq } from 'drizzle-orm'
import { insertFeed, type NewFeed } from '../../../src/db/queries/sources.ts'
import { type ChannelRow, channels, type SourceRow, sources } from '../../../src/db/schema/index.ts'
import { createHttp, type Http } from '../../../src/networks/http.ts'
import { createAddressNetworks } from '../../../src/networks/registry.ts'
import { createTestDatabase } from '../database.ts'
import { createWorld, type World, type WorldOptions } from '../world.ts'
import { type FeedServer, startFeedServer } from './server.ts'

/** A brand whose team follows feeds of a small site; the site is on this machine, which is allowed here. */
export interface FeedBrand extends AsyncDisposable {
  readonly world: World
  readonly site: FeedServer
  readonly sector: ChannelRow
  add(address: string, feed?: Partial<NewFeed>): Promise<SourceRow>
  sourceOf(feed: SourceRow): Promise<SourceRow>
  /** Reads the feed as soon as its time has come. */
  poll(feed: SourceRow): Promise<void>
  /** Cards that a channel shows in English, oldest first. */
  shown(channel: { readonly id: string; readonly remoteId: string }): Promise<readonly string[]>
}

export async function createFeedBrand(options: WorldOptions = {}): Promise<FeedBrand> {
  await using stack = new AsyncDisposableStack()
  const test = stack.use(await createTestDatabase())
  const site = stack.use(await startFeedServer())
  const http: Http = stack.use(createHttp({ version: 'test', allowInternalAddresses: true }))
  const { connection } = test.database
  let now = () => new Date()
  const addressNetworks = createAddressNetworks({ http, now: () => now() })
  for (const network of addressNetworks.values()) stack.use(network)
  const world = await createWorld(test, { ...options, addressNetworks })
  now = world.clock.now
  const { brand, workspace } = world
  const place = { platform: 'scripted', workspace, remoteId: `${workspace}-sector`, name: 'sector' }
  const [sector] = await connection
    .insert(channels)
    .values({ brandId: brand.id, purpose: 'sector', ...place })
    .returning()
  const sourceOf = async ({ id }: SourceRow) => {
    const [row] = await connection.select().from(sources).where(eq(sources.id, id))
    if (row === undefined) throw new Error('no such source')
    return row
  }
  const kept = stack.move()
  return {
    world,
    site,
    sector: sector!,
    sourceOf,
    async add(address, feed = {}) {
      const common = { brandId: brand.id, network: 'feeds', title: 'News', subject: 'brand', takesAll: false } as const
      const row = await insertFeed(connection, { ...common, address, ...feed })
      if (row === undefined) throw new Error('it is there already')
      return row
    },
    async poll(feed) {
      const { nextPollAt } = await sourceOf(feed)
      world.clock.advance(Math.max(0, nextPollAt.getTime() - world.clock.now().getTime()))
      await world.intake.poll(feed.id)
    },
    async shown(channel) {
      await world.notify.deliver(channel.id)
      return world.chat.shown(channel.remoteId).map(({ card }) => card.en.header)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
