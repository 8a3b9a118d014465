import { describe, expect, test } from 'vitest'
import { createBluesky } from '../../src/networks/bluesky/index.ts'
import { networkErrorOf } from '../../src/networks/faults.ts'
import { AddressRefused, createGuard, isPublicAddress, type Resolve } from '../../src/networks/guard.ts'
import { createMastodon } from '../../src/networks/mastodon/index.ts'
import { faultOf, alone as keepsAlone, patience, publicationOf } from './contract.ts'
import { useWire } from './wire.ts'

const { guarded, raw, server } = useWire()

async function refusalOf(exchange: Promise<unknown>): Promise<AddressRefused> {
  const error = await exchange.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(AddressRefused)
  return error as AddressRefused
}

const resolveTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))

describe('an address of the public internet', () => {
  test.each(['8.8.8.8', '1.1.1.1', '172.15.0.1', '100.63.0.1', '2a00:1450:4007::2004', '2606:4700::1111'])('%s', one =>
    expect(isPublicAddress(one)).toBe(true),
  )

  test.each(['::ffff:8.8.8.8', '64:ff9b::8.8.8.8'])('%s, in which IPv4 is', one =>
    expect(isPublicAddress(one)).toBe(true),
  )

  test.each([
    ...['0.0.0.0', '0.1.2.3', '10.1.2.3', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.168.0.1', '100.64.0.1', '100.100.100.200', '192.0.0.192', '192.0.2.1', '192.88.99.1'],
    ...['198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
    ...['168.63.129.16', '::', '::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
    ...['100::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '2002:808:808::1', '3fff::1', '5f00::1', '4000::1'],
    ...['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '::ffff:0:10.0.0.1', '64:ff9b::10.0.0.1'],
    ...['64:ff9b:1::808:808', '64:ff9b::a9fe:a9fe', '', 'localhost', '1.2.3'],
  ])('is not %j', one => expect(isPublicAddress(one)).toBe(false))
})

describe('a guarded request', () => {
  test.each([
    ...['127.0.0.1', '127.1', '0x7f.1', '2130706433', '0', '127.0.0.1.', '[::1]', '[::ffff:127.0.0.1]'],
    ...['[::ffff:7f00:1]', '169.254.169.254', '[fd00:ec2::254]'],
  ])('does not go to %s, however it is written', async host => {
    const error = await refusalOf(guarded().fetch(`http://${host}:8080/latest/meta-data/`))
    expect(error).toMatchObject({ problem: 'internal', sent: false })
  })

  test('does not go to a name that leads inside, and nothing connects', async () => {
    let connections = 0
    const { port } = await raw(() => void connections++)
    for (const addresses of [['127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['8.8.8.8', '10.0.0.1']]) {
      for (const scheme of ['http', 'https']) {
        const { fetch } = guarded({ resolve: resolveTo(...addresses) })
        expect((await refusalOf(fetch(`${scheme}://feeds.example:${port}/`))).problem).toBe('internal')
      }
    }
    expect(connections).toBe(0)
  })

  test('does not go to localhost, which the system’s own resolver knows', async () => {
    const { port } = await raw(() => {})
    expect((await refusalOf(guarded().fetch(`http://localhost:${port}/`))).problem).toBe('internal')
  })

  test('connects to the address that was checked, not to what the name means a moment later', async () => {
    const { port } = await server((_request, response) => response.writeHead(200, { connection: 'close' }).end('ok'))
    const answers = ['127.0.0.1', '127.0.0.2']
    const resolve: Resolve = async () => [{ address: answers.shift() ?? '', family: 4 }]
    const { fetch } = guarded({ resolve, isPublic: address => address === '127.0.0.1' })
    const url = `http://rebinding.example:${port}/`
    expect(await (await fetch(url)).text()).toBe('ok')
    await refusalOf(fetch(url))
    expect(answers).toEqual([])
  })

  test.each([
    ['an internal address', 'http://127.0.0.2/', 'internal'],
    ['an internal address in other words', '//0x7f000002/', 'internal'],
    ['an internal name', 'http://inside.example/', 'internal'],
    ['a port that is none of the web', 'http://public.example:25/', 'port'],
    ['an address with credentials', 'http://user:secret@public.example/', 'credentials'],
  ])('is not led by a redirect to %s', async (_what, location, problem) => {
    const { port } = await server((_request, response) => response.writeHead(301, { location }).end())
    const resolve: Resolve = async hostname => [
      { address: hostname === 'public.example' ? '127.0.0.1' : '127.0.0.2', family: 4 },
    ]
    const { fetch } = guarded({ resolve, isPublic: address => address === '127.0.0.1' })
    expect((await refusalOf(fetch(`http://public.example:${port}/`))).problem).toBe(problem)
  })

  test('follows a redirect that stays outside', async () => {
    const { port } = await server((request, response) => {
      if (request.url === '/new') return response.end('here')
      return response.writeHead(301, { location: '/new' }).end()
    })
    const { fetch } = guarded({ resolve: resolveTo('127.0.0.1'), isPublic: () => true })
    expect(await (await fetch(`http://public.example:${port}/`)).text()).toBe('here')
  })

  test('is no exception for a name without addresses, or of which nobody can tell', async () => {
    const silent = guarded({ resolve: async () => [] }).fetch('http://public.example/')
    await expect(silent).rejects.toMatchObject({ name: 'TransportError', sent: false })
    const failed = guarded().fetch('http://nowhere.invalid/')
    await expect(failed).rejects.toMatchObject({ name: 'TransportError', sent: false })
  })

  test('goes inside where the operator wants it to, and to any port there', async () => {
    const { url, port } = await server((_request, response) => response.end('intranet'))
    const { fetch } = guarded({ allowInternalAddresses: true })
    expect(await (await fetch(url)).text()).toBe('intranet')
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('intranet')
    const { check } = createGuard({ allowInternalAddresses: true })
    expect(() => check(new URL('http://intranet:81/'))).not.toThrow()
    expect(() => check(new URL('http://user:secret@intranet/'))).toThrow(AddressRefused)
    expect(() => check(new URL('ftp://intranet/'))).toThrow(AddressRefused)
  })

  test('refused is told as such, in words for people', async () => {
    const error = networkErrorOf(await refusalOf(guarded().fetch('http://[::1]/')), 'read')
    expect(error.fault).toEqual({ kind: 'rejected', reason: 'address-refused' })
  })
})

test.each([
  ['bluesky', { password: 'p', session: null }],
  ['mastodon', { accessToken: 't', accountId: '1', client: null, givenAt: 0, expiresIn: null }],
])('an account on %s, however it came to its server, calls nothing internal', async (name, credentials) => {
  let requests = 0
  const { url } = await server((_request, response) => {
    requests++
    response.end('{}')
  })
  const options = { http: guarded(), now: () => new Date() }
  const networks = [createBluesky(options), createMastodon(options)]
  const network = networks.find(one => one.name === name) ?? expect.fail()
  const service = url.replace(/\/$/, '')
  const refused = { kind: 'rejected', reason: 'address-refused' }
  const signIn = { service, handle: 'acme', secret: 's' }
  expect(await faultOf(network.identify(signIn, patience()))).toEqual(refused)
  const store = { load: async () => credentials, save: async () => {}, alone: keepsAlone }
  const account = network.open({ id: 'x', service, remoteId: 'did:plc:x', handle: 'acme' }, store)
  expect(await faultOf(account.read({ kind: 'inbox', phrases: [] }, undefined, patience()))).toEqual(refused)
  expect(await faultOf(account.publish(publicationOf('Hello'), patience()))).toEqual(refused)
  expect(requests).toBe(0)
})

describe('the server of an account', () => {
  const problemOf = (guard: ReturnType<typeof createGuard>, address: string) => {
    try {
      guard.check(new URL(address))
      return undefined
    } catch (error) {
      return error instanceof AddressRefused ? error.problem : error
    }
  }

  test.each(['http://127.0.0.1:2583', 'http://10.1.2.3:3000', 'http://[::1]:2583'])(
    'that is inside by its number is called at its own port alone: %s',
    service => {
      const guard = createGuard({})
      expect(problemOf(guard, `${service}/xrpc`)).toBe('internal')
      guard.trust(service)
      expect(problemOf(guard, `${service}/xrpc`)).toBeUndefined()
      expect(problemOf(guard, service.replace(/:\d+$/, ':5432'))).toBe('internal')
      expect(problemOf(guard, 'http://192.168.0.1:2583')).toBe('internal')
    },
  )

  test('may be this machine by its name, at its own port alone', async () => {
    const guard = createGuard({})
    const lookUp = () =>
      new Promise(resolve => guard.lookup('localhost', { all: true }, error => resolve(error === null)))
    expect(await lookUp()).toBe(false)
    guard.trust('http://localhost:2583')
    expect(await lookUp()).toBe(true)
    expect(problemOf(guard, 'http://localhost:2583/xrpc')).toBeUndefined()
    expect(problemOf(guard, 'http://127.0.0.1:2583/xrpc')).toBeUndefined()
    expect(problemOf(guard, 'http://localhost:5432')).toBe('internal')
  })

  test('with any other name stays guarded: it may lead elsewhere by tomorrow', async () => {
    const guard = createGuard({ resolve: async () => [{ address: '10.0.0.1', family: 4 }] })
    for (const service of ['https://social.example', '', 'no address']) guard.trust(service)
    const fault = await new Promise(resolve => guard.lookup('social.example', { all: true }, resolve))
    expect(fault).toBeInstanceOf(AddressRefused)
  })
})
