import type { ModalField } from '../../chat/card.ts'
import type { Brand } from '../../domain/brand.ts'
import type { ReviewPolicy } from '../../domain/draft.ts'
import type { ReminderRules } from '../../domain/reminder.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Values } from '../services.ts'

export type Read<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }

type Rules = Pick<Brand, 'policy' | 'replyPolicy'>

/** Values of the choice whether authors may approve what they wrote. */
const NO = 'no'
const YES = 'yes'

/** Fields of the policy for posts, or for replies. */
const POST_FIELDS = { approvals: 'approvals', own: 'own' } as const
const REPLY_FIELDS = { approvals: 'reply-approvals', own: 'reply-own' } as const
type PolicyFields = typeof POST_FIELDS | typeof REPLY_FIELDS

function ruleFields(t: Translator, fields: PolicyFields, { approvals, authorMayApprove }: ReviewPolicy): ModalField[] {
  const yesNo = [
    { value: NO, label: t('modal.brand.own.no') },
    { value: YES, label: t('modal.brand.own.yes') },
  ]
  return [
    {
      id: fields.approvals,
      kind: 'select',
      label: t(`modal.brand.${fields.approvals}`),
      value: String(approvals),
      required: true,
      options: [...new Set(['1', '2', '3', String(approvals)])].map(value => ({ value, label: value })),
    },
    {
      id: fields.own,
      kind: 'select',
      label: t(`modal.brand.${fields.own}`),
      value: authorMayApprove ? YES : NO,
      required: true,
      options: yesNo,
    },
  ]
}

function readPolicy(fields: PolicyFields, values: Values): ReviewPolicy {
  return { approvals: Number(values[fields.approvals]), authorMayApprove: values[fields.own] === YES }
}

export function rulesFields(t: Translator, { policy, replyPolicy }: Rules): readonly ModalField[] {
  return [...ruleFields(t, POST_FIELDS, policy), ...ruleFields(t, REPLY_FIELDS, replyPolicy)]
}

export function readRules(t: Translator, values: Values): Read<Rules> {
  const wrong = [POST_FIELDS, REPLY_FIELDS].filter(({ approvals }) => !/^[1-9]$/.test(values[approvals] ?? ''))
  if (wrong.length > 0) {
    return { kind: 'errors', errors: Object.fromEntries(wrong.map(one => [one.approvals, t('error.choice')])) }
  }
  const policy = readPolicy(POST_FIELDS, values)
  return { kind: 'read', value: { policy, replyPolicy: readPolicy(REPLY_FIELDS, values) } }
}

/** Minutes that can be chosen; 0 is never. */
const INTERVALS = [0, 15, 30, 60, 120, 240, 480, 1_440] as const
const REMINDER_FIELDS = ['reply', 'post'] as const

export function reminderFields(t: Translator, reminders: ReminderRules): readonly ModalField[] {
  return REMINDER_FIELDS.map(kind => ({
    id: kind,
    kind: 'select',
    label: t(`modal.brand.remind.${kind}`),
    value: String(reminders[kind]),
    required: true,
    options: [...new Set([...INTERVALS, reminders[kind]])].map(minutes => ({
      value: String(minutes),
      label: t('modal.brand.remind.after', { minutes, hours: minutes / 60 }),
    })),
    ...(kind === 'post' ? { hint: t('modal.brand.remind.hint') } : {}),
  }))
}

/** Beyond a week nobody would remember having chosen it. */
const LONGEST = 7 * 24 * 60

export function readReminders(t: Translator, values: Values): Read<ReminderRules> {
  const isMinutes = (text = '') => /^\d{1,5}$/.test(text) && Number(text) <= LONGEST
  const wrong = REMINDER_FIELDS.filter(kind => !isMinutes(values[kind]))
  if (wrong.length > 0) {
    return { kind: 'errors', errors: Object.fromEntries(wrong.map(kind => [kind, t('error.choice')])) }
  }
  return { kind: 'read', value: { reply: Number(values.reply), post: Number(values.post) } }
}
