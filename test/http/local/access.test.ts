import { describe, expect, it } from 'vitest'
import { decideAccess, isLoopback, isLoopbackHost, isSameOrigin } from '../../../src/http/local/access.ts'

describe('decideAccess', () => {
  it.each([
    { host: '127.0.0.1', other: false, password: undefined, expected: { kind: 'open' } },
    { host: 'localhost', other: false, password: undefined, expected: { kind: 'open' } },
    { host: '::1', other: false, password: '', expected: { kind: 'open' } },
    { host: '0.0.0.0', other: false, password: undefined, expected: { kind: 'off', reason: 'not-loopback' } },
    { host: '::', other: false, password: undefined, expected: { kind: 'off', reason: 'not-loopback' } },
    { host: '192.0.2.7', other: false, password: '', expected: { kind: 'off', reason: 'not-loopback' } },
    { host: '127.0.0.1', other: true, password: undefined, expected: { kind: 'off', reason: 'other-platform' } },
    { host: '0.0.0.0', other: true, password: 'secret', expected: { kind: 'password', password: 'secret' } },
    { host: '127.0.0.1', other: false, password: 'secret', expected: { kind: 'password', password: 'secret' } },
  ])('is $expected.kind for $host, another platform: $other, password: $password', given => {
    const { host, other, password, expected } = given
    expect(decideAccess({ host, otherPlatformBound: other, password })).toEqual(expected)
  })
})

describe('isLoopback', () => {
  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])('knows %s', host => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['localhost.evil.example', '127.0.0.1.nip.io', '0.0.0.0', '::', '', 'example.org'])('refuses %s', host => {
    expect(isLoopback(host)).toBe(false)
  })
})

describe('isLoopbackHost', () => {
  it('looks at the name in a Host header, whatever the port', () => {
    for (const header of ['localhost:8080', '127.0.0.1', '[::1]:3000']) expect(isLoopbackHost(header)).toBe(true)
    for (const header of [undefined, 'evil.example:8080', 'localhost@evil.example']) {
      expect(isLoopbackHost(header)).toBe(false)
    }
  })
})

describe('isSameOrigin', () => {
  it('takes no page at all, or one of this host', () => {
    expect(isSameOrigin(undefined, 'localhost:8080')).toBe(true)
    expect(isSameOrigin('http://localhost:8080', 'LocalHost:8080')).toBe(true)
    expect(isSameOrigin('https://vigie.example', 'vigie.example')).toBe(true)
  })

  it.each(['http://localhost:3000', 'http://evil.example', 'null', ''])('refuses %j', origin => {
    expect(isSameOrigin(origin, 'localhost:8080')).toBe(false)
  })
})
