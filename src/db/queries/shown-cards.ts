import { and, eq } from 'drizzle-orm'
import type { Connection } from '../client.ts'
import { cards, channels, type SubjectKind } from '../schema/index.ts'

export interface ShownSubject {
  readonly kind: SubjectKind
  readonly id: string
}

/** What a message in a chat shows, by the platform's own names; undefined if it is no card of ours. */
export async function findShownSubject(
  connection: Connection,
  place: { readonly platform: string; readonly workspace: string; readonly channel: string; readonly message: string },
): Promise<ShownSubject | undefined> {
  const [row] = await connection
    .select({ kind: cards.subjectKind, id: cards.subjectId })
    .from(cards)
    .innerJoin(channels, eq(channels.id, cards.channelId))
    .where(
      and(
        eq(channels.platform, place.platform),
        eq(channels.workspace, place.workspace),
        eq(channels.remoteId, place.channel),
        eq(cards.messageId, place.message),
      ),
    )
    .limit(1)
  return row === undefined || row.kind === 'note' ? undefined : { kind: row.kind, id: row.id }
}
