import { type Brand, RETENTION } from '../domain/brand.ts'
import type { ReviewPolicy } from '../domain/draft.ts'
import { foldLetters } from '../domain/folding.ts'
import { may } from '../domain/member.ts'
import type { MessageKey } from '../locales/en/index.ts'
import type { Translator } from '../locales/translator.ts'
import { actionOfPart } from './actions/brand.ts'
import { type BrandPart, brandModal, contentOf } from './actions/brand-form.ts'
import { readRetention, setRetention } from './brand-retention.ts'
import { joinBrand, shareBrand } from './brand-share.ts'
import type { WorkspaceCommand } from './command.ts'
import { refuseWithoutBrand } from './no-brand.ts'
import type { Choice } from './option.ts'
import { ephemeral } from './services.ts'
import { openNewBrand } from './setup.ts'

const usage = 'usage.brand'

type Request = 'show' | 'new' | 'share' | BrandPart

/** What may follow the name, in both languages. */
const VERBS: Readonly<Record<string, Request>> = {
  new: 'new',
  nouvelle: 'new',
  edit: 'about',
  modifier: 'about',
  share: 'share',
  partager: 'share',
}
const PARTS: Readonly<Record<string, BrandPart>> = {
  words: 'words',
  mots: 'words',
  rules: 'rules',
  regles: 'rules',
  reminders: 'reminders',
  rappels: 'reminders',
}

/** The same to choose from. */
const LABELS = {
  edit: 'modal.brand.edit',
  'edit-words': 'modal.brand.edit.words',
  'edit-rules': 'modal.brand.edit.rules',
  'edit-reminders': 'modal.brand.edit.reminders',
  new: 'option.change.new',
  share: 'option.change.share',
} as const satisfies Record<string, MessageKey>
const CHANGES: readonly Choice[] = Object.entries(LABELS).map(([verb, key]) => ({
  value: verb.replace('-', ' '),
  label: t => t(key),
}))

function readRequest(rest: string): Request | undefined {
  const [verb = '', part, ...more] = foldLetters(rest).split(/\s+/)
  const request = verb === '' ? 'show' : VERBS[verb]
  if (more.length > 0 || (part !== undefined && request !== 'about')) return undefined
  return part === undefined ? request : PARTS[part]
}

/** What must happen before a post and before a reply goes out. */
export function policyLines({ policy, replyPolicy }: Brand, t: Translator): readonly string[] {
  const values = ({ approvals, authorMayApprove }: ReviewPolicy) => ({
    approvals,
    own: authorMayApprove ? 'yes' : 'no',
  })
  return [t('command.brand.policy', values(policy)), t('command.brand.reply-policy', values(replyPolicy))]
}

/** When approvers are reminded of what waits for them. */
function reminderLine({ reminders }: Brand, t: Translator): string {
  const after = (minutes: number) => t('modal.brand.remind.after', { minutes, hours: minutes / 60 })
  return t('command.brand.reminders', { reply: after(reminders.reply), post: after(reminders.post) })
}

function describe(brand: Brand, t: Translator): string {
  const { phrases, handles, exclusions } = brand.keywords
  const words = [...phrases, ...handles.map(handle => `@${handle.replace(/^@/, '')}`)]
  const values = { name: brand.name, language: t(`language.${brand.language}`), zone: brand.timeZone }
  return [
    t('command.brand.line', values),
    ...(words.length === 0 ? [] : [t('command.brand.phrases', { words: t.list(words) })]),
    ...(exclusions.length === 0 ? [] : [t('command.brand.exclusions', { words: t.list(exclusions) })]),
    ...policyLines(brand, t),
    reminderLine(brand, t),
    t('command.brand.retention', { months: brand.retentionMonths }),
  ].join('\n')
}

export const brand: WorkspaceCommand = {
  name: 'brand',
  aliases: ['marque'],
  usage,
  summary: 'command.brand.summary',
  detail: 'command.brand.detail',
  permission: 'read',
  options: [
    {
      name: 'change',
      title: 'option.change',
      about: 'option.change.about',
      field: { kind: 'choice', choices: CHANGES },
    },
    {
      name: 'join',
      title: 'option.join',
      about: 'option.join.about',
      field: { kind: 'text' },
      write: code => `join ${code}`,
    },
    {
      name: 'retention',
      title: 'option.retention',
      about: 'option.retention.about',
      field: { kind: 'number', ...RETENTION },
      write: months => `retention ${months}`,
    },
  ],
  async visit(visit, rest) {
    const { member, rights, brand: one, t } = visit
    const [, code] = /^(?:join|rejoindre)\s+(\S+)$/i.exec(rest) ?? []
    if (code !== undefined) {
      return may(rights.as(undefined), 'administer') ? joinBrand(visit, code) : ephemeral(t('refusal.administer'))
    }
    const months = readRetention(rest)
    if (months !== undefined && one !== undefined) {
      return may(member, 'administer')
        ? setRetention({ ...visit, brand: one }, months)
        : ephemeral(t('refusal.administer'))
    }
    const request = readRequest(rest)
    if (request === undefined) return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    if (request !== 'new' && one === undefined) return ephemeral(await refuseWithoutBrand(visit))
    if (request === 'show' && one !== undefined) return ephemeral(describe(one, t))
    if (request === 'new' || request === 'show' || one === undefined) return openNewBrand(visit)
    if (!may(member, 'administer')) return ephemeral(t('refusal.administer'))
    if (request === 'share') return shareBrand({ ...visit, brand: one })
    const reference = { action: actionOfPart(request), id: one.id, version: 0 }
    return { kind: 'modal', modal: brandModal(t, request, reference, contentOf(one)) }
  },
}
