import type { Command } from './command.ts'
import { ephemeral } from './services.ts'

export const brand: Command = {
  name: 'brand',
  aliases: ['marque'],
  usage: 'brand',
  summary: 'command.brand.summary',
  detail: 'command.brand.detail',
  permission: 'read',
  async run({ brand: one, t }) {
    const { phrases, handles, exclusions } = one.keywords
    const words = [...phrases, ...handles.map(handle => `@${handle.replace(/^@/, '')}`)]
    return ephemeral(
      [
        t('command.brand.line', { name: one.name, language: t(`language.${one.language}`), zone: one.timeZone }),
        ...(words.length === 0 ? [] : [t('command.brand.phrases', { words: t.list(words) })]),
        ...(exclusions.length === 0 ? [] : [t('command.brand.exclusions', { words: t.list(exclusions) })]),
        t('command.brand.policy', {
          approvals: one.policy.approvals,
          own: one.policy.authorMayApprove ? 'yes' : 'no',
        }),
      ].join('\n'),
    )
  },
}
