import { record } from '../../db/queries/audit.ts'
import { PRIORITIES, wantCards } from '../../db/queries/cards.ts'
import { findChannel } from '../../db/queries/people.ts'
import { releaseMentions } from '../../db/queries/summaries.ts'
import { listUnshownMentions } from '../../db/queries/unshown-mentions.ts'
import { wantDelivery } from '../../pipeline/follow-up.ts'
import { chosenIds } from '../mention-choice.ts'
import { type Action, ephemeral } from '../services.ts'

/** Gives cards of their own, in a channel, to mentions that made none there. */
export const mentionShow: Action = {
  name: 'mention.show',
  permission: 'handle-mentions',
  subject: 'channel',
  async submit({ services, brand, member, t }, reference, values) {
    const chosen = chosenIds(values)
    const { database, jobs, now } = services
    const ids = await database.transact(async unit => {
      const channel = await findChannel(unit.tx, reference.id)
      if (channel === undefined) return []
      const { mentions } = await listUnshownMentions(unit.tx, channel.id, brand.id, chosen.length, chosen)
      const known = mentions.map(({ mention }) => mention.id)
      const released = await releaseMentions(unit, channel.id, known, now())
      for (const id of known.filter(one => !released.includes(one))) {
        await wantCards(unit, { kind: 'mention', id }, [channel.id], PRIORITIES.edit, now())
      }
      for (const id of known) {
        await record(unit.tx, { actorId: member.id, act: 'mention.shown', subjectKind: 'mention', subjectId: id })
      }
      if (known.length > 0) await wantDelivery(jobs, unit, [channel.id], now())
      return known
    })
    const count = ids.length
    return ephemeral(count === 0 ? t('done.summary.none') : t('done.summary', { count }))
  },
}
