import { deleteUnusedMedia, findMedia, listUnusedMedia, saveMedia } from '../db/queries/media.ts'
import type { Kept, MediaOrigin, MediaType } from '../domain/media.ts'
import type { MediaStore } from '../media/store.ts'
import { NetworkError } from '../networks/network.ts'
import type { Stage } from './stage.ts'

/** Milliseconds for which a file that stands in no draft is kept: whoever fills in a form takes hours, not days. */
const RETENTION = 7 * 24 * 60 * 60_000

/** The files that drafts are made of: the store for their bytes, the database for what they are. */
export interface MediaShelf {
  /** Keeps an image. Faults of the content are thrown on. */
  keep(content: AsyncIterable<Uint8Array>, origin: MediaOrigin | null): Promise<Kept>
  /** What is to be published. Throws `NetworkError` if it is gone. */
  read(hash: string): Promise<Uint8Array>
  /** Undefined if there is no such file. */
  find(hash: string): Promise<{ readonly type: MediaType; readonly content: Uint8Array } | undefined>
  /** Forgets what nobody uses. Answers with how many files that were. */
  sweep(): Promise<number>
}

export function createMediaShelf({ database, now }: Pick<Stage, 'database' | 'now'>, store: MediaStore): MediaShelf {
  return {
    async keep(content, origin) {
      const taken = await store.take(content)
      if (taken.kind === 'refused') return taken
      // Within the transaction that holds the row, so that it is not swept in between.
      await database.transact(async ({ tx }) => {
        await saveMedia(tx, taken.facts, origin, now())
        await store.write(taken.facts.hash, taken.content)
      })
      return { kind: 'kept', facts: taken.facts }
    },
    async read(hash) {
      const content = await store.read(hash)
      if (content !== undefined) return content
      throw new NetworkError({ kind: 'rejected', reason: 'media-gone' }, 'An image is not in the data directory')
    },
    async find(hash) {
      const known = (await findMedia(database.connection, [hash])).get(hash)
      const content = known && (await store.read(hash))
      return content && { type: known.type, content }
    },
    async sweep() {
      const since = new Date(now().getTime() - RETENTION)
      let swept = 0
      for (const hash of await listUnusedMedia(database.connection, since)) {
        await database.transact(async ({ tx }) => {
          if (!(await deleteUnusedMedia(tx, hash, since))) return
          await store.remove(hash)
          swept++
        })
      }
      return swept
    },
  }
}
