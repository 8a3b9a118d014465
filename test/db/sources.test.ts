import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { addMissingSources, removeAccount } from '../../src/db/queries/accounts.ts'
import { sources } from '../../src/db/schema/index.ts'
import { createTestDatabase } from '../support/database.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { createWorld } from '../support/world.ts'

test('an account gets the source that its network did not have when it was connected; what it has stays', async () => {
  await using shared = await createTestDatabase()
  const { connection } = shared.database
  const before = createScriptedNetwork({ sources: ['inbox'] })
  const [world, gone] = [
    await createWorld(shared, { networks: [before] }),
    await createWorld(shared, { networks: [before] }),
  ]
  await removeAccount(connection, gone.account.id)
  await connection.update(sources).set({ cursor: 7 }).where(eq(sources.id, world.source.id))
  const after = createScriptedNetwork({ sources: ['inbox', 'search'] })
  const other = createScriptedNetwork({ name: 'other', sources: ['search'] })
  for (let starts = 0; starts < 2; starts++) await addMissingSources(connection, [after, other])
  const rows = await connection.select().from(sources)
  expect(rows).toMatchObject([
    { accountId: world.account.id, kind: 'inbox', cursor: 7 },
    { accountId: world.account.id, kind: 'search', cursor: null, failures: 0 },
  ])
})
