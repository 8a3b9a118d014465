import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEventInbox, forgetEvents } from '../../src/db/queries/event-inbox.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

describe('the inbox of event ids', () => {
  test('takes an id once, however many bring it at once', async () => {
    const { connection } = database.database
    const inboxes = Array.from({ length: 8 }, () => createEventInbox(connection, 'slack'))
    const taken = await Promise.all(inboxes.map(inbox => inbox.accept('Ev1')))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await createEventInbox(connection, 'slack').accept('Ev1')).toBe(false)
    expect(await createEventInbox(connection, 'slack').accept('Ev2')).toBe(true)
    expect(await createEventInbox(connection, 'discord').accept('Ev1')).toBe(true)
  })

  test('forgets what is old, and only that', async () => {
    const { connection } = database.database
    const inbox = createEventInbox(connection, 'slack')
    await inbox.accept('old')
    await forgetEvents(connection, new Date(Date.now() - 60_000))
    expect(await inbox.accept('old')).toBe(false)
    await forgetEvents(connection, new Date(Date.now() + 60_000))
    expect(await inbox.accept('old')).toBe(true)
  })
})
