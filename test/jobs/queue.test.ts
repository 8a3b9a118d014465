import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { DatabaseAddress } from '../../src/db/address.ts'
import { openDatabase } from '../../src/db/database.ts'
import type { JobName } from '../../src/jobs/jobs.ts'
import { type JobQueue, migrateJobs, startQueue } from '../../src/jobs/queue.ts'
import { startTimetable } from '../../src/jobs/timetable.ts'
import { createTestAddress, createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'

/** A worker that is killed, and another that has to notice: begun first, since that takes its time. */
async function beginRescue() {
  const address = await createTestAddress()
  const script = join(import.meta.dirname, 'run-worker.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(address)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const queue = await startQueue({ address, onError: () => {} })
  await using database = await openDatabase(address)
  const [killed, waiting] = [id(), id()]
  const sendTo = (actionId: string) =>
    queue.send(database.connection, 'perform-action', { actionId }, { key: actionId })
  await sendTo(killed)
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  expect(line).toBe(killed)
  child.kill('SIGKILL')
  await once(child, 'exit')
  await sendTo(waiting)
  return { queue, killed, waiting, ran: await work(queue) }
}

let rescue: ReturnType<typeof beginRescue>
let shared: TestDatabase
let stack: AsyncDisposableStack
const faults: { readonly fault: unknown; readonly job: JobName | null }[] = []
beforeAll(async () => {
  rescue = beginRescue()
  rescue.catch(() => {})
  shared = await createTestDatabase()
  stack = new AsyncDisposableStack()
})
afterEach(async () => {
  await stack.disposeAsync()
  stack = new AsyncDisposableStack()
  faults.length = 0
  await shared.database.connection.execute(sql`delete from jobs.job`)
})
afterAll(async () => {
  await (await rescue).queue[Symbol.asyncDispose]()
  await shared[Symbol.asyncDispose]()
})

/** A process's queue, stopped when the test has finished. */
async function open(address: DatabaseAddress = shared.address): Promise<JobQueue> {
  return stack.use(await startQueue({ address, onError: (fault, job) => void faults.push({ fault, job }) }))
}

function send(queue: JobQueue, actionId: string, options: { readonly key?: string; readonly at?: Date } = {}) {
  return queue.send(shared.database.connection, 'perform-action', { actionId }, { key: actionId, ...options })
}

/** Notes what a queue runs. */
async function work(queue: JobQueue, concurrency = 2): Promise<readonly string[]> {
  const ran: string[] = []
  await queue.work('perform-action', concurrency, async ({ actionId }) => void ran.push(actionId))
  return ran
}

function id(): string {
  return crypto.randomUUID()
}

describe('a job', () => {
  test('is sent with the rows it concerns: after a rollback there is none', async () => {
    const queue = await open()
    const [lost, kept] = [id(), id()]
    const { database } = shared
    await expect(
      database.transact(async ({ tx }) => {
        await queue.send(tx, 'perform-action', { actionId: lost }, { key: lost })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect((await database.connection.execute(sql`select id from jobs.job`)).rows).toEqual([])
    await database.transact(({ tx }) => queue.send(tx, 'perform-action', { actionId: kept }, { key: kept }))
    const ran = await work(queue)
    await eventually(() => ran).toEqual([kept])
  })

  test('runs once however many processes work', async () => {
    const queues = await Promise.all([open(), open(), open()])
    const ran = await Promise.all(queues.map(queue => work(queue)))
    const ids = Array.from({ length: 30 }, id)
    for (const [index, one] of ids.entries()) await send(queues[index % 3]!, one)
    await eventually(() => ran.flat().length).toBeGreaterThanOrEqual(30)
    expect(ran.flat().toSorted()).toEqual(ids.toSorted())
  })

  test('with a time runs when it has come, whatever runs before it', async () => {
    const queue = await open()
    const started = new Map<string, number>()
    await queue.work('perform-action', 2, async ({ actionId }) => void started.set(actionId, Date.now()))
    const at = new Date(Date.now() + 2_000)
    const [later, now, evenLater] = [id(), id(), id()]
    await send(queue, later, { at })
    await send(queue, evenLater, { at: new Date(at.getTime() + 3_600_000) })
    await send(queue, now)
    await eventually(() => started.has(later)).toBe(true)
    expect(started.get(now)).toBeLessThan(at.getTime())
    expect(started.get(later)).toBeGreaterThanOrEqual(at.getTime())
    expect(started.has(evenLater)).toBe(false)
  })

  test('whose key waits already is not sent twice, and none with that key run at once', async () => {
    const queues = await Promise.all([open(), open()])
    let [running, most, runs] = [0, 0, 0]
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const queue of queues) {
      await queue.work('perform-action', 3, async () => {
        runs++
        most = Math.max(most, ++running)
        await promise
        running--
      })
    }
    const one = id()
    await send(queues[0]!, one, { key: 'same' })
    await eventually(() => runs).toBe(1)
    for (let again = 0; again < 5; again++) await send(queues[again % 2]!, one, { key: 'same' })
    const other = id()
    await send(queues[1]!, other, { key: 'other' })
    await eventually(() => runs).toBe(2)
    resolve()
    await eventually(() => runs).toBe(3)
    await eventually(() => running).toBe(0)
    expect(most).toBe(2)
  })

  test('that throws is told and runs again', async () => {
    const queue = await open()
    const one = id()
    let runs = 0
    await queue.work('perform-action', 1, async () => {
      if (++runs < 3) throw new Error('not yet')
    })
    await send(queue, one)
    await eventually(() => runs).toBe(3)
    expect(faults).toMatchObject([1, 2].map(() => ({ job: 'perform-action', fault: { message: 'not yet' } })))
  })

  test('with a payload that is none of ours is told and not run', async () => {
    const queue = await open()
    const ran = await work(queue)
    await queue.send(shared.database.connection, 'perform-action', { actionId: 'x' }, { key: 'x' })
    await eventually(() => faults[0]?.job).toBe('perform-action')
    expect(ran).toEqual([])
  })

  test('that is under way is finished when its process stops', async () => {
    const queue = await open()
    let isDone = false
    const began = Promise.withResolvers<void>()
    await queue.work('perform-action', 1, async () => {
      began.resolve()
      await new Promise(resolve => setTimeout(resolve, 500))
      isDone = true
    })
    await send(queue, id())
    await began.promise
    await queue[Symbol.asyncDispose]()
    expect(isDone).toBe(true)
    const { rows } = await shared.database.connection.execute(sql`select state from jobs.job`)
    expect(rows).toEqual([{ state: 'completed' }])
  })

  test('runs although every connection to the database was cut meanwhile', async () => {
    const queue = await open()
    const ran = await work(queue)
    await send(queue, id())
    await eventually(() => ran.length).toBe(1)
    await shared.database.connection.execute(
      sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`,
    )
    const after = id()
    await eventually(() => send(queue, after).then(() => 'sent', String)).toBe('sent')
    await eventually(() => ran).toContain(after)
  })
})

describe('a worker that is killed', () => {
  test('has its job run by another', { timeout: 120_000 }, async () => {
    const { killed, waiting, ran } = await rescue
    await expect.poll(() => ran.toSorted(), { timeout: 90_000, interval: 200 }).toEqual([killed, waiting].toSorted())
  })
})

describe('a timetable', () => {
  test('ticks once for all processes together', { timeout: 60_000 }, async () => {
    const queues = await Promise.all([open(), open(), open()])
    let runs = 0
    for (const queue of queues) {
      await queue.work('sweep', 1, async () => void runs++)
      const onFault = (fault: unknown) => void faults.push({ fault, job: null })
      stack.use(startTimetable({ queue, digestTimes: async () => [], onFault }))
    }
    await expect.poll(() => runs, { timeout: 40_000, interval: 100 }).toBe(1)
    // The jobs of the tick's moment are all there by now, if there were more than one.
    const { rows } = await shared.database.connection.execute(sql`select id from jobs.job where name = 'sweep'`)
    expect(rows).toHaveLength(1)
    expect(faults).toEqual([])
  })

  test('sends a job of an occasion once, also after it has run', async () => {
    const queues = await Promise.all([open(), open(), open()])
    let runs = 0
    await queues[0]!.work('sweep', 1, async () => void runs++)
    await Promise.all(queues.map(queue => queue.sendOnce('sweep', {}, 'an occasion')))
    await eventually(() => runs).toBe(1)
    await eventually(async () => {
      const { rows } = await shared.database.connection.execute(sql`select state from jobs.job where name = 'sweep'`)
      return rows
    }).toEqual([{ state: 'completed' }])
    await Promise.all(queues.map(queue => queue.sendOnce('sweep', {}, 'an occasion')))
    await queues[1]!.sendOnce('sweep', {}, 'another occasion')
    await eventually(() => runs).toBe(2)
  })
})

test('what waits is counted by kind', async () => {
  const queue = await open()
  await send(queue, id())
  await send(queue, id())
  await send(queue, id(), { at: new Date(Date.now() + 3_600_000) })
  await eventually(() => queue.backlog()).toMatchObject({ 'perform-action': 2, 'poll-source': 0 })
})

test('several processes may prepare the queues at once', async () => {
  const address = await createTestAddress()
  await using other = stack.use(await startQueue({ address, onError: () => {} }))
  await Promise.all(Array.from({ length: 4 }, () => migrateJobs(address)))
  expect(await other.backlog()).toMatchObject({ sweep: 0 })
})

test('a hundred that have waited are not done two a second', async () => {
  const queue = await open()
  const ids = Array.from({ length: 100 }, id)
  for (const one of ids) await send(queue, one)
  // Nobody was listening when they were sent, as after a start.
  const ran = await work(await open(), 1)
  await eventually(() => ran.length).toBe(100)
})

test('when the queue is closed, so is every connection of it: the server may stop at once', async () => {
  const address = await createTestAddress()
  await using database = await openDatabase(address)
  const seen: unknown[] = []
  const queue = await startQueue({ address, onError: fault => void seen.push(fault) })
  await Promise.all(Array.from({ length: 8 }, () => queue.backlog()))
  const open = async () => {
    const { rows } = await database.connection.execute(
      sql`select count(*)::int from pg_stat_activity where application_name = 'vigie-jobs' and datname = current_database()`,
    )
    return rows[0]?.count
  }
  expect(await open()).toBeGreaterThan(1)
  await queue[Symbol.asyncDispose]()
  expect(await open()).toBe(0)
  expect(seen).toEqual([])
})
