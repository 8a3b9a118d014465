import { nameIn, oneLine } from '../../cards/elements.ts'
import type { Modal, ModalField } from '../../chat/card.ts'
import { record } from '../../db/queries/audit.ts'
import { countHeld, findSummary, listHeld, releaseMentions } from '../../db/queries/summaries.ts'
import { may } from '../../domain/member.ts'
import { formatReference, type Reference } from '../../domain/reference.ts'
import { wantDelivery } from '../../pipeline/follow-up.ts'
import { type Action, ephemeral, type Invocation } from '../services.ts'
import { freshCard } from './fresh-card.ts'
import { createNonce } from './nonce.ts'

/** Options of one select besides "none"; a platform may show 25 (Discord, StringSelectMenu). */
const PER_FIELD = 24
/** Selects of the form; a platform may show five fields (Discord, modals). The rest comes once these are gone. */
const FIELDS = 4
/** Characters of an option: Slack's limit is the tightest of the platforms, 75. */
const OPTION_LENGTH = 75
/** The choice of none; ids of mentions are UUIDs. */
const NONE = 'none'

type Held = Awaited<ReturnType<typeof listHeld>>[number]

function fieldId(index: number): string {
  return `mention-${index + 1}`
}

function optionOf({ t }: Invocation, { mention, post }: Held) {
  const name = oneLine(nameIn(post.authorName, post.authorHandle), 20)
  const sentiment =
    mention.sentiment === null ? t('mention.sentiment.unclassified') : t(`sentiment.${mention.sentiment}`)
  const label = t('modal.summary.option', { name, sentiment, text: oneLine(post.text, OPTION_LENGTH) })
  return { value: mention.id, label: oneLine(label, OPTION_LENGTH - 1) }
}

function fieldOf(invocation: Invocation, held: readonly Held[], index: number): ModalField {
  const { t } = invocation
  const start = index * PER_FIELD
  const here = held.slice(start, start + PER_FIELD)
  const range = { start: start + 1, end: start + here.length }
  return {
    id: fieldId(index),
    kind: 'select',
    label: index === 0 ? t('modal.summary.choose') : t('modal.summary.choose.range', range),
    value: NONE,
    required: false,
    options: [{ value: NONE, label: t('modal.summary.none') }, ...here.map(one => optionOf(invocation, one))],
  }
}

function modalFor(invocation: Invocation, reference: Reference, held: readonly Held[], waiting: number): Modal {
  const { t } = invocation
  const count = Math.ceil(held.length / PER_FIELD)
  return {
    id: formatReference({ ...reference, nonce: createNonce() }),
    title: t('modal.summary.title'),
    submit: t('modal.summary.show'),
    quote: t('modal.summary.intro', { count: waiting, shown: held.length < waiting ? held.length : 0 }),
    fields: Array.from({ length: count }, (_, index) => fieldOf(invocation, held, index)),
  }
}

/** Lists what a summary stands for, the worst first, and gives cards of their own to those that are chosen. */
export const summaryList: Action = {
  name: 'summary.list',
  permission: 'read',
  subject: 'summary',
  async press(invocation, reference) {
    const { connection } = invocation.services.database
    const held = await listHeld(connection, reference.id, PER_FIELD * FIELDS)
    // Somebody has dealt with the last of them, and this card does not say so yet.
    if (held.length === 0) return freshCard(invocation, { kind: 'summary', id: reference.id })
    const waiting = (await countHeld(connection, reference.id))
      .filter(row => !row.isDealtWith)
      .reduce((total, row) => total + row.count, 0)
    return { kind: 'modal', modal: modalFor(invocation, reference, held, waiting) }
  },
  async submit({ services, member, t }, reference, values) {
    const chosen = Array.from({ length: FIELDS }, (_, index) => values[fieldId(index)] ?? NONE)
    const ids = [...new Set(chosen.filter(value => isUuid(value)))]
    if (ids.length === 0) return ephemeral(t('done.summary.none'))
    // To look is for everybody; what comes into the channel is for those who deal with it.
    if (!may(member, 'handle-mentions')) return ephemeral(t('refusal.handle-mentions'))
    const { database, jobs, now } = services
    const count = await database.transact(async unit => {
      const found = await findSummary(unit.tx, reference.id)
      if (found === undefined) return 0
      const released = await releaseMentions(unit, reference.id, ids, now())
      if (released === 0) return 0
      await wantDelivery(jobs, unit, [found.channel.id], now())
      for (const id of ids) {
        await record(unit.tx, { actorId: member.id, act: 'mention.shown', subjectKind: 'mention', subjectId: id })
      }
      return released
    })
    return ephemeral(count === 0 ? t('done.summary.none') : t('done.summary', { count }))
  },
}

/** What comes back from a form may be anything, and the database would choke on it. */
function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
}
