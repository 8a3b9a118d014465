import { randomUUID } from 'node:crypto'
import { createLocalPostStore } from '../../../src/db/queries/local-posts.ts'
import { createLocal } from '../../../src/networks/local/index.ts'
import { createTestDatabase } from '../../support/database.ts'
import { describeNetwork, type World } from '../contract.ts'
import { describeAbilities } from '../contract-abilities.ts'

async function createLocalWorld(): Promise<World> {
  const { database, ...resource } = await createTestDatabase()
  const posts = createLocalPostStore(database)
  return {
    network: createLocal({ posts }),
    source: { kind: 'search', phrases: ['acme'] },
    async account() {
      const handle = `acme-${randomUUID().slice(0, 8)}`
      const write = async (text: string, replyTo?: string) =>
        (await posts.insert({ author: 'ann', text, replyTo: replyTo ?? null, key: null })).id
      return {
        signIn: { handle: `@${handle}`, secret: '' },
        write,
        say: text => write(text),
        settle: async () => {},
        async published() {
          const latest = await posts.latest(1000)
          return latest
            .filter(({ author }) => author === handle)
            .map(({ id, text, replyTo, media }) => ({
              remoteId: id,
              text,
              replyTo,
              ...(media.length === 0 ? {} : { images: media.map(({ type: _, bytes: __, ...image }) => image) }),
            }))
        },
      }
    },
    [Symbol.asyncDispose]: () => resource[Symbol.asyncDispose](),
  }
}

describeNetwork('Local', createLocalWorld)
describeAbilities('Local', createLocalWorld)
