import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createGuard } from '../../src/networks/guard.ts'
import type { NetworkProfile } from '../../src/networks/network.ts'
import { createAddressNetworks, createNetworks, type NetworksOptions } from '../../src/networks/registry.ts'

const folder = join(import.meta.dirname, '../../src/networks')
const folders = readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)

const options: NetworksOptions = {
  http: {
    fetch: () => Promise.reject(new Error('nothing is fetched here')),
    guard: createGuard({}),
  },
  now: () => new Date(),
  localPosts: {
    after: async () => [],
    find: async () => undefined,
    findAll: async () => [],
    findByKey: async () => undefined,
    edit: async () => false,
    remove: async () => {},
    mark: async () => false,
    unmark: async () => false,
    countsOf: async () => new Map(),
    countPosts: async () => 0,
    insert: () => Promise.reject(new Error('nothing is written here')),
    latest: async () => [],
    watch: () => ({ [Symbol.asyncDispose]: async () => {} }),
  },
}
const networks = new Map<string, NetworkProfile>([...createNetworks(options), ...createAddressNetworks(options)])

test('the registry holds the folders there are, each under its own name', () => {
  expect([...networks.keys()].toSorted()).toEqual(folders.toSorted())
  for (const [name, network] of networks) expect(network.name).toBe(name)
})

// What a network keeps through a port of its own is declared beside it; how it is called, and what is done there, where that
// is long.
const MORE: Record<string, readonly string[]> = {
  local: ['store.ts'],
  bluesky: [
    ...['budget.ts', 'calls.ts', 'facets.ts', 'embeds.ts', 'onward.ts'],
    ...['inbox.ts', 'search.ts', 'publish.ts', 'deeds.ts', 'looks.ts'],
  ],
  mastodon: [
    ...['account.ts', 'ask.ts', 'authorise.ts', 'calls.ts', 'identify.ts', 'rates.ts', 'server.ts', 'tokens.ts'],
    ...['inbox.ts', 'search.ts', 'stream.ts', 'text.ts', 'below.ts'],
    ...['publish.ts', 'find.ts', 'uploads.ts', 'deeds.ts', 'looks.ts'],
  ],
  // What comes from a feed is made of text in four steps, and each has its own hostile input; all are taken in a process of their own.
  feeds: [
    ...['decode.ts', 'discover.ts', 'document.ts', 'get.ts', 'items.ts', 'parse.ts', 'tame.ts'],
    ...['reader.ts', 'worker.ts'],
  ],
}

test.each(folders)('%s has the four files of a network', name => {
  const files = readdirSync(join(folder, name)).toSorted()
  expect(files).toEqual(['convert.ts', 'errors.ts', 'index.ts', 'schema.ts', ...(MORE[name] ?? [])].toSorted())
})

test('the server of an account that is there may be called, wherever it is', () => {
  for (const [port, [name, network]] of [...createNetworks(options)].entries()) {
    const service = `http://127.0.0.1:${4_000 + port}`
    const calling = () => options.http.guard.check(new URL(`${service}/api`))
    expect(calling, name).toThrow('internal')
    const account = { id: 'account', service, remoteId: 'remote', handle: 'acme' }
    network.open(account, {
      load: async () => undefined,
      save: async () => {},
      alone: work => work(),
    })
    expect(calling, name).not.toThrow()
  }
})
