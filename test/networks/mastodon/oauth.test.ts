import { afterEach, describe, expect, test } from 'vitest'
import type { Authorisation, Identified } from '../../../src/networks/network.ts'
import { type FakeMastodon, startFakeMastodon } from '../../support/mastodon/fake.ts'
import { GOTOSOCIAL, type Habits, MASTODON, OLD_MASTODON, PIXELFED, PLEROMA } from '../../support/mastodon/habits.ts'
import { alone, faultOf, type KeptCredentials, patience, publicationOf } from '../contract.ts'
import { createMastodonWorld, type MastodonWorld } from './world.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0).toReversed()) await resource[Symbol.asyncDispose]()
})

const REDIRECT = 'https://vigie.example/connect/return'

async function createWorld(habits: Habits = MASTODON): Promise<MastodonWorld<FakeMastodon>> {
  const world = await createMastodonWorld(() => startFakeMastodon(habits))
  open.push(world)
  return world
}

function authorisationOf({ network }: MastodonWorld): Authorisation {
  if (network.connecting.authorisation === undefined) throw new Error('nothing to authorise')
  return network.connecting.authorisation
}

/** The whole way, as a browser takes it. */
async function signIn(world: MastodonWorld<FakeMastodon>, username: string): Promise<Identified> {
  const authorisation = authorisationOf(world)
  const begun = await authorisation.begin({ service: world.server.url, redirectTo: REDIRECT, state: 'abc' }, patience())
  const back = new URL(world.server.consent(begun.address, username))
  expect(back.origin + back.pathname).toBe(REDIRECT)
  expect(back.searchParams.get('state')).toBe('abc')
  return authorisation.finish(new Map(back.searchParams), JSON.parse(JSON.stringify(begun.kept)), patience())
}

function keep(identified: Identified): KeptCredentials {
  return {
    value: identified.credentials,
    saves: 0,
    alone,
    async load() {
      return this.value
    },
    async save(value) {
      this.saves++
      this.value = value
    },
  }
}

describe('signing in on the account’s own server', () => {
  test.each([
    ['Mastodon', MASTODON],
    ['Mastodon of 2022', OLD_MASTODON],
    ['GoToSocial', GOTOSOCIAL],
    ['Pleroma', PLEROMA],
    ['Pixelfed', PIXELFED],
  ])('works with %s, with no more rights than it needs', async (_, habits) => {
    const world = await createWorld(habits)
    await world.server.signUp('acme')
    const identified = await signIn(world, 'acme')
    const { host } = new URL(world.server.url)
    expect(identified).toMatchObject({
      service: world.server.url,
      remoteId: `${world.server.url}/@acme`,
      handle: `acme@${host}`,
      name: 'acme',
      limits: { text: [{ maximum: habits.maximum, unit: habits.counts }] },
    })
    const { accessToken } = identified.credentials as { accessToken: string }
    expect(world.server.scopesOf(accessToken)).toEqual(
      habits.knowsScopes === 'coarse'
        ? ['read', 'write']
        : [
            ...['read:accounts', 'read:notifications', 'read:search', 'read:statuses'],
            ...['write:favourites', 'write:media', 'write:statuses'],
          ],
    )
    const client = world.network.open({ id: 'x', ...identified }, keep(identified))
    await client.read(world.source, undefined, patience())
    await client.limits?.(patience())
    expect(await client.count?.(patience())).toEqual({ followers: 0, following: 0, posts: 0 })
  })

  test('proves with a secret that it is who began, where the server can tell', async () => {
    for (const habits of [MASTODON, OLD_MASTODON]) {
      const world = await createWorld(habits)
      await world.server.signUp('acme')
      const authorisation = authorisationOf(world)
      const request = { service: world.server.url, redirectTo: REDIRECT, state: 'abc' }
      const begun = await authorisation.begin(request, patience())
      const { searchParams } = new URL(begun.address)
      expect(searchParams.has('code_challenge')).toBe(habits.tells !== undefined)
      if (habits.tells === undefined) continue
      expect(searchParams.get('code_challenge_method')).toBe('S256')
      const back = new URL(world.server.consent(begun.address, 'acme'))
      // Somebody who has the code, and not the secret that was kept.
      const stolen = { ...(begun.kept as object), verifier: 'guessed' }
      const fault = await faultOf(authorisation.finish(new Map(back.searchParams), stolen, patience()))
      expect(fault.kind).toBe('unauthorised')
    }
  })

  test('each attempt has a proof of its own', async () => {
    const world = await createWorld()
    const request = { service: world.server.url, redirectTo: REDIRECT, state: 'abc' }
    const [one, other] = [1, 2].map(() => authorisationOf(world).begin(request, patience()))
    const challenges = [(await one)?.address, (await other)?.address].map(address =>
      new URL(address ?? '').searchParams.get('code_challenge'),
    )
    expect(new Set(challenges).size).toBe(2)
  })

  test('makes itself known to a server once, and anew an hour later or where that is forgotten', async () => {
    let now = new Date()
    const world = await createWorld()
    const network = world.networkWith({ now: () => now })
    const authorisation = authorisationOf({ ...world, network })
    const registrations = () => world.proxy.seen.filter(call => call === 'POST /api/v1/apps').length
    const begin = () =>
      authorisation.begin({ service: world.proxy.url, redirectTo: REDIRECT, state: 'abc' }, patience())
    await begin()
    const { kept } = await begin()
    expect(registrations()).toBe(1)
    await authorisation.begin({ service: world.proxy.url, redirectTo: `${REDIRECT}/2`, state: 'abc' }, patience())
    expect(registrations()).toBe(2)
    now = new Date(now.getTime() + 61 * 60_000)
    await begin()
    expect(registrations()).toBe(3)
    await faultOf(authorisation.finish(new Map([['code', 'wrong']]), kept, patience()))
    await begin()
    expect(registrations()).toBe(4)
  })

  test('gives its access back, and leaves alone what a person made', async () => {
    const world = await createWorld()
    await world.server.signUp('acme')
    const identified = await signIn(world, 'acme')
    const account = { id: 'x', ...identified }
    const client = world.network.open(account, keep(identified))
    await client.count?.(patience())
    await world.network.withdraw?.(account, identified.credentials, patience())
    expect((await faultOf(client.count?.(patience()) ?? expect.fail())).kind).toBe('unauthorised')
    const secret = await world.server.giveToken('acme')
    const byHand = await world.network.identify({ service: world.server.url, handle: 'acme', secret }, patience())
    await world.network.withdraw?.({ id: 'x', ...byHand }, byHand.credentials, patience())
    await world.network.open({ id: 'x', ...byHand }, keep(byHand)).count?.(patience())
    await world.network.withdraw?.(account, null, patience())
  })

  test('a code is good once', async () => {
    const world = await createWorld()
    await world.server.signUp('acme')
    const authorisation = authorisationOf(world)
    const request = { service: world.server.url, redirectTo: REDIRECT, state: 'abc' }
    const begun = await authorisation.begin(request, patience())
    const back = new Map(new URL(world.server.consent(begun.address, 'acme')).searchParams)
    await authorisation.finish(back, begun.kept, patience())
    expect((await faultOf(authorisation.finish(back, begun.kept, patience()))).kind).toBe('unauthorised')
    const nothing = authorisation.finish(new Map([['state', 'abc']]), begun.kept, patience())
    expect(await faultOf(nothing)).toEqual({ kind: 'rejected', reason: 'not-allowed' })
  })

  test('no secret is in what it says went wrong', async () => {
    const world = await createWorld()
    await world.server.signUp('acme')
    const authorisation = authorisationOf(world)
    const request = { service: world.proxy.url, redirectTo: REDIRECT, state: 'abc' }
    const begun = await authorisation.begin(request, patience())
    const { client, verifier } = begun.kept as { client: { secret: string }; verifier: string }
    const body = JSON.stringify({ error: 'odd', error_description: `${client.secret} ${verifier} a-code` })
    world.proxy.disturb('/oauth/token', { status: 400, body })
    const error = await authorisation
      .finish(new Map([['code', 'a-code']]), begun.kept, patience())
      .catch((reason: unknown) => reason)
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error))
    expect(told).toContain('odd')
    for (const secret of [client.secret, verifier, 'a-code']) expect(told).not.toContain(secret)
  })

  test.each([
    [undefined, 'other'],
    ['', 'other'],
    ['not a server', 'other'],
    ['https://user:secret@a.example', 'other'],
  ])('needs the address of a server: %j', async (service, reason) => {
    const world = await createWorld()
    const request = { redirectTo: REDIRECT, state: 'abc', ...(service !== undefined && { service }) }
    expect(await faultOf(authorisationOf(world).begin(request, patience()))).toEqual({ kind: 'rejected', reason })
  })
})

describe('a token that runs out', () => {
  test('is renewed before it does, once for all who need it, and kept', async () => {
    let now = new Date()
    const world = await createWorld(PLEROMA)
    await world.server.signUp('acme')
    const network = world.networkWith({ now: () => now })
    const identified = await signIn({ ...world, network }, 'acme')
    const credentials = keep(identified)
    const client = network.open({ id: 'x', ...identified }, credentials)
    await client.read(world.source, undefined, patience())
    expect(credentials.saves).toBe(0)
    now = new Date(now.getTime() + 55 * 60_000)
    await Promise.all([
      client.publish(publicationOf('Renewed'), patience()),
      client.read(world.source, undefined, patience()),
      client.count?.(patience()),
    ])
    expect(credentials.saves).toBe(1)
    expect(credentials.value).not.toEqual(identified.credentials)
    // The next process goes on with what was kept.
    await network.open({ id: 'x', ...identified }, credentials).read(world.source, undefined, patience())
    expect(credentials.saves).toBe(1)
  })

  test('is renewed once it is refused, in whatever words, and then what was asked is done', async () => {
    const world = await createWorld(PLEROMA)
    await world.server.signUp('acme')
    const identified = await signIn(world, 'acme')
    const credentials = keep(identified)
    const client = world.network.open({ id: 'x', ...identified }, credentials)
    await world.server.revoke((identified.credentials as { accessToken: string }).accessToken)
    await client.publish(publicationOf('After all'), patience())
    expect(credentials.saves).toBe(1)
  })

  test('and cannot be renewed any more is for a person', async () => {
    const world = await createWorld(PLEROMA)
    await world.server.signUp('acme')
    const identified = await signIn(world, 'acme')
    const credentials = keep(identified)
    const { accessToken, client: app } = identified.credentials as { accessToken: string; client: object }
    await world.server.revoke(accessToken)
    credentials.value = { ...(identified.credentials as object), client: { ...app, refreshToken: 'used-up' } }
    const client = world.network.open({ id: 'x', ...identified }, credentials)
    expect((await faultOf(client.read(world.source, undefined, patience()))).kind).toBe('unauthorised')
    expect(credentials.saves).toBe(0)
  })
})
