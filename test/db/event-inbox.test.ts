import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { createEventInbox, forgetEvents } from '../../src/db/queries/event-inbox.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
const opened: AsyncDisposable[] = []

/** The inbox of a process of its own. */
function inboxOf(of: Database, platform = 'slack') {
  const inbox = createEventInbox(of, platform)
  opened.push(inbox)
  return inbox
}

afterEach(async () => {
  for (const inbox of opened.splice(0)) await inbox[Symbol.asyncDispose]()
})
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

describe('the inbox of event ids', () => {
  test('takes an id once, however many bring it at once', async () => {
    const inboxes = Array.from({ length: 8 }, () => inboxOf(database.database))
    const taken = await Promise.all(inboxes.map(inbox => inbox.accept('Ev1')))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await inboxOf(database.database).accept('Ev1')).toBe(false)
    expect(await inboxOf(database.database).accept('Ev2')).toBe(true)
    expect(await inboxOf(database.database, 'discord').accept('Ev1')).toBe(true)
  })

  test('takes an id anew once it is to be forgotten, and not while it is another one’s', async () => {
    const inbox = inboxOf(database.database)
    const other = inboxOf(database.database)
    expect(await inbox.accept('form')).toBe(true)
    await other.forget('form')
    expect(await other.accept('form')).toBe(false)
    await inbox.forget('form')
    expect(await other.accept('form')).toBe(true)
    expect(await inbox.accept('form')).toBe(false)
  })

  test('forgets what is old, and only that', async () => {
    const { connection } = database.database
    const inbox = inboxOf(database.database)
    await inbox.accept('old')
    await inbox.finish('old')
    await forgetEvents(connection, new Date(Date.now() - 60_000))
    expect(await inbox.accept('old')).toBe(false)
    await forgetEvents(connection, new Date(Date.now() + 60_000))
    expect(await inbox.accept('old')).toBe(true)
  })

  test('gives what a dead process had begun to the next, once, and nothing that was finished', async () => {
    const doomed = await openDatabase(database.address)
    const inbox = inboxOf(doomed)
    for (const id of ['begun', 'through']) expect(await inbox.accept(id)).toBe(true)
    await inbox.finish('through')
    const heirs = [inboxOf(database.database), inboxOf(database.database)]
    const bring = async (id: string) => (await Promise.all(heirs.map(heir => heir.accept(id)))).filter(Boolean).length
    expect(await bring('begun')).toBe(0)
    // As a process dies: its sessions end.
    await doomed[Symbol.asyncDispose]()
    expect([await bring('begun'), await bring('through')]).toEqual([1, 0])
    expect(await bring('begun')).toBe(0)
  })

  test('says that it knows an id no sooner than its row is committed', async () => {
    const { promise: locked, resolve: unlock } = Promise.withResolvers<void>()
    const { promise: isLocked, resolve: haveLocked } = Promise.withResolvers<void>()
    const slow = database.database.transact(async ({ tx }) => {
      await tx.execute('lock table event_inbox in exclusive mode')
      haveLocked()
      await locked
    })
    await isLocked
    const inbox = inboxOf(database.database)
    const answers: boolean[] = []
    const asking = Promise.all([1, 2].map(async () => answers.push(await inbox.accept('slow'))))
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(answers).toEqual([])
    unlock()
    await Promise.all([slow, asking])
    expect(answers.toSorted()).toEqual([false, true])
  })
})
