import { describe, expect, test } from 'vitest'
import {
  isMissingRecord,
  isStalePage,
  isTaken,
  isTokenProblem,
  isTokenRefused,
  networkErrorOfRefusal,
  refusalOf,
} from '../../../src/networks/bluesky/errors.ts'
import type { Effect } from '../../../src/networks/faults.ts'
import { inventedErrors, recordedErrors } from './answers.ts'

const answers = { ...recordedErrors, ...inventedErrors }
type Name = keyof typeof answers

const now = new Date('2026-11-20T12:00:00Z')
const call = 'com.atproto.repo.putRecord'

function refusal(name: Name, headers: Record<string, string> = {}) {
  const { status, body } = answers[name]
  return refusalOf(new Response(body, { status, headers }), body)
}

const faultOf = (name: Name, effect: Effect) => networkErrorOfRefusal(refusal(name), { call, effect, now }).fault

describe('what an answer means', () => {
  test.each<[Name, object]>([
    ['wrongPassword', { kind: 'unauthorised' }],
    ['expired', { kind: 'unauthorised' }],
    ['unverified', { kind: 'unauthorised' }],
    ['tooManyGraphemes', { kind: 'rejected', reason: 'text-too-long' }],
    ['tooManyBytes', { kind: 'rejected', reason: 'text-too-long' }],
    ['olderTooLong', { kind: 'rejected', reason: 'text-too-long' }],
    ['badKey', { kind: 'rejected', reason: 'other' }],
    ['takenDown', { kind: 'rejected', reason: 'account-suspended' }],
    ['deactivated', { kind: 'rejected', reason: 'account-suspended' }],
    ['undocumented', { kind: 'rejected', reason: 'other' }],
    ['rateLimited', { kind: 'rate-limited', retryAt: new Date('2026-11-20T12:01:00Z') }],
    ['notHere', { kind: 'unavailable' }],
    ['odd', { kind: 'unavailable' }],
  ])('%s', (name, fault) => {
    expect(faultOf(name, 'write')).toEqual(fault)
    expect(faultOf(name, 'read')).toEqual(fault)
  })

  test.each<Name>(['readSideDown', 'internal', 'gateway'])('%s proves nothing about a write', name => {
    expect(faultOf(name, 'read').kind).toBe('unavailable')
    expect(faultOf(name, 'write').kind).toBe('outcome-unknown')
  })

  test('a rate limit says until when', () => {
    // Recorded: the real server sends both, and its date.
    const headers = {
      date: 'Fri, 20 Nov 2026 14:47:15 GMT',
      'ratelimit-limit': '30',
      'ratelimit-policy': '30;w=300',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '1795186324',
      'retry-after': '289',
    }
    const { fault } = networkErrorOfRefusal(refusal('rateLimited', headers), { call, effect: 'write', now })
    expect(fault).toEqual({ kind: 'rate-limited', retryAt: new Date(now.getTime() + 289_000) })
    const { 'retry-after': _none, ...older } = headers
    const second = networkErrorOfRefusal(refusal('rateLimited', older), { call, effect: 'write', now })
    expect(second.fault).toEqual(fault)
  })
})

test('says in the log what the server said', () => {
  const { message } = networkErrorOfRefusal(refusal('undocumented'), { call, effect: 'write', now })
  expect(message).toBe('com.atproto.repo.putRecord answered 403 SomethingNew: We do not like you')
})

test('repeats no secret, even if the server does', () => {
  const token = 'eyJ0eXAiOiJhdCtqd3QifQ.eyJzdWIiOiJkaWQ6cGxjOmEifQ.c2ln-bmF0_dXJl'
  const body = JSON.stringify({ error: 'InvalidToken', message: `Bad token ${token} or password hunter2-hunter2` })
  const echoed = refusalOf(new Response(body, { status: 400 }), body)
  const { message } = networkErrorOfRefusal(echoed, { call, effect: 'write', now, secrets: ['hunter2-hunter2'] })
  expect(message).toContain('InvalidToken: Bad token [token] or password [secret]')
  expect(message.length).toBeLessThanOrEqual(300)
})

test.each<[string, (name: Name) => boolean, readonly Name[]]>([
  ['a token problem', name => isTokenProblem(refusal(name)), ['wrongPassword', 'expired', 'revoked', 'unverified']],
  ['a record that is there', name => isTaken(refusal(name)), ['taken']],
  ['a record that is missing', name => isMissingRecord(refusal(name)), ['missing']],
])('%s is told from everything else', (_what, is, names) => {
  const all = Object.keys(answers) as Name[]
  expect(all.filter(is)).toEqual(names)
})

test('a page that is not known any more is told from a read side that is down', () => {
  expect(isStalePage(refusal('badPage'))).toBe(true)
  expect(isStalePage(refusal('readSideDown'))).toBe(false)
  expect(isStalePage(refusal('gateway'))).toBe(false)
})

test('a refresh token is given up for a refusal, not for a bad day of the server', () => {
  for (const name of ['expired', 'revoked', 'unverified', 'wrongPassword'] as const) {
    expect(isTokenRefused(refusal(name))).toBe(true)
  }
  for (const name of ['takenDown', 'rateLimited', 'internal', 'gateway'] as const) {
    expect(isTokenRefused(refusal(name))).toBe(false)
  }
})

test('older servers give a missing record no name of its own', () => {
  const answer = (message: string) => {
    const body = JSON.stringify({ error: 'InvalidRequest', message })
    return refusalOf(new Response(body, { status: 400 }), body)
  }
  expect(isMissingRecord(answer('Could not locate record: at://did:plc:a/app.bsky.feed.post/3l'))).toBe(true)
  // What a server says that does not hold the account.
  expect(isMissingRecord(answer('Could not locate record'))).toBe(false)
})
