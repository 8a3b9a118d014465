import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pngMedia } from '../../support/images.ts'
import { connect, faultOf, patience, publicationOf } from '../contract.ts'
import type { BlueskyWorld } from './world.ts'

/** What happens to images on their way to any server of Bluesky's. */
export function describeImages(name: string, start: () => Promise<BlueskyWorld>): void {
  describe(`${name}, with images`, () => {
    let world: BlueskyWorld
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world[Symbol.asyncDispose]())

    const withImage = () => publicationOf('Look', null, [pngMedia('A red ship', 7)])

    test.each(['lose-answer', 'lose-request'] as const)(
      'one that is lost on its way (%s) leaves nothing public, and is handed in again',
      async disturbance => {
        const { account, client } = await connect(world)
        const publication = withImage()
        world.proxy.disturb('uploadBlob', disturbance)
        // Nobody can have seen a file that no record names.
        expect((await faultOf(client.publish(publication, patience()))).kind).toBe('unavailable')
        expect(await account.published()).toEqual([])
        expect(await client.findPublished(publication, patience())).toBeUndefined()
        await client.publish(publication, patience())
        expect(await account.published()).toMatchObject([{ images: [{ alternative: 'A red ship' }] }])
      },
    )

    test('a post whose answer was lost is found, and is there once', async () => {
      const { account, client, restart } = await connect(world)
      const publication = withImage()
      world.disturb('publish', 'lose-answer')
      expect((await faultOf(client.publish(publication, patience()))).kind).toBe('outcome-unknown')
      expect(await restart().findPublished(publication, patience())).toBeDefined()
      await client.publish(publication, patience())
      expect(await account.published()).toHaveLength(1)
    })

    test.each([
      [400, { error: 'InvalidMimeType', message: 'not allowed' }],
      [413, { error: 'PayloadTooLarge', message: 'request entity too large' }],
    ])('one that the server does not take (%i) is told apart from the text', async (status, body) => {
      const { account, client } = await connect(world)
      const headers = { 'content-type': 'application/json' }
      world.proxy.disturb('uploadBlob', { status, headers, body: JSON.stringify(body) })
      const fault = await faultOf(client.publish(withImage(), patience()))
      expect(fault).toEqual({ kind: 'rejected', reason: 'media-refused' })
      expect(await account.published()).toEqual([])
    })

    test('a token that has run out is renewed on the way', async () => {
      const { account, credentials, restart } = await connect(world)
      credentials.value = await account.expire(credentials.value ?? null)
      await restart().publish(withImage(), patience())
      expect(await account.published()).toMatchObject([{ images: [{ width: 40, height: 30 }] }])
    })
  })
}
