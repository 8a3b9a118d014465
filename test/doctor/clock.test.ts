import { expect, test } from 'vitest'
import { checkClock } from '../../src/doctor/clock.ts'
import { freePort, listenHttp } from '../support/sockets.ts'

const now = () => new Date('2026-03-29T09:00:00Z')

/** A server whose clock is ahead by so many seconds. */
function serverAhead(seconds: number, headers: Record<string, string> = {}) {
  const date = new Date(now().getTime() + seconds * 1_000).toUTCString()
  return listenHttp((_, response) => void response.writeHead(404, { date, ...headers }).end())
}

const stateOf = async (ahead: number | undefined, servers: readonly string[] = []) =>
  (await checkClock(ahead, servers, now)).map(({ state }) => state)

test.each([
  [0, 'ok'],
  [55, 'ok'],
  [-55, 'ok'],
  [65, 'warning'],
  [-65, 'warning'],
  [290, 'warning'],
  [305, 'problem'],
  [-305, 'problem'],
])('a server that is %i s ahead: %s', async (seconds, state) => {
  await using server = await serverAhead(seconds)
  expect(await stateOf(undefined, [server.url])).toEqual([state])
  expect(await stateOf(seconds * 1_000)).toEqual([state])
})

test('which way it is off, and what to do, is said', async () => {
  await using server = await serverAhead(600)
  const { host } = new URL(server.url)
  expect(await checkClock(-600_000, [server.url, server.url], now)).toMatchObject([
    { state: 'problem', cause: 'configuration', said: '600 s ahead of that of the database' },
    {
      state: 'problem',
      said: expect.stringMatching(`^60[01] s behind that of ${host}$`),
      advice: expect.stringMatching(/NTP.*Slack signs/),
    },
  ])
})

test('what a cache kept is as old as it says', async () => {
  await using server = await serverAhead(-400, { age: '400' })
  expect(await stateOf(undefined, [server.url])).toEqual(['ok'])
})

test('no network, and no time, is said and is no fault', async () => {
  await using silent = await listenHttp((_, response) => {
    response.sendDate = false
    response.end()
  })
  const findings = await checkClock(undefined, [`http://127.0.0.1:${await freePort()}`, silent.url], now)
  expect(findings).toMatchObject([
    { state: 'unchecked', said: expect.stringContaining('ECONNREFUSED') },
    { state: 'unchecked', said: expect.stringContaining('does not tell the time') },
  ])
  expect(await checkClock(undefined, [], now)).toMatchObject([{ state: 'unchecked' }])
})
