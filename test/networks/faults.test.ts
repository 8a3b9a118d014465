import { describe, expect, test } from 'vitest'
import { faultOfStatus, networkErrorOf, retryAtOf } from '../../src/networks/faults.ts'
import { NetworkError } from '../../src/networks/network.ts'
import { TransportError } from '../../src/networks/transport.ts'

const now = new Date('2026-11-20T12:00:00Z')
const secondsFromNow = (headers: Record<string, string>) =>
  (retryAtOf(new Headers(headers), now).getTime() - now.getTime()) / 1000

describe('when to try again', () => {
  test.each([
    ['seconds', { 'retry-after': '17' }, 17],
    ['an HTTP date', { 'retry-after': 'Fri, 20 Nov 2026 12:02:00 GMT' }, 120],
    ['seconds since 1970, as Bluesky', { 'ratelimit-reset': String(now.getTime() / 1000 + 240) }, 240],
    ['seconds since 1970, as X', { 'x-rate-limit-reset': String(now.getTime() / 1000 + 90) }, 90],
    ['seconds from now, as Reddit', { 'x-ratelimit-reset': '300' }, 300],
    ['an ISO date, as Mastodon', { 'x-ratelimit-reset': '2026-11-20T12:05:00.000Z' }, 300],
    ['Retry-After before the others', { 'retry-after': '5', 'ratelimit-reset': '50' }, 5],
    ['nothing', {}, 60],
    ['nothing that can be read', { 'retry-after': 'soon' }, 60],
    ['what is unreadable is passed over', { 'retry-after': 'soon', 'x-ratelimit-reset': '30' }, 30],
    ['a moment gone by', { 'retry-after': 'Fri, 20 Nov 2020 12:02:00 GMT' }, 1],
    ['a mistaken year', { 'ratelimit-reset': '99999999999' }, 24 * 60 * 60],
  ])('%s', (_what, headers, seconds) => {
    expect(secondsFromNow(headers)).toBe(seconds)
  })

  test('their clock is an hour ahead of ours', () => {
    const date = 'Fri, 20 Nov 2026 13:00:00 GMT'
    expect(secondsFromNow({ date, 'retry-after': 'Fri, 20 Nov 2026 13:00:30 GMT' })).toBe(30)
    expect(secondsFromNow({ date, 'ratelimit-reset': String(Date.parse(date) / 1000 + 45) })).toBe(45)
  })
})

describe('what a status proves', () => {
  const kind = (status: number, effect: 'read' | 'write') => faultOfStatus(status, new Headers(), effect, now).kind

  test.each([
    [429, 'rate-limited', 'rate-limited'],
    [401, 'unauthorised', 'unauthorised'],
    [403, 'rejected', 'rejected'],
    [404, 'rejected', 'rejected'],
    [501, 'rejected', 'rejected'],
    [302, 'unavailable', 'unavailable'],
    [408, 'unavailable', 'unavailable'],
    [425, 'unavailable', 'unavailable'],
    [500, 'unavailable', 'outcome-unknown'],
    [502, 'unavailable', 'outcome-unknown'],
    [503, 'unavailable', 'outcome-unknown'],
    [504, 'unavailable', 'outcome-unknown'],
  ])('%i', (status, read, write) => {
    expect([kind(status, 'read'), kind(status, 'write')]).toEqual([read, write])
  })
})

describe('faults of the exchange', () => {
  test('are found where a client library wrapped them', () => {
    const wrapped = new Error('request failed', {
      cause: new TypeError('x', { cause: new TransportError(false, 'y') }),
    })
    expect(networkErrorOf(wrapped, 'write')).toMatchObject({ kind: 'unavailable', message: 'y' })
  })

  test('of unknown make prove nothing', () => {
    expect(networkErrorOf(new Error('odd'), 'write').kind).toBe('outcome-unknown')
    expect(networkErrorOf('odd', 'read').kind).toBe('unavailable')
  })

  test('that are understood already stay as they are', () => {
    const error = new NetworkError({ kind: 'unauthorised' }, 'no')
    expect(networkErrorOf(error, 'write')).toBe(error)
  })
})
