import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
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
        remove: id => posts.remove(id, 'ann'),
        async react(reaction, id) {
          if (reaction === 'like' || reaction === 'repost') return void (await posts.mark(reaction, id, 'ann'))
          const about = reaction === 'reply' ? { replyTo: id, quote: null } : { replyTo: null, quote: id }
          await posts.insert({ author: 'ann', text: 'Indeed', key: null, ...about })
        },
        async marked(deed) {
          const { rows } = await database.connection.execute<{ id: string }>(
            sql`select post_id as id from local_marks where mark = ${deed} and author = ${handle}`,
          )
          return rows.map(({ id }) => id)
        },
        markElsewhere: async (deed, id) => void (await posts.mark(deed, id, handle)),
        settle: async () => {},
        async published() {
          const latest = await posts.latest(1000)
          return latest
            .filter(({ author }) => author === handle)
            .map(({ id, text, replyTo, quote, media }) => ({
              remoteId: id,
              text,
              replyTo,
              ...(quote !== null && { quote }),
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
