import { eq } from 'drizzle-orm'
import { type CardRow, cards } from '../../src/db/schema/index.ts'
import type { ChatStep } from './scripted-chat.ts'
import type { Place, World } from './world.ts'

/** The chat outbox of a world, and what came of it. */

export async function cardOf(world: World, subjectId: string, place: Place = 'mentions'): Promise<CardRow> {
  const rows = await world.test.database.connection.select().from(cards).where(eq(cards.subjectId, subjectId))
  return rows.find(row => row.channelId === world.channels[place].id)!
}

export function deliver(world: World, place: Place = 'mentions'): Promise<void> {
  return world.notify.deliver(world.channels[place].id)
}

export function shown(world: World, place: Place = 'mentions') {
  return world.chat.shown(world.channels[place].remoteId)
}

/** Kinds of the calls to the chat so far, oldest first. */
export function calls(world: World): readonly string[] {
  return world.chat.calls.map(call => call.kind)
}

export function plan(world: World, place: Place, ...steps: readonly ChatStep[]): void {
  world.chat.onDelivery(world.channels[place].remoteId, ...steps)
}
