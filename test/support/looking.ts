import { and, eq } from 'drizzle-orm'
import { looks, networkActions, posts } from '../../src/db/schema/index.ts'
import type { Json } from '../../src/domain/json.ts'
import type { IncomingPost } from '../../src/domain/post.ts'
import { postBy } from './scripted-network.ts'
import type { Stages } from './stages.ts'
import type { World } from './world.ts'

/** Looks at whatever is due on the servers of the world's accounts, as the queue would. */
export async function lookAround(world: World, stages: Pick<Stages, 'measure'> = world): Promise<void> {
  const names = new Set(world.accounts.map(({ network }) => network))
  for (const server of await stages.measure.listDue()) {
    if (names.has(server.network)) await stages.measure.look(server)
  }
}

/** Moves the clock on, and looks. */
export async function lookAfter(world: World, milliseconds: number): Promise<void> {
  world.clock.advance(milliseconds)
  await lookAround(world)
}

/** A post of the public about the brand, read. */
export async function hearPost(world: World, text: string, change: Partial<IncomingPost> = {}): Promise<IncomingPost> {
  const post = postBy('robin', text, { publishedAt: world.clock.now(), ...change })
  world.network.feed.push(post)
  await world.intake.poll(world.source.id)
  return post
}

export async function storedPost(world: World, remoteId: string) {
  const [row] = await world.test.database.connection
    .select()
    .from(posts)
    .where(and(eq(posts.network, world.network.name), eq(posts.remoteId, remoteId)))
  if (row === undefined) throw new Error('no such post')
  return row
}

/** When a post or a publication is looked at next; undefined if it never is. */
export async function lookOf(world: World, remoteId: string) {
  const { connection } = world.test.database
  const [row] = await connection
    .select({ look: looks })
    .from(looks)
    .leftJoin(posts, eq(posts.id, looks.postId))
    .leftJoin(networkActions, eq(networkActions.id, looks.actionId))
    .where(eq(posts.remoteId, remoteId))
  return row?.look
}

export function remoteIdOf(reference: Json): string {
  return String(Object(reference).remoteId)
}

/** How often each post was looked at. */
export function timesLooked({ network }: World): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const reference of network.looks.flat()) {
    const id = remoteIdOf(reference)
    times.set(id, (times.get(id) ?? 0) + 1)
  }
  return times
}
