import { countLongest } from '../../domain/thread.ts'
import type { Translator } from '../../locales/translator.ts'
import type { ModalField } from '../card.ts'
import { LABEL_DESCRIPTION } from './limits.ts'

/**
 * How long the text is that the form opens with, its longest post if it is a thread: Discord says nothing while somebody types.
 * Of an empty one its hint says the limit.
 */
function countsOf(field: ModalField, t: Translator): readonly string[] {
  if (field.kind !== 'textarea' || field.limits === undefined || field.limits.length === 0 || field.value === '')
    return []
  const counts = field.limits.map(({ name, unit, maximum }) =>
    t('discord.count', { name, unit, count: t.number(countLongest(field.value, unit)), maximum: t.number(maximum) }),
  )
  return [`${t.list(counts)}.`]
}

/** What is said below a field. Where both have no room, how it is filled in goes before how long the text is that it holds. */
export function hintsOf(field: ModalField, t: Translator): readonly string[] {
  const counts = countsOf(field, t)
  if (field.hint === undefined) return counts
  const both = [...counts, field.hint]
  return both.join(' ').length <= LABEL_DESCRIPTION || isTooLong(field) ? both : [field.hint]
}

function isTooLong(field: ModalField): boolean {
  const limits = field.kind === 'textarea' ? (field.limits ?? []) : []
  return limits.some(({ unit, maximum }) => countLongest(field.value, unit) > maximum)
}
