import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/domain/json.ts'
import { NetworkError } from '../../src/networks/network.ts'
import type { Disturbance } from '../support/faulty-proxy.ts'
import {
  again,
  connect,
  faultOf,
  meet,
  patience,
  publicationOf,
  readAll,
  type TestAccount,
  type World,
} from './contract.ts'

/** A network at the other end of a wire, which may break anywhere. */
export interface WiredWorld<Account extends WiredAccount = WiredAccount> extends World<Account> {
  /** Access does not run out, so that there is nothing to renew. */
  readonly isLasting?: true
  /** The account's server refuses connections, until it is started again with all it had. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Disturbs the next calls of this kind. */
  disturb(call: WiredCall, disturbance: Disturbance, times?: number): void
}

/**
 * Calls that read the source, publish, or look a publication up; and where the account can do them, that like or delete a
 * post, look at posts again, or ask how the account fares.
 */
export type WiredCall = 'read' | 'publish' | 'look-up' | 'like' | 'delete' | 'look' | 'count'

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
      expect(await client.publish(again(publication), patience())).toEqual(found)
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

    test('access that has run out is renewed once for all who need it, and kept', async ({ skip }) => {
      skip(world.isLasting === true, 'never runs out')
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

    test.for(['lose-answer', 'lose-request', { status: 502, body: HTML }] as const)(
      'a deed whose answer is lost may be done again (%j)',
      async (disturbance, { skip }) => {
        const { deeds } = world.network.capabilities
        skip(deeds.length === 0, 'does nothing to posts')
        const connected = await connect(world)
        const { account, client } = connected
        const { reference } = await client.publish(publicationOf('Soon gone'), patience())
        const post = await meet(connected, world.source, 'So good')
        if (deeds.includes('like')) {
          world.disturb('like', disturbance)
          const like = () => client.act?.({ kind: 'like', target: post.reference }, patience()) ?? expect.fail()
          expect((await faultOf(like())).kind).toBe('outcome-unknown')
          await like()
          expect(await account.marked?.('like')).toEqual([post.remoteId])
        }
        if (deeds.includes('delete')) {
          world.disturb('delete', disturbance)
          const remove = () => client.act?.({ kind: 'delete', target: reference }, patience()) ?? expect.fail()
          expect((await faultOf(remove())).kind).toBe('outcome-unknown')
          await remove()
          expect(await account.published()).toEqual([])
        }
      },
    )

    test('whatever answers a second look instead of the network is not taken for a deletion', async ({ skip }) => {
      skip(world.network.looksAtOnce === undefined, 'cannot look')
      const connected = await connect(world)
      const { client } = connected
      const { reference } = await client.publish(publicationOf('Still there'), patience())
      await connected.account.settle()
      const post = await meet(connected, world.source, 'So is this')
      const disturbances: Disturbance[] = [
        'lose-answer',
        'lose-request',
        ...[200, 302, 404, 502].map(status => ({ status, headers: { 'content-type': 'text/html' }, body: HTML })),
        { status: 200, body: '{"unexpected":true}' },
        { status: 200, body: 'null' },
        { status: 500, body: '' },
      ]
      for (const disturbance of disturbances) {
        world.disturb('look', disturbance)
        // It may say that it could not judge of any, or of which it could not.
        const sights = await client.look?.([reference, post.reference], patience()).catch((error: unknown) => {
          expect(error).toMatchObject({ kind: 'unavailable' })
          return [undefined, undefined]
        })
        expect(sights).toHaveLength(2)
        for (const sight of sights ?? []) expect([undefined, 'there']).toContain(sight?.kind)
      }
      const sights = await client.look?.([reference, post.reference], patience())
      expect(sights).toMatchObject([{ kind: 'there' }, { kind: 'there' }])
    })

    test('whatever answers in place of counts is not taken for some', async ({ skip }) => {
      const connected = await connect(world)
      const { client } = connected
      skip(client.count === undefined, 'counts nothing of an account')
      const count = () => client.count?.(patience()) ?? expect.fail()
      for (const disturbance of ['lose-answer', { status: 200, body: HTML }, { status: 502, body: HTML }] as const) {
        world.disturb('count', disturbance)
        expect((await faultOf(count())).kind).toBe('unavailable')
      }
      await count()
    })

    test('too much asked of it, by deeds, looks and counts: says when to come back', async ({ skip }) => {
      const { deeds } = world.network.capabilities
      const { client } = await connect(world)
      skip(deeds.length === 0 && client.look === undefined, 'can do none of them')
      const { reference } = await client.publish(publicationOf('Patience'), patience())
      const calls: [WiredCall, (() => Promise<unknown>) | undefined][] = [
        [
          'delete',
          deeds.includes('delete')
            ? async () => client.act?.({ kind: 'delete', target: reference }, patience())
            : undefined,
        ],
        ['look', client.look && (async () => client.look?.([reference], patience()))],
        ['count', client.count && (async () => client.count?.(patience()))],
      ]
      for (const [name, call] of calls) {
        if (call === undefined) continue
        world.disturb(name, { status: 429, headers: { 'retry-after': '120' }, body: '' })
        expect(await faultOf(call())).toMatchObject({ kind: 'rate-limited' })
      }
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
