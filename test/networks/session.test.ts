import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NetworkError } from '../../src/networks/network.ts'
import { isRunningOut, keepSession, type SessionKeeper } from '../../src/networks/session.ts'
import { createClock, HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { createTokenOffice, type TokenOfficeOptions, type Tokens } from '../support/token-office.ts'

const patience = () => AbortSignal.timeout(10_000)

/** A process that keeps a session with a store that others share, or none of its own. */
function startProcess(office: ReturnType<typeof createTokenOffice>, store: Store, now: () => Date) {
  const keeper = keepSession<Tokens>({
    load: async () => store.kept,
    renew: async kept => office.refresh(kept?.refresh ?? 'none'),
    async save(tokens) {
      if (store.failures-- > 0) throw new Error('the database is away')
      store.kept = tokens
    },
    same: (one, other) => one.access === other.access,
    lifeOf: ({ givenAt }) => ({ from: new Date(givenAt), until: new Date(givenAt + office.life) }),
    alone: store.alone,
    now,
  })
  return { keeper, call: (signal = patience()) => callWith(keeper, office, signal) }
}

async function callWith(
  keeper: SessionKeeper<Tokens>,
  office: ReturnType<typeof createTokenOffice>,
  signal: AbortSignal,
) {
  const used: string[] = []
  const isTaken = await keeper.use(
    async ({ access }) => {
      used.push(access)
      return office.takes(access)
    },
    taken => !taken,
    signal,
  )
  return { isTaken, used }
}

interface Store {
  kept: Tokens | undefined
  /** Attempts to keep something that are still to fail. */
  failures: number
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
}

/** What several processes share: one at a time. */
function createStore(kept: Tokens | undefined): Store {
  let last: Promise<unknown> = Promise.resolve()
  return {
    kept,
    failures: 0,
    alone(work) {
      const next = last.then(work, work)
      last = next.catch(() => {})
      return next
    },
  }
}

function start(options: Partial<TokenOfficeOptions> = {}) {
  const clock = createClock()
  const office = createTokenOffice({ now: clock.now, ...options })
  const store = createStore(office.first())
  return { clock, office, store, ...startProcess(office, store, clock.now) }
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  const fault = await work.catch((thrown: unknown) => thrown)
  return fault instanceof NetworkError ? fault.kind : String(fault)
}

describe('when a token is renewed before it is used', () => {
  const runsOut = (life: number, left: number) =>
    isRunningOut({ from: new Date(0), until: new Date(life) }, new Date(life - left))

  test.each([
    ['two hours', 2 * HOUR, 12 * MINUTE],
    ['a quarter of an hour', 15 * MINUTE, 120 * SECOND],
    ['three minutes', 3 * MINUTE, 90 * SECOND],
    ['ten seconds', 10 * SECOND, 5 * SECOND],
    ['sixty days', 60 * 24 * HOUR, 6 * 24 * HOUR],
  ])('of %s', (_, life, ahead) => {
    expect([runsOut(life, ahead + 1), runsOut(life, ahead), runsOut(life, 0)]).toEqual([false, true, true])
  })

  test('never one that was just given, always one that has ended', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 400 * 24 * HOUR }), life => {
        expect(runsOut(life, life)).toBe(false)
        expect(runsOut(life, -1)).toBe(true)
      }),
    )
  })
})

describe('one process', () => {
  test('uses what is kept, and renews it ahead of its end without the network ever refusing it', async () => {
    const { clock, office, call } = start()
    expect(await call()).toEqual({ isTaken: true, used: ['access-1'] })
    clock.advance(107 * MINUTE)
    expect((await call()).used).toEqual(['access-1'])
    clock.advance(2 * MINUTE)
    expect(await call()).toEqual({ isTaken: true, used: ['access-2'] })
    expect(office.refreshes).toBe(1)
  })

  test('renews once for all who ask at a time', async () => {
    const { clock, office, call } = start()
    clock.advance(3 * HOUR)
    const all = await Promise.all([call(), call(), call(), call()])
    expect(all.map(({ used }) => used)).toEqual(Array(4).fill(['access-2']))
    expect(office.refreshes).toBe(1)
  })

  test('renews once on a refusal, and then takes it for what it is', async () => {
    const { office, call } = start()
    await call()
    office.withdraw()
    expect(await call()).toEqual({ isTaken: true, used: ['access-1', 'access-2'] })
    expect(office.refreshes).toBe(1)
    office.takes = () => false
    expect(await call()).toEqual({ isTaken: false, used: ['access-2', 'access-3'] })
    expect(office.refreshes).toBe(2)
  })

  test('goes on with a token that holds while the network cannot renew it, without asking at every call', async () => {
    const { clock, office, call } = start()
    clock.advance(110 * MINUTE)
    office.disturb('be-away', 'be-away')
    for (let times = 0; times < 5; times++) expect((await call()).used).toEqual(['access-1'])
    expect(office.refreshes).toBe(0)
    clock.advance(MINUTE)
    expect((await call()).used).toEqual(['access-1'])
    clock.advance(MINUTE)
    expect((await call()).used).toEqual(['access-2'])
    clock.advance(3 * HOUR)
    office.disturb('be-away')
    expect(await kindOf(call())).toBe('unavailable')
    expect((await call()).used).toEqual(['access-3'])
  })

  test('says at once, ahead of its end, that a token can be renewed no more', async () => {
    const { clock, store, call } = start()
    store.kept = { ...store.kept!, refresh: 'unknown' }
    clock.advance(110 * MINUTE)
    expect(await kindOf(call())).toBe('unauthorised')
  })

  test('a caller who gives up ends it for nobody else', async () => {
    const { clock, office, call } = start()
    clock.advance(3 * HOUR)
    const held = Promise.withResolvers<void>()
    office.hold(held.promise)
    const impatient = new AbortController()
    const [gone, stays] = [call(impatient.signal), call()]
    impatient.abort()
    expect(await kindOf(gone)).toBe('unavailable')
    held.resolve()
    expect((await stays).used).toEqual(['access-2'])
    expect(office.refreshes).toBe(1)
  })

  test('keeps what it was given through an outage of the database, and never asks the network for it twice', async () => {
    const { clock, office, store, call } = start()
    clock.advance(3 * HOUR)
    store.failures = 2
    expect((await call()).used).toEqual(['access-2'])
    expect(store.kept?.access).toBe('access-2')
    clock.advance(3 * HOUR)
    // Longer than it is patient.
    store.failures = 10
    expect(await kindOf(call())).toContain('the database is away')
    expect(await kindOf(call())).toContain('the database is away')
    store.failures = 0
    expect((await call()).used).toEqual(['access-3'])
    expect([store.kept?.access, office.refreshes, office.isRevoked]).toEqual(['access-3', 2, false])
  })
})

describe('several processes', () => {
  test('use each other’s tokens, and renew what another has left to run out', async () => {
    const { clock, office, store, call } = start()
    const other = startProcess(office, store, clock.now)
    await Promise.all([call(), other.call()])
    clock.advance(110 * MINUTE)
    expect((await other.call()).used).toEqual(['access-2'])
    // It knows only the first one, which holds no more; what the other has left holds no more either.
    office.withdraw()
    const { isTaken, used } = await call()
    expect(isTaken).toBe(true)
    expect(used.at(-1)).toBe('access-3')
    expect([office.refreshes, office.isRevoked]).toEqual([2, false])
  })

  test('one that died between the answer and keeping it leaves a token that still works within the grace', async () => {
    const { clock, office, store } = start({ grace: 2 * HOUR })
    clock.advance(3 * HOUR)
    const dying = keepSession<Tokens>({
      load: async () => store.kept,
      renew: async kept => office.refresh(kept?.refresh ?? 'none'),
      // It is not there any more to keep it.
      save: () => new Promise(() => {}),
      same: (one, other) => one.access === other.access,
      lifeOf: ({ givenAt }) => ({ from: new Date(givenAt), until: new Date(givenAt + office.life) }),
      alone: work => work(),
      now: clock.now,
    })
    void callWith(dying, office, AbortSignal.timeout(60_000)).catch(() => {})
    await new Promise(setImmediate)
    expect(office.refreshes).toBe(1)
    expect((await startProcess(office, store, clock.now).call()).used).toEqual(['access-3'])
    expect(office.isRevoked).toBe(false)
  })

  test('never send a refresh token that was used, whatever happens to answers and to the database', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('calls' as const), processes: fc.subarray([0, 1, 2], { minLength: 1 }) }),
        fc.record({ kind: fc.constant('passes' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
        fc.constant({ kind: 'withdraws' as const }),
        fc.constant({ kind: 'is-away' as const }),
        fc.constant({ kind: 'restarts' as const }),
      ),
      { minLength: 5, maxLength: 25 },
    )
    await fc.assert(
      fc.asyncProperty(steps, async story => {
        const { clock, office, store } = start()
        const processes = [0, 1, 2].map(() => startProcess(office, store, clock.now))
        for (const step of story) {
          if (step.kind === 'passes') clock.advance(step.minutes * MINUTE)
          else if (step.kind === 'withdraws') office.withdraw()
          else if (step.kind === 'is-away') office.disturb('be-away')
          else if (step.kind === 'restarts') processes[0] = startProcess(office, store, clock.now)
          else await Promise.all(step.processes.map(one => processes[one]?.call().catch(() => {})))
        }
        expect(office.isRevoked).toBe(false)
        office.forgetPlans()
        for (const one of processes) expect((await one.call()).isTaken).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
