import { setTimeout as delay } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatHandlers } from '../../src/chat/platform.ts'
import { PACE } from '../../src/chat/slack/limits.ts'
import { cards, channels, members } from '../../src/db/schema/index.ts'
import { READABLE, SUMMARY_PACE } from '../../src/domain/collapse.ts'
import type { JobSender } from '../../src/jobs/queue.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { postBy } from '../support/scripted-network.ts'
import type { Call } from '../support/slack/fake-slack.ts'
import { elementsOf, wordsOf } from '../support/slack/person.ts'
import { startSlackWorld } from '../support/slack/world.ts'
import type { Stages } from '../support/stages.ts'
import { createWorld } from '../support/world.ts'

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

const NASTY = 'Acme is horrible, worst service ever, I hate it, what a disgusting scam'
const MENTIONS = 'C000000001'
const ALERTS = 'C000000002'
/** Milliseconds by which timers and the two ends of a socket may differ. */
const TOLERANCE = 20

/** An input with options, as Slack has it. */
interface Choices {
  readonly options?: readonly { readonly value: string }[]
}

/** A brand whose mentions and alerts go to two channels of a Slack that keeps its rates. */
async function startStorm() {
  await using stack = new AsyncDisposableStack()
  let stages: (Stages & AsyncDisposable) | undefined
  const handlers: ChatHandlers = {
    command: (origin, text) => stages!.handlers.command(origin, text),
    action: (origin, action) => stages!.handlers.action(origin, action),
    submit: (origin, modal, values) => stages!.handlers.submit(origin, modal, values),
  }
  const slack = stack.use(await startSlackWorld('socket', handlers))
  slack.fake.isPaced = true
  const world = await createWorld(shared)
  const { connection } = shared.database
  await connection.update(channels).set({ unboundAt: new Date() }).where(eq(channels.brandId, world.brand.id))
  const place = { brandId: world.brand.id, platform: 'slack', workspace: slack.fake.team }
  const rows = await connection
    .insert(channels)
    .values([
      { ...place, purpose: 'mentions', remoteId: MENTIONS, name: 'mentions' },
      { ...place, purpose: 'alerts', remoteId: ALERTS, name: 'alerts' },
    ])
    .returning()
  await connection.insert(members).values({
    platform: 'slack',
    workspace: slack.fake.team,
    remoteId: slack.fake.user,
    name: 'Ada',
    roles: ['editor'],
  })
  const timers = new Set<NodeJS.Timeout>()
  /** Runs what a channel is to be looked at again for; the rest of the queue is nobody's here. */
  const jobs: JobSender = {
    async send(_executor, name, payload, { at }) {
      if (name !== 'deliver-cards' || at === undefined || !('channelId' in payload)) return
      timers.add(
        setTimeout(() => void stages?.notify.deliver(payload.channelId), Math.max(0, at.getTime() - Date.now())),
      )
    },
  }
  stages = stack.use(await world.replica({ chat: slack.platform, now: () => new Date(), jobs }))
  const { notify } = stages
  stack.defer(async () => {
    for (const timer of timers) clearTimeout(timer)
    await notify.stop()
  })
  const kept = stack.move()
  return {
    ...slack,
    world,
    stages,
    /** Mentions of the public, read, and every channel nudged, as the app does it. */
    async hear(texts: readonly string[]): Promise<void> {
      for (const text of texts) world.network.feed.push(postBy('robin', text))
      await stages?.intake.poll(world.source.id)
      for (const { id } of rows) void notify.deliver(id)
    },
    /** The cards of the mentions. */
    outbox: () =>
      connection
        .select()
        .from(cards)
        .where(
          and(
            eq(cards.subjectKind, 'mention'),
            inArray(
              cards.channelId,
              rows.map(({ id }) => id),
            ),
          ),
        ),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function to(calls: readonly Call[], channel: string): readonly Call[] {
  return calls.filter(({ method, body }) => /^chat\.(?:postMessage|update)$/.test(method) && body.channel === channel)
}

/** Milliseconds between one call and the next. */
function gaps(calls: readonly Call[]): readonly number[] {
  return calls.slice(1).map((call, index) => call.at - (calls[index]?.at ?? 0))
}

/** Texts of the public, every fifth an alert. */
function talk(page: number): readonly string[] {
  return Array.from({ length: 20 }, (_, index) => `${index % 5 === 0 ? NASTY : 'Acme'} ${page} ${index}`)
}

test('a thousand mentions in a few seconds are one call a second in each channel, and none is lost', async () => {
  await using storm = await startStorm()
  const { fake, person, stages } = storm
  const limited = { kind: 'answer', status: 429, headers: { 'retry-after': '4' }, body: '' } as const
  fake.disturb('chat.postMessage', limited, 1, MENTIONS)
  let pressed: { readonly ts: string; readonly before: number } | undefined
  for (let page = 0; page < 50; page++) {
    await storm.hear(talk(page))
    await delay(150)
    const [first] = pressed === undefined ? await fake.messages(MENTIONS) : []
    if (first === undefined) continue
    const button = elementsOf(first.blocks).find(one => String(one.action_id).startsWith('mention.assign:'))
    pressed = { ts: first.ts, before: fake.calls.length }
    await person.press(MENTIONS, first.ts, String(button?.action_id))
  }
  await eventually(async () => (await stages.notify.listDue()).length).toBe(0)
  // The last edits of the summaries.
  await delay(SUMMARY_PACE + PACE)
  await eventually(async () => (await stages.notify.listDue()).length).toBe(0)

  // The answer to the press shows the card at once; the outbox brings the same, before all that waits.
  const answer = fake.calls.findIndex(
    ({ method }, index) => method === 'chat.update' && index >= (pressed?.before ?? 0),
  )
  expect(to(fake.calls.slice(answer + 1), MENTIONS)[0]).toMatchObject({
    method: 'chat.update',
    body: { ts: pressed?.ts },
  })
  const alone = { [MENTIONS]: READABLE.mentions, [ALERTS]: READABLE.alerts }
  for (const [channel, count] of Object.entries(alone)) {
    const calls = to(fake.calls.toSpliced(answer, 1), channel)
    for (const gap of gaps(calls)) expect(gap).toBeGreaterThan(PACE - TOLERANCE)
    const posts = calls.filter(({ method, body }) => method === 'chat.postMessage' && body.thread_ts === undefined)
    // One by one, and the summary; the first was limited, and came again.
    expect(posts).toHaveLength(count + 1 + (channel === MENTIONS ? 1 : 0))
    expect(await fake.messages(channel)).toHaveLength(count + 1)
  }
  // While the one channel waited for its limit the other went on.
  const [refused, again] = to(fake.calls, MENTIONS)
  expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThan(4_000 - TOLERANCE)
  const meanwhile = to(fake.calls, ALERTS).filter(({ at }) => at > (refused?.at ?? 0) && at < (again?.at ?? 0))
  expect(meanwhile.length).toBeGreaterThan(1)

  const rows = await storm.outbox()
  const held = rows.filter(row => row.summaryId !== null)
  const shown = rows.filter(row => row.summaryId === null && row.messageId !== null)
  expect([rows.length, held.length + shown.length, shown.length]).toEqual([1_000, 1_000, 13])
  const words = (await Promise.all(Object.keys(alone).map(channel => fake.messages(channel))))
    .flat()
    .map(({ blocks }) => wordsOf(blocks))
  expect(words.filter(text => text.includes('792 more mentions'))).toHaveLength(1)
  expect(words.filter(text => text.includes('195 more'))).toHaveLength(1)

  // Each of them can be brought out, and answered.
  const summary = (await fake.messages(MENTIONS)).find(({ blocks }) => wordsOf(blocks).includes('792 more mentions'))
  const list = elementsOf(summary?.blocks ?? []).find(one => String(one.action_id).startsWith('summary.list:'))
  const { form } = await person.press(MENTIONS, summary?.ts ?? '', String(list?.action_id))
  expect(form?.title).toBe('Mentions')
  const choices = fake.views.at(-1)?.blocks.flatMap(({ element }) => (element as Choices | undefined)?.options ?? [])
  const chosen = choices?.at(-1)?.value.replace(/^=/, '')
  expect(held.map(row => row.subjectId)).toContain(chosen)
  const fields = Object.keys(form?.values ?? {})
  expect(fields).toHaveLength(4)
  expect((await person.submit(form!, { [fields.at(-1) ?? '']: chosen ?? '' })).words).toContain('Its card comes now')
  await eventually(async () => (await fake.messages(MENTIONS)).length).toBe(READABLE.mentions + 2)
}, 90_000)
