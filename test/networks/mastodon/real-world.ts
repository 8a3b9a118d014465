import { limited } from '../../../src/domain/capabilities.ts'
import { createHttp } from '../../../src/networks/http.ts'
import { createMastodon } from '../../../src/networks/mastodon/index.ts'
import { eventually } from '../../support/eventually.ts'
import { personOf } from '../../support/mastodon/person.ts'
import type { RealMastodon } from '../../support/mastodon/real.ts'
import { patience, type World } from '../contract.ts'
import { publishedAs } from './world.ts'

/**
 * Vigie on a server that somebody runs. Its two accounts have a past, which does not count: each account of the contract
 * begins with what is there when it is opened.
 */
export async function createRealWorld({ url, brand, ann }: RealMastodon): Promise<World> {
  await using resources = new AsyncDisposableStack()
  const http = resources.use(createHttp({ version: 'test', allowInternalAddresses: true }))
  const network = createMastodon({ http, now: () => new Date() })
  const owner = await personOf(url, brand)
  const passerBy = await personOf(url, ann)
  const signIn = { service: url, handle: owner.username, secret: brand }
  const { limits = null } = await network.identify(signIn, patience())
  const capabilities = limited(network.capabilities, limits)
  const written: string[] = []
  resources.defer(async () => {
    for (const id of written) await passerBy.remove(id).catch(() => {})
  })

  async function write(text: string, more: object = {}): Promise<string> {
    const id = await passerBy.write(text, more)
    written.push(id)
    return id
  }

  const kept = resources.move()
  return {
    network: { ...network, capabilities },
    source: { kind: 'inbox', phrases: [] },
    isReencoded: true,
    async account() {
      await passerBy.unfollow(owner.id)
      const before = new Set([...(await owner.ids()), ...(await owner.liked()), ...(await owner.reposted())])
      const isNew = (id: string) => !before.has(id)
      let awaited: string[] = []
      return {
        signIn,
        shown: text => `@${owner.username} ${text}`,
        async write(text, replyTo) {
          const id = await write(`@${owner.username} ${text}`, replyTo === undefined ? {} : { in_reply_to_id: replyTo })
          awaited.push(id)
          return id
        },
        remove: id => passerBy.remove(id),
        async react(reaction, id) {
          if (reaction === 'like') return passerBy.act(id, 'favourite')
          if (reaction === 'repost') return passerBy.act(id, 'reblog')
          await write('Indeed', reaction === 'reply' ? { in_reply_to_id: id } : { quoted_status_id: id })
        },
        gainFollower: () => passerBy.follow(owner.id),
        marked: async deed => (await (deed === 'like' ? owner.liked() : owner.reposted())).filter(isNew),
        markElsewhere: (deed, id) => owner.act(id, deed === 'like' ? 'favourite' : 'reblog'),
        // Servers tell of what is written once they get round to it.
        async settle() {
          const expected = awaited
          awaited = []
          await eventually(async () => {
            const told = await owner.toldOf()
            return expected.filter(id => !told.includes(id))
          }).toEqual([])
        },
        published: async () => (await owner.posts()).filter(({ id }) => isNew(id)).map(publishedAs),
      }
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
