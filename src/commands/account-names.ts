import type { Account } from '../db/queries/accounts.ts'
import { networkOf } from './actions/field-checks.ts'
import type { Visit } from './services.ts'

/** What an account is called in a form. */
export function accountLabel({ services, t }: Pick<Visit, 'services' | 't'>, account: Account): string {
  const network = networkOf({ services }, account)?.title ?? account.network
  return t('modal.draft.account.option', { network, handle: account.handle })
}

/** What it is called where it is typed: one word. */
export function nameAccount({ id, network, handle }: Account): string {
  const name = `${network}/${handle}`
  // Longer than a platform takes as a value (Discord: 100), or in several words.
  return name.length > 100 || /\s/.test(name) ? id : name
}

/** The one that is meant: by its network and handle, by its handle alone where no other has it, or by its id. */
export function findAccountNamed(accounts: readonly Account[], typed: string): Account | undefined {
  const wanted = typed.toLowerCase().replace(/^@/, '')
  const whole = accounts.find(one => one.id === wanted || nameAccount(one).toLowerCase() === wanted)
  const [only, ...more] = accounts.filter(({ handle }) => handle.toLowerCase() === wanted)
  return whole ?? (more.length === 0 ? only : undefined)
}
