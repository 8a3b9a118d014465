import { eq } from 'drizzle-orm'
import type { Executor } from '../client.ts'
import { type PostRow, posts } from '../schema/index.ts'

export async function findPost(executor: Executor, id: string): Promise<PostRow | undefined> {
  const [row] = await executor.select().from(posts).where(eq(posts.id, id))
  return row
}
