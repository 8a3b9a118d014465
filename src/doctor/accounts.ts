import { type Finding, findingsOf } from '../domain/finding.ts'
import type { AccountSources } from './contents.ts'

function checkAccount({ account, sources }: AccountSources): Finding {
  const { ok, warning, wrong } = findingsOf('account')
  const who = `${account.network} @${account.handle}`
  if (account.state === 'needs-sign-in') {
    return wrong(
      `${who}: the network refuses its credentials`,
      'Connect it again with /vigie connect, or with `account add`.',
    )
  }
  const failing = sources.find(source => source.failures > 0)
  if (failing !== undefined) {
    const times = failing.failures === 1 ? 'once' : `${failing.failures} times in a row`
    const error = (failing.lastError ?? 'unknown').replaceAll(/\s+/g, ' ').slice(0, 150)
    return warning(
      `${who}: could not be read ${times} (${error})`,
      `Vigie tries again at ${failing.nextPollAt.toISOString()}; if it lasts, look at the network.`,
    )
  }
  const read = sources.map(source => source.lastReadAt?.getTime() ?? 0).reduce((a, b) => Math.max(a, b), 0)
  return ok(`${who}: ${read === 0 ? 'not read yet' : `last read ${new Date(read).toISOString()}`}`)
}

export function checkAccounts(accounts: readonly AccountSources[]): readonly Finding[] {
  if (accounts.length > 0) return accounts.map(checkAccount)
  return [findingsOf('account').ok('none is connected: /vigie connect does it, or `account add`')]
}
