import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import { NetworkError } from '../../src/networks/network.ts'
import type { Disturbance } from '../support/faulty-proxy.ts'
import { connect, faultOf, patience, publicationOf, readAll, type TestAccount, type World } from './contract.ts'

/** A network at the other end of a wire, which may break anywhere. */
export interface WiredWorld<Account extends WiredAccount = WiredAccount> extends World<Account> {
  /** The account's server refuses connections, until it is started again with all it had. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Disturbs the next calls that read the source, publish, or look a publication up. */
  disturb(call: 'read' | 'publish' | 'look-up', disturbance: Disturbance, times?: number): void
}

export interface WiredAccount extends TestAccount {
  /** The credentials as they are once the access they hold has run out. */
  expire(credentials: Json): Promise<Json>
  /** Withdraws the secret of the sign-in. */
  revoke(): Promise<void>
  /** How often the network was asked to take a secret so far. */
  signIns(): number
}

const HTML = '<!doctype html><title>502 Bad Gateway</title>'

/** What the port promises of a network that can be out of reach, out of its mind, or tired of us. */
export function describeFaults(name: string, start: () => Promise<WiredWorld>): void {
  describe(`${name} in trouble`, () => {
    let world: WiredWorld
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const textsOf = async (account: TestAccount) => (await account.published()).map(({ text }) => text)

    test('a wrong secret is refused, and not repeated', async () => {
      const { signIn } = await world.account()
      const secret = 'wrong-horse-battery'
      const error = await world.network.identify({ ...signIn, secret }, patience()).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(NetworkError)
      expect(error).toMatchObject({ kind: 'unauthorised' })
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret)
    })

    test('out of reach: nothing is done, nothing is lost', async () => {
      const { account, client } = await connect(world)
      const before = await readAll(client, world.source, undefined)
      const mention = await account.write('Before the outage')
      await account.settle()
      const publication = publicationOf('After the outage')
      await world.stop()
      try {
        expect((await faultOf(client.read(world.source, before.cursor, patience()))).kind).toBe('unavailable')
        expect((await faultOf(client.publish(publication, patience()))).kind).toBe('unavailable')
        expect((await faultOf(client.findPublished(publication, patience()))).kind).toBe('unavailable')
        expect((await faultOf(world.network.identify(account.signIn, patience()))).kind).toBe('unavailable')
      } finally {
        await world.start()
      }
      expect(await client.findPublished(publication, patience())).toBeUndefined()
      await client.publish(publication, patience())
      expect(await textsOf(account)).toEqual(['After the outage'])
      const { posts } = await readAll(client, world.source, before.cursor)
      expect(posts.map(({ remoteId }) => remoteId)).toEqual([mention])
    })

    test('the answer to a publication is lost: unknown, found, not doubled', async () => {
      const { account, client } = await connect(world)
      const publication = publicationOf('Did it arrive?')
      world.disturb('publish', 'lose-answer')
      expect((await faultOf(client.publish(publication, patience()))).kind).toBe('outcome-unknown')
      const found = await client.findPublished(publication, patience())
      expect((await account.published()).map(({ remoteId }) => remoteId)).toEqual([found?.remoteId])
      expect(await client.publish(publication, patience())).toEqual(found)
      expect(await textsOf(account)).toEqual(['Did it arrive?'])
    })

    test('the publication itself is lost on the way: unknown, not found, published after all', async () => {
      const { account, client } = await connect(world)
      const publication = publicationOf('It did not arrive')
      world.disturb('publish', 'lose-request')
      expect((await faultOf(client.publish(publication, patience()))).kind).toBe('outcome-unknown')
      expect(await client.findPublished(publication, patience())).toBeUndefined()
      await client.publish(publication, patience())
      expect(await textsOf(account)).toEqual(['It did not arrive'])
    })

    test.each([200, 500, 502, 503, 504])('a page of HTML with status %i answers a publication', async status => {
      const { account, client } = await connect(world)
      const publication = publicationOf('Behind a gateway')
      world.disturb('publish', { status, headers: { 'content-type': 'text/html' }, body: HTML })
      expect((await faultOf(client.publish(publication, patience()))).kind).toBe('outcome-unknown')
      await client.publish(publication, patience())
      expect(await textsOf(account)).toEqual(['Behind a gateway'])
    })

    test('whatever answers a look-up instead of the network is not taken for absence', async () => {
      const { client } = await connect(world)
      const publication = publicationOf('Still there')
      await client.publish(publication, patience())
      const html = { 'content-type': 'text/html' }
      for (const status of [200, 302, 404, 502]) {
        world.disturb('look-up', { status, headers: html, body: HTML })
        expect((await faultOf(client.findPublished(publication, patience()))).kind).toBe('unavailable')
      }
      expect(await client.findPublished(publication, patience())).toBeDefined()
    })

    test('reading breaks in every way, and loses nothing', async () => {
      const { account, client } = await connect(world)
      const { cursor } = await readAll(client, world.source, undefined)
      const mention = await account.write('Through it all')
      await account.settle()
      const disturbances: Disturbance[] = [
        'lose-answer',
        'lose-request',
        { status: 200, body: HTML },
        { status: 200, body: '{"unexpected":true}' },
        { status: 200, body: 'null' },
        { status: 500, body: '' },
        { status: 502, body: HTML },
        { status: 302, headers: { location: 'https://example.com/login' }, body: '' },
      ]
      for (const disturbance of disturbances) {
        world.disturb('read', disturbance)
        expect((await faultOf(client.read(world.source, cursor, patience()))).kind).toBe('unavailable')
      }
      const { posts } = await readAll(client, world.source, cursor)
      expect(posts.map(({ remoteId }) => remoteId)).toEqual([mention])
    })

    test('too much asked of it: says when to come back', async () => {
      const { account, client } = await connect(world)
      const publication = publicationOf('Patience')
      const headers = { 'retry-after': '120' }
      for (const call of ['read', 'publish', 'look-up'] as const)
        world.disturb(call, { status: 429, headers, body: '' })
      for (const call of [
        () => client.read(world.source, undefined, patience()),
        () => client.publish(publication, patience()),
        () => client.findPublished(publication, patience()),
      ]) {
        const fault = await faultOf(call())
        expect(fault).toMatchObject({ kind: 'rate-limited' })
        const wait = fault.kind === 'rate-limited' ? fault.retryAt.getTime() - Date.now() : 0
        expect(wait).toBeGreaterThan(100_000)
        expect(wait).toBeLessThanOrEqual(120_000)
      }
      await client.publish(publication, patience())
      expect(await textsOf(account)).toEqual(['Patience'])
    })

    test('a restart does not sign in again', async () => {
      const { account, restart } = await connect(world)
      const before = account.signIns()
      for (let times = 0; times < 3; times++) await readAll(restart(), world.source, undefined)
      expect(account.signIns()).toBe(before)
    })

    test('access that has run out is renewed once for all who need it, and kept', async () => {
      const { account, credentials, restart } = await connect(world)
      const before = account.signIns()
      credentials.value = await account.expire(credentials.value ?? null)
      const client = restart()
      const publication = publicationOf('Renewed')
      await Promise.all([
        client.publish(publication, patience()),
        client.read(world.source, undefined, patience()),
        client.read(world.source, undefined, patience()),
        client.findPublished(publicationOf('Nowhere'), patience()),
      ])
      expect(credentials.saves).toBe(1)
      expect(await textsOf(account)).toEqual(['Renewed'])
      await readAll(restart(), world.source, undefined)
      expect(credentials.saves).toBe(1)
      expect(account.signIns()).toBe(before)
    })

    test('access withdrawn: a person must reconnect the account', async () => {
      const { account, credentials, restart } = await connect(world)
      await account.revoke()
      credentials.value = await account.expire(credentials.value ?? null)
      const secrets = JSON.stringify(credentials.value).match(/[\w.-]{12,}/g) ?? []
      expect(secrets.length).toBeGreaterThan(0)
      for (const call of [
        () => restart().publish(publicationOf('No longer'), patience()),
        () => restart().read(world.source, undefined, patience()),
      ]) {
        const error = await call().catch((reason: unknown) => reason)
        expect(error).toMatchObject({ kind: 'unauthorised' })
        const told = JSON.stringify(error, Object.getOwnPropertyNames(error))
        for (const secret of secrets) expect(told).not.toContain(secret)
      }
      expect(await account.published()).toEqual([])
    })

    test('no credentials kept at all', async () => {
      const { credentials, restart } = await connect(world)
      for (const nothing of [undefined, null, { odd: true }]) {
        credentials.value = nothing
        expect((await faultOf(restart().read(world.source, undefined, patience()))).kind).toBe('unauthorised')
      }
    })
  })
}
