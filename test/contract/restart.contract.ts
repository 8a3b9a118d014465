import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { signUp } from '../support/bluesky/person.ts'
import { isRealBlueskyInstalled, startRealBluesky } from '../support/bluesky/real.ts'
import type { BlueskyServer } from '../support/bluesky/server.ts'
import { createTestAddress } from '../support/database.ts'
import { type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import { makeDataDirectory, processesIn, runVigie } from '../support/process.ts'
import { createLives, type Life } from './restart/life.ts'
import { CALLS, type CallName, planRounds, type Round } from './restart/plan.ts'
import { findProblems } from './restart/problems.ts'
import { createPublic } from './restart/public.ts'
import { createTeam } from './restart/team.ts'

/** RESTART_ROUNDS: more or fewer kills. RESTART_SEED: the plan of another run again, as its name has it. */
const rounds = Number(process.env.RESTART_ROUNDS ?? 6)
const seed = Number(process.env.RESTART_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** Milliseconds until everything must be as it should, once nobody disturbs it any more. */
const SETTLED = 90_000

/** What fails for a while. */
function createOutages(server: BlueskyServer, proxy: FaultyProxy) {
  let mend = async () => {}
  return {
    async begin({ of, lasts }: NonNullable<Round['outage']>): Promise<void> {
      if (of === 'server') await Promise.all([proxy.stop(), server.stop()])
      else await server.stopReadSide()
      mend = async () => {
        mend = async () => {}
        await delay(lasts)
        if (of === 'server') await Promise.all([server.start(), proxy.start()])
        else await server.startReadSide()
      }
    },
    /** Resolves when nothing fails any more. */
    end: () => mend(),
  }
}

/** Vigie between the public on Bluesky and the team in the local workspace. */
async function createScene() {
  await using resources = new AsyncDisposableStack()
  const server = resources.use(await startRealBluesky(await createTestAddress()))
  // Between the two, so that it is seen what Vigie is at.
  const proxy = resources.use(await startFaultyProxy(server.url))
  const directory = resources.use(await makeDataDirectory())
  const lives = resources.use(await createLives(directory.path))
  const brand = await signUp(server.url, 'acme-bakery.test')
  const people = await createPublic(server.url, brand)
  const kept = resources.move()
  return {
    server,
    proxy,
    outages: createOutages(server, proxy),
    lives,
    people,
    team: createTeam(),
    async connect() {
      const words = ['account', 'add', 'bluesky', '--brand', 'acme', '--handle', brand.handle, '--service', proxy.url]
      const environment = { VIGIE_ACCOUNT_SECRET: await brand.createAppPassword('vigie') }
      expect(await runVigie(words, { dataDirectory: directory.path, environment })).toMatchObject({ code: 0 })
    },
    processes: () => processesIn(directory.path),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
type Scene = Awaited<ReturnType<typeof createScene>>

/** What people were told before Vigie was killed is all that they know. */
async function untilKilled(life: Life, work: Promise<void>): Promise<void> {
  await work.catch((fault: unknown) => {
    if (!life.isOver()) throw fault
  })
}

/** Resolves when Vigie has called that from now on, or is being killed for another reason. */
async function called({ proxy }: Scene, call: CallName, life: Life): Promise<void> {
  for (let position = proxy.seen.length; !life.isOver(); await delay(2)) {
    for (; position < proxy.seen.length; position++) if (proxy.seen[position]?.endsWith(CALLS[call])) return
  }
}

/** One life, from its start to its SIGKILL. An outage may go on afterwards. */
async function liveAndDie(scene: Scene, round: Round): Promise<void> {
  const { outages, lives, people, team } = scene
  const { falseStart, writings, verdicts, outage, kill } = round
  if (falseStart !== undefined) await lives.startFalsely(falseStart)
  async function writeEarly(): Promise<void> {
    await outages.end()
    await people.write(writings.filter(one => one.isEarly))
  }
  const [life] = await Promise.all([lives.start(), writeEarly()])
  const writing = people.write(writings.filter(one => !one.isEarly))
  let death: Promise<void> | undefined
  function die(): Promise<void> {
    death ??= delay(kill.after).then(life.kill)
    return death
  }
  const watching = kill.since === 'news' || kill.since === 'publish' ? called(scene, kill.since, life).then(die) : null
  let isOut = false
  const shift = team.work({
    client: life.client,
    verdicts,
    onFirstAct() {
      if (kill.since === 'first-act') void die()
    },
    async onWritten() {
      if (isOut || outage === undefined) return
      isOut = true
      await writing
      await outages.begin(outage)
    },
  })
  await untilKilled(life, shift)
  await writing
  await die()
  await watching
}

/** Waits until all is as it must be; tells what is not if that does not come about. */
async function settle({ lives, people, team }: Scene, { client }: Life): Promise<void> {
  async function check(): Promise<void> {
    const [mentions, alerts, drafts, answers] = await Promise.all([
      client.messages('mentions'),
      client.messages('alerts'),
      client.messages('drafts'),
      people.answers(),
    ])
    const problems = findProblems(people.written, team.replies, { mentions, alerts, drafts, answers })
    expect(problems, lives.lastLines.join('\n')).toEqual([])
  }
  await vi.waitFor(check, { timeout: SETTLED, interval: 500 })
}

async function killAndCheck(): Promise<void> {
  await using scene = await createScene()
  const { server, outages, lives, people, team } = scene
  const first = await lives.start()
  await scene.connect()
  await first.kill()
  for (const round of planRounds(rounds, seed)) await liveAndDie(scene, round)
  await outages.end()
  await server.settle()

  const last = await lives.start()
  await settle(scene, last)
  for (const reply of team.replies) {
    if (reply.verdict === 'approve' && reply.decided !== 'done') await team.approve(last.client, reply)
  }
  // One more read to its end: whatever would come twice has come by then.
  await people.write([{ kind: 'mention', author: 0, isComplaint: false, isEarly: false }])
  await settle(scene, last)
  expect((await people.answers()).length).toBeGreaterThan(0)
  expect(await last.stop()).toBe(0)
  expect(lives.complaints).toEqual([])
  if (process.platform === 'linux') expect(await scene.processes()).toEqual([])
}

describe('SIGKILL beside the real Bluesky', () => {
  const name = `${rounds} times at random (RESTART_SEED=${seed}): nothing lost, nothing doubled, nothing unapproved`
  if (isRealBlueskyInstalled()) test(name, { timeout: 180_000 + rounds * 60_000 }, killAndCheck)
  else test.skip('is not installed: run `npm ci` in test/contract/bluesky', () => {})
})
