import { record } from '../../db/queries/audit.ts'
import { countHeld, findSummary, listHeld, releaseMentions } from '../../db/queries/summaries.ts'
import { may } from '../../domain/member.ts'
import { wantDelivery } from '../../pipeline/follow-up.ts'
import { CHOICES, choiceModal, chosenIds } from '../mention-choice.ts'
import { type Action, ephemeral } from '../services.ts'
import { freshCard } from './fresh-card.ts'

/** Lists what a summary stands for, the worst first, and gives cards of their own to those that are chosen. */
export const summaryList: Action = {
  name: 'summary.list',
  permission: 'read',
  subject: 'summary',
  async press(invocation, reference) {
    const { connection } = invocation.services.database
    const held = await listHeld(connection, reference.id, CHOICES)
    // Somebody has dealt with the last of them, and this card does not say so yet.
    if (held.length === 0) return freshCard(invocation, { kind: 'summary', id: reference.id })
    const counts = await countHeld(connection, reference.id)
    const waiting = counts.reduce((total, { isDealtWith, count }) => total + (isDealtWith ? 0 : count), 0)
    return { kind: 'modal', modal: choiceModal(invocation, reference, held, waiting) }
  },
  async submit({ services, member, t }, reference, values) {
    const ids = chosenIds(values)
    if (ids.length === 0) return ephemeral(t('done.summary.none'))
    // To look is for everybody; what comes into the channel is for those who deal with it.
    if (!may(member, 'handle-mentions')) return ephemeral(t('refusal.handle-mentions'))
    const { database, jobs, now } = services
    const released = await database.transact(async unit => {
      const found = await findSummary(unit.tx, reference.id)
      if (found === undefined) return []
      const taken = await releaseMentions(unit, found.channel.id, ids, now())
      if (taken.length > 0) await wantDelivery(jobs, unit, [found.channel.id], now())
      for (const id of taken) {
        await record(unit.tx, { actorId: member.id, act: 'mention.shown', subjectKind: 'mention', subjectId: id })
      }
      return taken
    })
    const count = released.length
    return ephemeral(count === 0 ? t('done.summary.none') : t('done.summary', { count }))
  },
}
