import { afterEach } from 'vitest'
import type { Json } from '../../../src/domain/json.ts'
import { createFeeds } from '../../../src/networks/feeds/index.ts'
import { createHttp, type HttpOptions } from '../../../src/networks/http.ts'
import type { AddressNetwork, AddressPage, Unreadable } from '../../../src/networks/network.ts'
import { type FeedServer, startFeedServer } from '../../support/feeds/server.ts'

export interface FeedWorld {
  readonly feeds: AddressNetwork
  readonly server: FeedServer
}

export const NOW = new Date('2026-11-20T12:00:00Z')
export const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)
export const patience = () => AbortSignal.timeout(20_000)

/** Feeds and a site, each closed at the end of its test. The site is on this machine, which is allowed here. */
export function useFeeds(): (options?: Partial<HttpOptions>) => Promise<FeedWorld> {
  const open: AsyncDisposable[] = []
  afterEach(async () => {
    for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]()
  })
  return async options => {
    const server = await startFeedServer()
    const http = createHttp({ version: '9.9.9', allowInternalAddresses: true, ...options })
    const feeds = createFeeds({ http, now: () => NOW })
    open.push(feeds, server, http)
    return { feeds, server }
  }
}

export function pageOf(answer: AddressPage | Unreadable): AddressPage {
  if (answer.kind !== 'page') throw new Error(`no page but ${JSON.stringify(answer)}`)
  return answer
}

/** Reads with everything kept going through JSON, as the database does it. */
export async function readPage(world: FeedWorld, address: string, cursor?: Json): Promise<AddressPage> {
  const page = pageOf(await world.feeds.read(address, cursor, patience()))
  const kept: Json = JSON.parse(JSON.stringify(page.batch.cursor))
  return { ...page, batch: { ...page.batch, cursor: kept } }
}
