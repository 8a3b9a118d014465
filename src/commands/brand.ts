import { findWorkspace } from '../db/queries/workspaces.ts'
import type { Brand } from '../domain/brand.ts'
import type { ReviewPolicy } from '../domain/draft.ts'
import { may } from '../domain/member.ts'
import type { Translator } from '../locales/translator.ts'
import { brandModal } from './actions/brand-form.ts'
import type { WorkspaceCommand } from './command.ts'
import { ephemeral } from './services.ts'

const usage = 'brand [new|edit]'

/** What must happen before a post and before a reply goes out. */
export function policyLines({ policy, replyPolicy }: Brand, t: Translator): readonly string[] {
  const values = ({ approvals, authorMayApprove }: ReviewPolicy) => ({
    approvals,
    own: authorMayApprove ? 'yes' : 'no',
  })
  return [t('command.brand.policy', values(policy)), t('command.brand.reply-policy', values(replyPolicy))]
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
  ].join('\n')
}

export const brand: WorkspaceCommand = {
  name: 'brand',
  aliases: ['marque'],
  usage,
  summary: 'command.brand.summary',
  detail: 'command.brand.detail',
  permission: 'read',
  async visit({ services, platform, origin, member, brand: one, t }, rest) {
    if (rest !== '' && rest !== 'new' && rest !== 'edit') {
      return ephemeral(t('command.usage', { usage: `/vigie ${usage}` }))
    }
    if (rest !== 'new' && one === undefined) return ephemeral(t('refusal.no-brand'))
    if (rest === '' && one !== undefined) return ephemeral(describe(one, t))
    if (!may(member, 'administer')) return ephemeral(t('refusal.administer'))
    if (rest === 'edit' && one !== undefined) {
      return { kind: 'modal', modal: brandModal(t, { action: 'brand.edit', id: one.id, version: 0 }, one) }
    }
    const workspace = await findWorkspace(services.database.connection, platform.name, origin.workspace)
    if (workspace === undefined) return ephemeral(t('refusal.gone'))
    return { kind: 'modal', modal: brandModal(t, { action: 'brand.create', id: workspace.id, version: 0 }) }
  },
}
