import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { findShownSubject } from '../../src/db/queries/shown-cards.ts'
import { brands, cards, channels } from '../../src/db/schema/index.ts'
import { createTestDatabase } from '../support/database.ts'

test('a message is found by the platform’s names for it, and by nothing less', async () => {
  await using opened = await createTestDatabase()
  const { connection } = opened.database
  const [brand] = await connection
    .insert(brands)
    .values({ slug: 'acme', name: 'Acme', timeZone: 'Europe/Paris', language: 'fr' })
    .returning()
  if (brand === undefined) throw new Error('no brand')
  const place = { platform: 'slack', workspace: 'T1' }
  const [channel] = await connection
    .insert(channels)
    .values({ ...place, brandId: brand.id, purpose: 'mentions', remoteId: 'C1', name: 'mentions' })
    .returning()
  if (channel === undefined) throw new Error('no channel')
  const subject = { subjectKind: 'mention', subjectId: v7() } as const
  await connection
    .insert(cards)
    .values({ ...subject, channelId: channel.id, messageId: '1.000001', priority: 0, dueAt: new Date() })
  const there = { ...place, channel: 'C1', message: '1.000001' }
  expect(await findShownSubject(connection, there)).toEqual({ kind: 'mention', id: subject.subjectId })
  for (const other of [{ platform: 'discord' }, { workspace: 'T2' }, { channel: 'C2' }, { message: '1.000002' }]) {
    expect(await findShownSubject(connection, { ...there, ...other })).toBeUndefined()
  }
})
