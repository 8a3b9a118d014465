import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { v5 } from 'uuid'
import type { DatabaseAddress } from '../db/address.ts'
import { connectionOptions, type Executor } from '../db/client.ts'
import { trackClients } from '../db/tracked-clients.ts'
import { JOB_NAMES, JOBS, type JobName, type JobPayload } from './jobs.ts'

export interface SendOptions {
  /** Not before; at once if left out. */
  readonly at?: Date
  /** At most one job with this key waits, and at most one runs. */
  readonly key: string
}

/** What stages need of the queue: a job is sent in the transaction of the rows it concerns. */
export interface JobSender {
  send<Name extends JobName>(
    executor: Executor,
    name: Name,
    payload: JobPayload<Name>,
    options: SendOptions,
  ): Promise<void>
}

export interface JobQueue extends JobSender, AsyncDisposable {
  /** Sends a job of a timetable once, however many replicas do. At most one with this key waits; its name unless told. */
  sendOnce<Name extends JobName>(name: Name, payload: JobPayload<Name>, occasion: string, key?: string): Promise<void>
  /** `concurrency` jobs at once in this process. */
  work<Name extends JobName>(
    name: Name,
    concurrency: number,
    handler: (payload: JobPayload<Name>) => Promise<void>,
  ): Promise<void>
  /** Jobs ready to run and not yet running. */
  backlog(): Promise<Readonly<Record<JobName, number>>>
  /** Milliseconds since a job of this kind last succeeded, in any replica; undefined if none is remembered. */
  sinceLast(name: JobName): Promise<number | undefined>
}

export interface JobQueueOptions {
  readonly address: DatabaseAddress
  /** Faults of the queue itself, and jobs that threw. */
  readonly onError: (fault: unknown, job: JobName | null) => void
}

const SCHEMA = 'jobs'
/** Seconds; a killed process's job is taken up again about this long after (the least pg-boss takes). */
const HEARTBEAT_SECONDS = 10
/** Seconds between two looks for jobs whose process has died, and for what waits. */
const SUPERVISE_SECONDS = 5
/** Seconds; with LISTEN/NOTIFY it polls every 30 s by default, and timed jobs would run that late. */
const POLLING_SECONDS = 0.5
/** Seconds that jobs done are kept: long enough for a timetable's occasion not to be sent again. */
const KEEP_SECONDS = 2 * 86_400
/** Namespace of the ids of timetable jobs; any UUID that stays the same. */
const OCCASIONS = '6f2d1c8e-6c52-4d3e-9a53-0f3f7b1d9c11'

interface Boss {
  readonly boss: PgBoss
  /** Resolves when every connection has closed. `milliseconds` for jobs under way to finish; at once if left out. */
  stop(milliseconds?: number): Promise<void>
}

function createBoss(address: DatabaseAddress, supervise: boolean): Boss {
  const { closed, ...pooled } = trackClients()
  const boss = new PgBoss({
    ...connectionOptions(address),
    ...pooled,
    application_name: 'vigie-jobs',
    schema: SCHEMA,
    max: 4,
    schedule: false,
    supervise,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    // What supervision does it does at this rate: by default a dead process's jobs would wait for a minute, and with
    // them every job of the same key.
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    useListenNotify: supervise,
    registerInstance: false,
    openTelemetry: { enabled: false },
  })
  return {
    boss,
    async stop(milliseconds) {
      const isPatient = milliseconds !== undefined
      await boss.stop({ graceful: isPatient, close: true, ...(isPatient ? { timeout: milliseconds } : {}) })
      await closed()
    },
  }
}

/** Makes or upgrades the queue's tables and the queues themselves; safe when several processes do it at once. */
export async function migrateJobs(address: DatabaseAddress): Promise<void> {
  const { boss, stop } = createBoss(address, false)
  const faults: unknown[] = []
  boss.on('error', fault => void faults.push(fault))
  await boss.start()
  try {
    for (const name of JOB_NAMES) {
      await boss.createQueue(name, {
        policy: 'stately',
        notify: true,
        retryLimit: JOBS[name].retryLimit,
        retryDelay: 1,
        retryBackoff: true,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        deleteAfterSeconds: name === 'sweep' ? 3_600 : KEEP_SECONDS,
      })
    }
  } finally {
    await stop()
  }
  if (faults[0] !== undefined) throw faults[0]
}

/** The queue on a database that `migrateJobs` has prepared. */
export async function startQueue(options: JobQueueOptions): Promise<JobQueue> {
  const { boss, stop } = createBoss(options.address, true)
  boss.on('error', fault => options.onError(fault, null))
  await boss.start()
  const counts = async () => {
    const rows = await boss.getQueues([...JOB_NAMES])
    return Object.fromEntries(rows.map(row => [row.name, row.readyCount]))
  }
  return {
    async send(executor, name, payload, { at, key }) {
      await boss.send(name, payload, {
        db: fromDrizzle(executor, sql),
        singletonKey: key,
        ...(at === undefined ? {} : { startAfter: at }),
      })
    },
    async sendOnce(name, payload, occasion, key = name) {
      await boss.send(name, payload, { id: v5(`${name} ${occasion}`, OCCASIONS), singletonKey: key })
    },
    async work(name, concurrency, handler) {
      const polling = { pollingIntervalSeconds: POLLING_SECONDS, notifyPollingIntervalSeconds: POLLING_SECONDS }
      for (let worker = 0; worker < concurrency; worker++) {
        let id: string | undefined
        id = await boss.work(name, polling, async jobs => {
          // Looks for the next one at once: a worker left to its polling would do two jobs a second, whatever waits.
          if (id !== undefined) boss.notifyWorker(id)
          for (const job of jobs) {
            try {
              await handler(JOBS[name].payload.parse(job.data) as JobPayload<typeof name>)
            } catch (fault) {
              options.onError(fault, name)
              throw fault
            }
          }
        })
      }
    },
    async backlog() {
      const byName = await counts()
      return Object.fromEntries(JOB_NAMES.map(name => [name, byName[name] ?? 0])) as Record<JobName, number>
    },
    async sinceLast(name) {
      const statement = `select extract(epoch from now() - max(completed_on)) * 1000 as silence
        from ${SCHEMA}.job where name = $1 and state = 'completed'`
      const { rows } = await boss.getDb().executeSql(statement, [name])
      const silence = rows[0]?.silence
      return silence == null ? undefined : Number(silence)
    },
    async [Symbol.asyncDispose]() {
      // What does not finish in time is taken up again elsewhere or at the next start.
      await stop(10_000)
    },
  }
}
