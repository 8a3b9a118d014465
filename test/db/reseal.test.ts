import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { createCredentialStore } from '../../src/db/queries/credentials.ts'
import { createKeeper } from '../../src/db/queries/keeper.ts'
import { resealAll } from '../../src/db/queries/reseal.ts'
import { accounts, connections } from '../../src/db/schema/index.ts'
import { createVault } from '../../src/db/vault.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createWorld } from '../support/world.ts'

let test_: TestDatabase
let replica: Database
beforeAll(async () => {
  test_ = await createTestDatabase()
  replica = await openDatabase(test_.address)
})
afterAll(async () => {
  await replica[Symbol.asyncDispose]()
  await test_[Symbol.asyncDispose]()
})

test('everything is sealed with the new key, whatever others write meanwhile, and none of it is lost', async () => {
  const { connection } = test_.database
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
  const old = createVault({ current: oldKey, previous: [newKey] })
  const both = createVault({ current: newKey, previous: [oldKey] })
  const worlds = [await createWorld(test_), await createWorld(test_), await createWorld(test_)]
  const ids = worlds.map(({ account }) => account.id)
  for (const id of ids) {
    await connection
      .update(accounts)
      .set({ credentials: old.seal({ count: 0 }, id) })
      .where(eq(accounts.id, id))
  }
  const [world] = worlds
  const [row] = await connection
    .insert(connections)
    .values({
      brandId: world!.brand.id,
      memberId: world!.members.sam.id,
      network: 'scripted',
      linkHash: 'x',
      expiresAt: new Date(),
    })
    .returning()
  await connection
    .update(connections)
    .set({ sealed: old.seal('tried', row!.id) })
    .where(eq(connections.id, row!.id))
  const keep = createKeeper(connection, old, 'discord', () => new Date())
  await keep.keep('form', 'typed', new Date(Date.now() + 60_000))

  // A replica that still seals with the old key writes all the while.
  const stores = ids.map(id => createCredentialStore(replica, old, id))
  async function write(count: number): Promise<void> {
    for (const store of stores) {
      await store.load()
      await store.save({ count })
    }
  }
  await Promise.all([write(1), resealAll(connection, both), resealAll(replica.connection, both), write(1)])
  await write(2)
  await resealAll(connection, both)
  expect(await resealAll(connection, both)).toEqual({ anew: 0, closed: 0 })

  const onlyNew = createVault(newKey)
  for (const id of ids) {
    expect(await createCredentialStore(test_.database, onlyNew, id).load()).toEqual({ count: 2 })
  }
  const [after] = await connection.select().from(connections).where(eq(connections.id, row!.id))
  expect(onlyNew.open(after!.sealed!, row!.id)).toBe('tried')
  expect(await createKeeper(connection, onlyNew, 'discord', () => new Date()).find('form')).toBe('typed')
})

test('what no key opens is counted, and left as it is', async () => {
  const { connection } = test_.database
  const world = await createWorld(test_)
  const lost = createVault(randomBytes(32)).seal('x', world.account.id)
  await connection.update(accounts).set({ credentials: lost }).where(eq(accounts.id, world.account.id))
  const { closed } = await resealAll(connection, createVault(randomBytes(32)))
  expect(closed).toBeGreaterThan(0)
  const [row] = await connection.select().from(accounts).where(eq(accounts.id, world.account.id))
  expect(row?.credentials).toBe(lost)
})
