import type { Account } from '../../db/queries/accounts.ts'
import { checkText } from '../../domain/counting.ts'
import { instantOf } from '../../domain/time.ts'
import type { Translator } from '../../locales/translator.ts'
import { type Network, networkFor } from '../../networks/network.ts'
import type { Invocation } from '../services.ts'

/** As it is for this account. Undefined for one that is gone from this Vigie. */
export function networkOf(
  { services }: Pick<Invocation, 'services'>,
  account: Account | undefined,
): Network | undefined {
  return networkFor(services.networks, account)
}

/** Why the network would refuse the text, in the person's words; undefined if it would not. */
export function textError(t: Translator, text: string, network: Network | undefined): string | undefined {
  const problem = checkText(text, network?.capabilities ?? { text: [] })
  if (problem === undefined) return undefined
  if (problem.kind === 'empty') return t('error.required')
  return t('error.too-long', {
    network: network?.title ?? '',
    count: t.number(problem.count),
    maximum: t.number(problem.limit.maximum),
    over: t.number(problem.count - problem.limit.maximum),
    unit: problem.limit.unit,
  })
}

export type WhenField =
  | { readonly kind: 'at'; readonly at: Date | null }
  | { readonly kind: 'error'; readonly error: string }

const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{2}:\d{2}$/

/** A datetime field on the brand's wall clock; empty means as soon as it is approved. */
export function readWhen({ t, brand, services }: Invocation, value: string): WhenField {
  if (value.trim() === '') return { kind: 'at', at: null }
  // A platform that asks for the two one by one gives what it has of them.
  if (DAY.test(value.trim())) return { kind: 'error', error: t('error.when.no-time') }
  if (TIME.test(value.trim())) return { kind: 'error', error: t('error.when.no-day') }
  const at = instantOf(value, brand.timeZone)
  if (at === undefined) return { kind: 'error', error: t('error.when.unreadable') }
  if (at <= services.now()) {
    return { kind: 'error', error: t('error.when.past', { at: t.instant(at, brand.timeZone) }) }
  }
  return { kind: 'at', at }
}
