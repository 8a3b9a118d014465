import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { findAccount, removeAccount, saveAccount } from '../../src/db/queries/accounts.ts'
import { insertBrand } from '../../src/db/queries/brands.ts'
import { createCredentialStore } from '../../src/db/queries/credentials.ts'
import { accounts, sources } from '../../src/db/schema/index.ts'
import { createVault } from '../../src/db/vault.ts'
import { POST_POLICY, REPLY_POLICY } from '../../src/domain/brand.ts'
import type { Json } from '../../src/domain/json.ts'
import { keepSession } from '../../src/networks/session.ts'
import { createClock, HOUR } from '../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createTokenOffice, type Tokens } from '../support/token-office.ts'

const NETWORK = { name: 'scripted', sources: ['inbox'] } as const
const vault = createVault(randomBytes(32))

let shared: TestDatabase
let replica: Database
beforeAll(async () => {
  shared = await createTestDatabase()
  replica = await openDatabase(shared.address)
})
afterAll(async () => {
  await replica[Symbol.asyncDispose]()
  await shared[Symbol.asyncDispose]()
})

let made = 0

async function connect(handle: string, credentials: Json, brand = `brand-${++made}`) {
  const { connection } = shared.database
  const row = await insertBrand(connection, {
    slug: brand,
    name: brand,
    timeZone: 'Europe/Paris',
    language: 'en',
    keywords: { phrases: [], exclusions: [], handles: [] },
    policy: POST_POLICY,
    replyPolicy: REPLY_POLICY,
  })
  const identified = { service: '', remoteId: handle, handle, name: handle, credentials }
  const account = await saveAccount(connection, vault, row!.id, NETWORK, identified)
  const again = (more: Json) => saveAccount(connection, vault, row!.id, NETWORK, { ...identified, credentials: more })
  return { account: account!, again, store: createCredentialStore(shared.database, vault, account!.id) }
}

/** What a replica does with an account whose tokens rotate. */
function startReplica(
  database: Database,
  accountId: string,
  office: ReturnType<typeof createTokenOffice>,
  now: () => Date,
) {
  const store = createCredentialStore(database, vault, accountId)
  const keeper = keepSession<Tokens>({
    load: async () => (await store.load()) as Tokens | undefined,
    renew: kept => office.refresh(kept?.refresh ?? 'none'),
    save: tokens => store.save({ ...tokens }),
    same: (one, other) => one.access === other.access,
    lifeOf: ({ givenAt }) => ({ from: new Date(givenAt), until: new Date(givenAt + office.life) }),
    alone: work => store.alone(work),
    now,
  })
  return () =>
    keeper.use(
      async ({ access }) => office.takes(access),
      taken => !taken,
      AbortSignal.timeout(20_000),
    )
}

describe('an account whose tokens rotate, in two replicas', () => {
  test('is renewed once each time, however many ask at once', async () => {
    const clock = createClock()
    const office = createTokenOffice({ now: clock.now })
    const { account, store } = await connect('rotating', { ...office.first() })
    const processes = [shared.database, replica].map(one => startReplica(one, account.id, office, clock.now))
    for (let round = 1; round <= 8; round++) {
      clock.advance(3 * HOUR)
      const calls = Array.from({ length: 12 }, (_, index) => processes[index % 2]!())
      expect(await Promise.all(calls)).toEqual(Array(12).fill(true))
      expect([office.refreshes, office.isRevoked]).toEqual([round, false])
    }
    expect(await store.load()).toMatchObject({ access: 'access-9' })
  })

  test('goes on in the other after one has died with the answer in its hands', async () => {
    const clock = createClock()
    const office = createTokenOffice({ now: clock.now, grace: HOUR })
    const { account } = await connect('dying', { ...office.first() })
    clock.advance(3 * HOUR)
    const dying = await openDatabase(shared.address)
    const answered = Promise.withResolvers<void>()
    const store = createCredentialStore(dying, vault, account.id)
    void store
      .alone(async () => {
        await office.refresh(((await store.load()) as unknown as Tokens).refresh)
        answered.resolve()
        await new Promise(() => {})
      })
      .catch(() => {})
    await answered.promise
    const going = startReplica(replica, account.id, office, clock.now)()
    // Its connection goes with it, and with that its lock.
    await dying[Symbol.asyncDispose]()
    expect(await going).toBe(true)
    expect(office.isRevoked).toBe(false)
  })
})

describe('connecting an account again', () => {
  test('keeps its cursor, its history and the refresh token that only a first sign-in gives', async () => {
    const { connection } = shared.database
    const { account, again, store } = await connect('again', { access: 'a1', refreshToken: 'r1' })
    await connection
      .update(sources)
      .set({ cursor: { page: 7 }, failures: 3 })
      .where(eq(sources.accountId, account.id))
    const second = await again({ access: 'a2' })
    expect(second?.id).toBe(account.id)
    expect(second!.connectedAt.getTime()).toBeGreaterThan(account.connectedAt.getTime())
    expect(await store.load()).toEqual({ access: 'a2', refreshToken: 'r1' })
    const rows = await connection.select().from(sources).where(eq(sources.accountId, account.id))
    expect(rows).toMatchObject([{ cursor: { page: 7 }, failures: 0 }])
    await again({ access: 'a3', refreshToken: 'r3' })
    expect(await store.load()).toEqual({ access: 'a3', refreshToken: 'r3' })
  })

  test('is not undone by a renewal of the old credentials that ends after it', async () => {
    const { again, store } = await connect('late', { access: 'old' })
    await store.load()
    await again({ access: 'new' })
    await store.save({ access: 'renewed old' })
    expect(await store.load()).toEqual({ access: 'new' })
    await store.save({ access: 'renewed new' })
    expect(await store.load()).toEqual({ access: 'renewed new' })
  })

  test('works where the old credentials are sealed with a key that is lost', async () => {
    const { account, again } = await connect('lost', { access: 'a1', refreshToken: 'r1' })
    const other = createVault(randomBytes(32))
    await shared.database.connection
      .update(accounts)
      .set({ credentials: other.seal({ access: 'a1' }, account.id) })
      .where(eq(accounts.id, account.id))
    expect((await again({ access: 'a2' }))?.state).toBe('active')
  })

  test('brings nothing back once it is removed', async () => {
    const { account, store } = await connect('removed', { access: 'a1' })
    await store.load()
    await removeAccount(shared.database.connection, account.id)
    await store.save({ access: 'a2' })
    expect([await store.load(), (await findAccount(shared.database.connection, account.id))?.state]).toEqual([
      undefined,
      'removed',
    ])
  })
})

test('whoever waits for an account for too long gives up', async () => {
  const { locks } = shared.database
  await using held = await locks.acquire('waited for', AbortSignal.timeout(1_000))
  expect(held).toBeDefined()
  expect(await replica.locks.acquire('waited for', AbortSignal.timeout(150))).toBeUndefined()
  expect(await locks.acquire('waited for', AbortSignal.abort())).toBeUndefined()
})
