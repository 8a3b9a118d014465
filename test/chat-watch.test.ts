import { pino } from 'pino'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { ChannelAddress, ChatPlatform, ChatProblem } from '../src/chat/platform.ts'
import { createChatWatch } from '../src/chat-watch.ts'
import { createClock, MINUTE } from './support/clock.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { createWorld } from './support/world.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

/** A watch over one platform, which has the problems that a test gives it. */
async function watchOver(ask: (places: readonly ChannelAddress[]) => Promise<readonly ChatProblem[]>) {
  const lines: Record<string, unknown>[] = []
  const clock = createClock()
  const platform = { name: 'scripted', problems: async (places = []) => ask(places) } as Partial<ChatPlatform>
  const silent = { name: 'silent' } as Partial<ChatPlatform>
  const watch = createChatWatch({
    database: database.database,
    platforms: [platform, silent] as ChatPlatform[],
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    now: clock.now,
  })
  onTestFinished(() => watch[Symbol.asyncDispose]())
  return {
    watch,
    clock,
    async look(): Promise<readonly string[]> {
      lines.length = 0
      watch.look()
      await watch.settled()
      return lines.map(({ msg, code, detail, platform }) => `${platform} ${code} ${detail}: ${msg}`)
    },
  }
}

const NEEDS = 'the chat needs mending, and doctor tells how'

test('a problem is said once, and that it is mended, however often it is looked', async () => {
  let problems: ChatProblem[] = [{ code: 'not-connected', detail: 'connecting' }]
  const { clock, look } = await watchOver(async () => problems)
  expect(await look()).toEqual([])
  problems = [
    { code: 'scope-missing', detail: 'one' },
    { code: 'scope-missing', detail: 'two' },
  ]
  clock.advance(MINUTE)
  expect(await look()).toEqual([`scripted scope-missing one: ${NEEDS}`, `scripted scope-missing two: ${NEEDS}`])
  clock.advance(MINUTE)
  expect(await look()).toEqual([])
  problems = [{ code: 'scope-missing', detail: 'two' }]
  clock.advance(MINUTE)
  expect(await look()).toEqual(['scripted scope-missing one: the chat is mended'])
  problems = []
  clock.advance(MINUTE)
  expect(await look()).toEqual(['scripted scope-missing two: the chat is mended'])
})

test('nothing is said to be mended by a look that could not see it', async () => {
  const scope: ChatProblem = { code: 'scope-missing', detail: 'one' }
  const refused: ChatProblem = { code: 'token-refused', detail: 'token_revoked' }
  const away: ChatProblem = { code: 'unreachable', detail: 'ECONNREFUSED' }
  let problems: ChatProblem[] = [scope]
  const { clock, look } = await watchOver(async () => problems)
  const next = (...found: ChatProblem[]) => {
    problems = found
    clock.advance(MINUTE)
    return look()
  }
  expect(await look()).toHaveLength(1)
  expect(await next(refused)).toEqual([`scripted token-refused token_revoked: ${NEEDS}`])
  expect(await next(away)).toEqual([`scripted unreachable ECONNREFUSED: ${NEEDS}`])
  expect(await next(refused)).toEqual(['scripted unreachable ECONNREFUSED: the chat is mended'])
  expect(await next(scope)).toEqual(['scripted token-refused token_revoked: the chat is mended'])
  expect(await next()).toEqual(['scripted scope-missing one: the chat is mended'])
})

test('it asks once a minute, and about channels at the first and every tenth time', async () => {
  const world = await createWorld(database)
  const asked: number[] = []
  const { clock, look } = await watchOver(async places => {
    asked.push(places.filter(({ workspace }) => workspace === world.workspace).length)
    return []
  })
  for (let count = 0; count < 11; count++) {
    await look()
    await look()
    clock.advance(MINUTE)
  }
  expect(asked).toEqual([4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4])
})

test('a platform that fails is logged, and one that never answers keeps nobody waiting', async () => {
  const failing = await watchOver(() => Promise.reject(new Error('broken')))
  expect(await failing.look()).toEqual(['scripted undefined undefined: a chat could not be looked at'])
  let calls = 0
  const hanging = await watchOver(() => {
    calls++
    return new Promise(() => {})
  })
  hanging.watch.look()
  hanging.clock.advance(10 * MINUTE)
  hanging.watch.look()
  await expect.poll(() => calls).toBe(1)
  await hanging.watch[Symbol.asyncDispose]()
})
