import type { Card } from '../chat/card.ts'
import { ChatError, type MessageId } from '../chat/platform.ts'
import type { ShownCard } from '../db/queries/cards.ts'
import type { DeliveryMethod, NextCard } from '../db/queries/pending-cards.ts'
import { isReminderOpen } from '../db/queries/reminders.ts'
import type { Localised } from '../domain/language.ts'
import type { CardMaker } from './card-maker.ts'
import type { NoteMaker } from './note-maker.ts'
import type { Place } from './place.ts'
import type { Stage } from './stage.ts'

/** One card on its way. */
export interface Delivery {
  readonly next: NextCard
  /** What is being done; `make` is before the chat is asked for anything. */
  method: DeliveryMethod | 'make'
}

export interface DeliverOptions extends Pick<Stage, 'database' | 'log' | 'observer'> {
  readonly makeCard: CardMaker
  readonly notes: NoteMaker
}

/** Brings one card or note to its place, and says on the way what it is doing. Throws what the platform throws. */
export type Deliver = (place: Place, delivery: Delivery) => Promise<ShownCard>

/** True of a mention whose post is gone, or of which nothing is held any more. */
function isNothingLeft({ mention, post }: NonNullable<NextCard['mention']>): boolean {
  return post.goneAt !== null || mention.erasedAt !== null
}

export function createDeliver({ database, makeCard, notes, log, observer }: DeliverOptions): Deliver {
  const { connection } = database

  async function show(place: Place, delivery: Delivery, card: Localised<Card> | undefined): Promise<ShownCard> {
    const { platform, address } = place
    const { row } = delivery.next
    const done = (messageId: MessageId): ShownCard => ({ id: row.id, wanted: row.wanted, messageId })
    if (card === undefined) return done(row.messageId ?? '')
    let messageId: MessageId | undefined = row.messageId ?? undefined
    const since = row.attemptedAt
    if (messageId === undefined && since !== null) {
      delivery.method = 'find'
      messageId = await platform.findPosted(address, row.id, { since })
    }
    // There is nothing left to show; what was shown is edited to say so.
    const { mention } = delivery.next
    if (messageId === undefined && mention !== undefined && isNothingLeft(mention)) return done('')
    // Somebody has decided while the reminder was on its way: nobody is disturbed for that.
    const isOver = messageId === undefined && row.subjectKind === 'reminder'
    if (isOver && !(await isReminderOpen(connection, row.subjectId))) return done('')
    if (messageId === undefined) {
      delivery.method = 'post'
      messageId = await platform.post(address, row.id, card)
      observer.cardDelivered(platform.name, 'posted')
    } else {
      delivery.method = 'update'
      await platform.update(address, messageId, card)
      observer.cardDelivered(platform.name, 'updated')
    }
    return done(messageId)
  }

  async function showNote({ platform, address, timeZone }: Place, delivery: Delivery): Promise<ShownCard> {
    const { row, under } = delivery.next
    const done = (messageId: MessageId): ShownCard => ({ id: row.id, wanted: row.wanted, messageId })
    const note = await notes.ofRow(connection, row.id, timeZone)
    if (note === undefined || !under) return done('')
    try {
      const since = row.attemptedAt
      if (since !== null) delivery.method = 'find'
      const earlier = since === null ? undefined : await platform.findPosted(address, row.id, { since, under })
      delivery.method = 'note'
      const messageId = earlier ?? (await platform.note(address, under, row.id, note))
      observer.cardDelivered(platform.name, 'noted')
      return done(messageId)
    } catch (fault) {
      // Somebody has deleted the card, or the platform does not take it: no reason to hold up what people wait for.
      const refused = fault instanceof ChatError && fault.fault.kind === 'refused' ? fault.fault.reason : undefined
      if (refused !== 'message-gone' && refused !== 'invalid') throw fault
      log.warn({ cardId: row.id, reason: refused }, 'a note has no place any more')
      return done('')
    }
  }

  return async (place, delivery) => {
    const { row, mention } = delivery.next
    if (row.subjectKind === 'note') return showNote(place, delivery)
    if (mention !== undefined) return show(place, delivery, await makeCard.ofMention(connection, mention))
    return show(place, delivery, await makeCard(connection, { kind: row.subjectKind, id: row.subjectId }))
  }
}
