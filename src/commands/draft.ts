import { listAccounts } from '../db/queries/accounts.ts'
import { findAccountNamed, nameAccount } from './account-names.ts'
import { newDraftModal } from './actions/draft-create.ts'
import type { BrandCommand } from './command.ts'
import { readDraft, writeDraft } from './draft-words.ts'
import { ephemeral } from './services.ts'
import { suggestAccounts } from './suggestions.ts'

/** What chat platforms make of a name that was picked, "<@U123|camille>", is a name again: the public is to read it. */
function withNames(text: string): string {
  return text.replace(/<([@#])[^|>\s]+\|([^>]*)>/g, '$1$2')
}

export const draft: BrandCommand = {
  name: 'draft',
  aliases: ['brouillon', 'rediger', 'rédiger'],
  usage: 'usage.draft',
  summary: 'command.draft.summary',
  detail: 'command.draft.detail',
  permission: 'write-drafts',
  options: [
    { name: 'text', title: 'option.text', about: 'option.text.about', field: { kind: 'text' } },
    {
      name: 'account',
      title: 'option.account',
      about: 'option.account.about',
      field: { kind: 'text', suggest: suggestAccounts },
    },
    { name: 'image', title: 'option.image', about: 'option.image.about', field: { kind: 'file' } },
  ],
  write: writeDraft,
  async run(invocation, rest) {
    const { services, brand, t } = invocation
    const accounts = await listAccounts(services.database.connection, brand.id)
    if (accounts.length === 0) return ephemeral(t('command.status.no-accounts'))
    const { accounts: named, text } = readDraft(withNames(rest))
    const found = named.map(name => findAccountNamed(accounts, name))
    const unknown = named.filter((_, index) => found[index] === undefined)
    const notes =
      unknown.length === 0
        ? []
        : [t('command.draft.unknown-account', { names: t.list(unknown), known: t.list(accounts.map(nameAccount)) })]
    return newDraftModal(invocation, text, { accounts, chosen: found.filter(one => one !== undefined), notes })
  },
}
