import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttp } from '../../../src/networks/http.ts'
import { createMastodon } from '../../../src/networks/mastodon/index.ts'
import type { Publication, PublicationMedia } from '../../../src/networks/network.ts'
import { pngMedia } from '../../support/images.ts'
import { type FakeMastodon, startFakeMastodon } from '../../support/mastodon/fake.ts'
import { connect, faultOf, meet, patience, publicationOf, readAll, throughJson } from '../contract.ts'
import { createMastodonWorld, type MastodonAccount, type MastodonWorld } from './world.ts'

let world: MastodonWorld<FakeMastodon>
beforeAll(async () => {
  world = await createMastodonWorld(startFakeMastodon)
})
afterAll(() => world[Symbol.asyncDispose]())

const open = () => connect<MastodonAccount>(world)

describe('what is addressed to the account', () => {
  test('in private is told as such, and answered in private', async () => {
    const { account, client } = await open()
    const sent: Record<string, string> = {}
    for (const visibility of ['direct', 'private', 'unlisted']) {
      sent[visibility] = await world.ann.write(`@${account.owner.username} psst`, { visibility })
    }
    const { posts } = await readAll(client, world.source, undefined)
    expect(Object.fromEntries(posts.map(({ remoteId, kind }) => [remoteId, kind]))).toEqual({
      [sent.direct ?? '']: 'direct',
      [sent.private ?? '']: 'direct',
      [sent.unlisted ?? '']: 'public',
    })
    for (const { reference } of posts) await client.publish(publicationOf('Hush', throughJson(reference)), patience())
    const answers = (await account.published()).map(({ replyTo, visibility }) => [replyTo, visibility])
    expect(Object.fromEntries(answers)).toEqual({
      [sent.direct ?? '']: 'direct',
      [sent.private ?? '']: 'followers',
      [sent.unlisted ?? '']: 'unlisted',
    })
  })

  test('for followers alone is answered for followers alone, unless told otherwise', async () => {
    const { account, client } = await open()
    await account.owner.follow(world.ann.id)
    await world.ann.write(`@${account.owner.username} only we`, { visibility: 'private' })
    const { posts } = await readAll(client, world.source, undefined)
    const reference = throughJson(posts[0]?.reference ?? null)
    await client.publish(publicationOf('As told', reference), patience())
    await client.publish({ ...publicationOf('To all', reference), visibility: 'public' }, patience())
    const seen = (await account.published()).map(({ text, visibility }) => [text, visibility])
    expect(seen.toSorted()).toEqual([
      ['As told', 'followers'],
      ['To all', 'public'],
    ])
  })

  test('by quoting it is told as a quote', async () => {
    const { account, client } = await open()
    const { remoteId } = await client.publish(publicationOf('Quote me'), patience())
    await account.react?.('quote', remoteId)
    const { posts } = await readAll(client, world.source, undefined)
    expect(posts).toMatchObject([{ kind: 'quote', text: 'Indeed' }])
  })

  test('with a warning and files is read with them', async () => {
    const { account, client } = await open()
    await world.ann.write(`@${account.owner.username} mould`, { spoiler_text: 'Food' })
    const { posts } = await readAll(client, world.source, undefined)
    expect(posts).toMatchObject([{ text: `Food\n\n@${account.owner.username} mould` }])
  })

  test('is seen again as it was edited', async () => {
    const connected = await open()
    const post = await meet(connected, world.source, 'A tpyo')
    await world.ann.edit(post.remoteId, 'No typo')
    const [sight] = (await connected.client.look?.([post.reference], patience())) ?? []
    expect(sight).toMatchObject({ kind: 'there', post: { text: 'No typo', remoteId: post.remoteId } })
  })

  test('stands with the author’s whole name, page and reach', async () => {
    const connected = await open()
    const post = await meet(connected, world.source, 'Who am I?')
    const { host } = new URL(world.server.url)
    expect(post.author).toEqual({
      remoteId: `${world.proxy.url}/@${world.ann.username}`,
      handle: `${world.ann.username}@${host}`,
      name: world.ann.username,
      followers: expect.any(Number),
    })
    expect(post.url).toBe(`${world.proxy.url}/@${world.ann.username}/${post.remoteId}`)
    expect(world.network.replyOpening?.(post.author)).toBe(`@${world.ann.username}@${host} `)
  })

  test('comes from far back page by page, among much else', async () => {
    const { account, client } = await open()
    const small = world.networkWith({ pageSize: 3 })
    const written: string[] = []
    const { remoteId } = await client.publish(publicationOf('Like me'), patience())
    for (let index = 0; index < 5; index++) {
      written.push(await account.write(`Number ${index}`))
      await world.ann.act(remoteId, index % 2 === 0 ? 'favourite' : 'unfavourite')
    }
    const identified = await small.identify(account.signIn, patience())
    const reader = small.open(
      { id: 'x', ...identified },
      { load: async () => identified.credentials, save: async () => {}, alone: work => work() },
    )
    const read = await readAll(reader, world.source, undefined)
    expect(read.posts.map(one => one.remoteId).toSorted()).toEqual(written.toSorted())
    expect(read.pages).toBeGreaterThan(1)
  })
})

describe('a publication', () => {
  test('in answer to what is gone says so', async () => {
    const connected = await open()
    const post = await meet(connected, world.source, 'Wait')
    await world.ann.remove(post.remoteId)
    const fault = await faultOf(connected.client.publish(publicationOf('What?', post.reference), patience()))
    expect(fault).toEqual({ kind: 'rejected', reason: 'target-gone' })
  })

  test('counts its warning', async () => {
    const { account, client } = await open()
    const warning = 'w'.repeat(100)
    await client.publish({ ...publicationOf('x'.repeat(400)), warning }, patience())
    const fault = await faultOf(client.publish({ ...publicationOf('x'.repeat(401)), warning }, patience()))
    expect(fault).toEqual({ kind: 'rejected', reason: 'text-too-long' })
    expect(await account.published()).toHaveLength(1)
  })

  test('counts its links as Mastodon does', async () => {
    const { account, client } = await open()
    const link = `https://example.com/${'long/'.repeat(100)}`
    await client.publish(publicationOf(`${'x'.repeat(476)} ${link}`), patience())
    const fault = await faultOf(client.publish(publicationOf(`${'x'.repeat(477)} ${link}`), patience()))
    expect(fault).toEqual({ kind: 'rejected', reason: 'text-too-long' })
    expect(await account.published()).toHaveLength(1)
  })

  test('hands its files in once, however often it is tried', async () => {
    const { account, client } = await open()
    const publication = publicationOf('With images', null, [pngMedia('A cup', 11), pngMedia('A spoon', 12)])
    const uploads = () => world.proxy.seen.filter(call => call === 'POST /api/v2/media').length
    const before = uploads()
    world.disturb('publish', { status: 503, body: '{"error":"not now"}' })
    expect((await faultOf(client.publish(publication, patience()))).kind).toBe('outcome-unknown')
    await client.publish(publication, patience())
    expect(uploads() - before).toBe(2)
    expect((await account.published())[0]?.images?.map(({ alternative }) => alternative)).toEqual(['A cup', 'A spoon'])
  })

  test('is not published while a file of it is still worked on', async () => {
    const { account, client } = await open()
    const publication = publicationOf('With an image', null, [pngMedia('A cup', 13)])
    world.proxy.disturb('/api/v1/media/', { status: 206, body: '{"id":"1","url":null}' }, 3)
    await client.publish(publication, patience())
    expect(await account.published()).toHaveLength(1)
  })

  test.each([
    [422, '{"error":"Error processing thumbnail for uploaded media"}', { kind: 'rejected', reason: 'media-refused' }],
    [413, '<html>too large</html>', { kind: 'rejected', reason: 'media-refused' }],
    [500, '', { kind: 'unavailable' }],
  ])('with a file that is refused with %i is not published', async (status, body, fault) => {
    const { account, client } = await open()
    world.proxy.disturb('/api/v2/media', { status, body })
    const publication = publicationOf('With an image', null, [pngMedia('A cup', 14)])
    expect(await faultOf(client.publish(publication, patience()))).toEqual(fault)
    expect(await account.published()).toEqual([])
  })

  test('whose file fails while it is worked on says so', async () => {
    const { account, client } = await open()
    world.proxy.disturb('/api/v1/media/', { status: 422, body: '{"error":"Error processing"}' })
    const publication = publicationOf('With an image', null, [pngMedia('A cup', 15)])
    expect(await faultOf(client.publish(publication, patience()))).toEqual({
      kind: 'rejected',
      reason: 'media-refused',
    })
    expect(await account.published()).toEqual([])
  })

  test.each([
    [403, '{"error":"Your login is currently disabled"}', 'account-suspended'],
    [403, '{"error":"This action is not allowed"}', 'not-allowed'],
    [422, '{"error":"Validation failed: Text character limit of 500 exceeded"}', 'text-too-long'],
    [422, '{"error":"La validation a échoué"}', 'other'],
  ])('that is refused with %i %s is never tried again', async (status, body, reason) => {
    const { client } = await open()
    world.disturb('publish', { status, body })
    expect(await faultOf(client.publish(publicationOf('No'), patience()))).toEqual({ kind: 'rejected', reason })
  })

  test.each([
    [401, '<html>sign in to the guest network</html>'],
    [403, '<html>forbidden</html>'],
    [404, '<html>not found</html>'],
    [302, ''],
  ])('that something else turns away with %i may be tried again', async (status, body) => {
    const { client } = await open()
    world.disturb('publish', { status, body })
    expect(await faultOf(client.publish(publicationOf('Later'), patience()))).toEqual({ kind: 'unavailable' })
  })
})

describe('a look for what may be out already', () => {
  const attempted = (publication: Publication): Publication => ({
    ...publication,
    attemptedAt: publication.createdAt,
    others: [],
  })

  test.each([
    ['Ça   va?\n\n\nOui', 'blanks'],
    ['Hello @ann_1@social.example and @ann_1!', 'names'],
    ['See https://example.com/ and https://example.com/a/very/long/path/that/is/cut?x=1&y=2', 'links'],
    ['<b>1 < 2</b> &amp; "so" \'on\' #été', 'signs'],
  ])('finds %j', async text => {
    const { client } = await open()
    const publication = publicationOf(text)
    const published = await client.publish(publication, patience())
    expect(await client.findPublished(attempted(publication), patience())).toEqual(published)
  })

  test('takes nothing else for it', async () => {
    const connected = await open()
    const { account, client } = connected
    const post = await meet(connected, world.source, 'Hello')
    const image: PublicationMedia = pngMedia('A cup', 16)
    const wanted = attempted(publicationOf('We open at nine', post.reference, [image]))
    await client.publish(publicationOf('We open at ten', post.reference, [image]), patience())
    await client.publish(publicationOf('We open at nine', null, [image]), patience())
    await client.publish(publicationOf('We open at nine', post.reference), patience())
    await client.publish({ ...publicationOf('We open at nine', post.reference, [image]), warning: 'Time' }, patience())
    await world.ann.write('We open at nine', { in_reply_to_id: post.remoteId })
    expect(await client.findPublished(wanted, patience())).toBeUndefined()
    const published = await client.publish({ ...wanted, key: 'another' }, patience())
    expect(await client.findPublished(wanted, patience())).toEqual(published)
    // One that another action has, and one from before it was tried.
    expect(await client.findPublished({ ...wanted, others: [published.remoteId] }, patience())).toBeUndefined()
    const later = new Date(Date.now() + 60 * 60_000)
    expect(await client.findPublished({ ...wanted, attemptedAt: later }, patience())).toBeUndefined()
    expect(account.owner.id).toBeTruthy()
  })

  test('finds it behind many others', async () => {
    const { account, client } = await open()
    const publication = publicationOf('The first of many')
    const published = await client.publish(publication, patience())
    for (let index = 0; index < 45; index++) await account.owner.write(`Number ${index}`)
    expect(await client.findPublished(attempted(publication), patience())).toEqual(published)
  })
})

describe('signing in with a token', () => {
  test('of another account is refused, with the name of whose it is', async () => {
    const { signIn } = await world.account()
    const error = await world.network
      .identify({ ...signIn, handle: '@somebody_else' }, patience())
      .catch((one: Error) => one)
    expect(error).toMatchObject({ fault: { kind: 'rejected', reason: 'other' } })
    expect((error as Error).message).toContain(signIn.handle)
  })

  test.each(['', '@'])('needs no name: %j', async handle => {
    const { signIn, owner } = await world.account()
    const identified = await world.network.identify({ ...signIn, handle }, patience())
    expect(identified.handle).toBe(`${owner.username}@${new URL(world.server.url).host}`)
  })

  test('is not tried on the operator’s own network, by address or by name', async () => {
    await using http = createHttp({ version: 'test' })
    const network = createMastodon({ http, now: () => new Date() })
    const { signIn } = await world.account()
    for (const service of [world.proxy.url, 'http://localhost:1', 'http://169.254.169.254']) {
      expect(await faultOf(network.identify({ ...signIn, service }, patience()))).toEqual({
        kind: 'rejected',
        reason: 'address-refused',
      })
    }
  })
})

describe('what may be asked of a server', () => {
  const headers = (remaining: number, seconds: number) => ({
    'content-type': 'application/json',
    'x-ratelimit-limit': '300',
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': new Date(Date.now() + seconds * 1_000).toISOString(),
  })

  test('is left to publishing where the server has little left', async () => {
    const { account, client } = await open()
    await readAll(client, world.source, undefined)
    world.disturb('read', { status: 200, headers: headers(20, 120), body: '[]' })
    await client.read(world.source, undefined, patience())
    const before = world.proxy.seen.length
    const fault = await faultOf(client.read(world.source, undefined, patience()))
    expect(fault).toMatchObject({ kind: 'rate-limited' })
    expect(world.proxy.seen.length).toBe(before)
    const wait = fault.kind === 'rate-limited' ? fault.retryAt.getTime() - Date.now() : 0
    expect(wait).toBeGreaterThan(100_000)
    expect(wait).toBeLessThanOrEqual(121_000)
    await client.publish(publicationOf('Still possible'), patience())
    expect(await account.published()).toHaveLength(1)
  })

  test('is waited for until the server’s own time, where it says no and has no Retry-After', async () => {
    const { client } = await open()
    world.disturb('publish', { status: 429, headers: headers(0, 200), body: '{"error":"Too many requests"}' })
    const fault = await faultOf(client.publish(publicationOf('Too much'), patience()))
    const wait = fault.kind === 'rate-limited' ? fault.retryAt.getTime() - Date.now() : 0
    expect(wait).toBeGreaterThan(180_000)
    expect(wait).toBeLessThanOrEqual(201_000)
  })

  test('of files and deletions is less, and counted by itself', async () => {
    const { client } = await open()
    const references: Publication['replyTo'][] = []
    for (let index = 0; index < 31; index++) {
      references.push((await client.publish(publicationOf(`Number ${index}`), patience())).reference)
    }
    for (const target of references.slice(0, 30)) await client.act?.({ kind: 'delete', target }, patience())
    const last = references[30] ?? null
    const fault = await faultOf(client.act?.({ kind: 'delete', target: last }, patience()) ?? expect.fail())
    expect(fault).toMatchObject({ kind: 'rate-limited' })
    await client.publish(publicationOf('Still possible'), patience())
  })
})
