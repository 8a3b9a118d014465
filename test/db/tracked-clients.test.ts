import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { connectionOptions } from '../../src/db/client.ts'
import { trackClients } from '../../src/db/tracked-clients.ts'
import { createTestAddress } from '../support/database.ts'

test('a pool has ended before its connections have, and they are waited for', async () => {
  const { Client, closed } = trackClients()
  const pool = new Pool({ ...connectionOptions(await createTestAddress()), max: 3, Client })
  let ended = 0
  const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()])
  for (const client of clients) {
    client.once('end', () => ended++)
    client.release()
  }
  await pool.end()
  expect(ended).toBeLessThan(3)
  await closed()
  expect(ended).toBe(3)
  await closed()
})
