import type { Account } from '../../db/queries/accounts.ts'
import type { TextProblem } from '../../domain/counting.ts'
import { checkThread, splitThread, type ThreadProblem } from '../../domain/thread.ts'
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

function problemText(t: Translator, problem: TextProblem, network: Network | undefined): string {
  if (problem.kind === 'empty') return t('error.required')
  return t('error.too-long', {
    network: network?.title ?? '',
    count: t.number(problem.count),
    maximum: t.number(problem.limit.maximum),
    over: t.number(problem.count - problem.limit.maximum),
    unit: problem.limit.unit,
  })
}

function threadText(t: Translator, problem: ThreadProblem, isThread: boolean, network: Network | undefined): string {
  switch (problem.kind) {
    case 'unsupported':
      return t('error.no-threads', { network: network?.title ?? '' })
    case 'too-many':
      return t('error.too-many-parts', { count: t.number(problem.count), maximum: t.number(problem.maximum) })
    case 'part': {
      const error = problemText(t, problem.problem, network)
      return isThread ? t('error.part', { number: t.number(problem.number), error }) : error
    }
    default:
      return problem satisfies never
  }
}

/** Why the network would refuse these posts of a thread, behind the warning if it has such a thing, in the person's words; undefined if it would not. */
export function partsError(
  t: Translator,
  parts: readonly string[],
  network: Network | undefined,
  warning = '',
): string | undefined {
  const capabilities = network?.capabilities ?? { text: [], threads: true, warnings: false }
  const problems = checkThread(parts, capabilities, capabilities.warnings ? warning : '')
  if (problems.length === 0) return undefined
  return problems.map(problem => threadText(t, problem, parts.length > 1, network)).join(' ')
}

/** The same of a text as it was written. */
export function textError(t: Translator, text: string, network: Network | undefined, warning = ''): string | undefined {
  return partsError(t, splitThread(text), network, warning)
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
