import { listAccounts } from '../db/queries/accounts.ts'
import { formatReference } from '../domain/reference.ts'
import { accountLabel, findAccountNamed } from './account-names.ts'
import { sureModal } from './actions/account-disconnect.ts'
import { createNonce } from './actions/nonce.ts'
import type { BrandCommand } from './command.ts'
import { ephemeral } from './services.ts'
import { suggestAccounts } from './suggestions.ts'

/** Takes an account out: which one, then whether that is meant. */
export const disconnect: BrandCommand = {
  name: 'disconnect',
  aliases: ['deconnecter', 'déconnecter'],
  usage: 'usage.disconnect',
  summary: 'command.disconnect.summary',
  detail: 'command.disconnect.detail',
  permission: 'administer',
  options: [
    {
      name: 'account',
      title: 'option.account',
      about: 'option.disconnect.about',
      field: { kind: 'text', suggest: suggestAccounts },
    },
  ],
  async run(invocation, rest) {
    const { services, brand, t } = invocation
    const accounts = await listAccounts(services.database.connection, brand.id)
    const [first] = accounts
    if (first === undefined) return ephemeral(t('command.status.no-accounts'))
    const named = rest === '' ? undefined : findAccountNamed(accounts, rest)
    if (named !== undefined) return { kind: 'modal', modal: await sureModal(invocation, named) }
    const options = accounts.map(account => ({ value: account.id, label: accountLabel(invocation, account) }))
    const field = { id: 'account', kind: 'select', label: t('modal.disconnect.account'), required: true } as const
    const reference = { action: 'account.disconnect', id: brand.id, version: 0, nonce: createNonce() }
    return {
      kind: 'modal',
      modal: {
        id: formatReference(reference),
        title: t('modal.disconnect.title'),
        submit: t('modal.disconnect.next'),
        fields: [{ ...field, value: first.id, options }],
      },
    }
  },
}
