import type { AccountLimits, Capabilities } from '../../domain/capabilities.ts'
import { type Identified, NetworkError, type SignIn } from '../network.ts'
import { type Answer, ask, type Call, nameOf, refusedBy, type Shared } from './ask.ts'
import { authorOf, handleOf, serviceOf } from './convert.ts'
import { understood } from './errors.ts'
import { type AccountAnswer, accountSchema, COUNTS, type Credentials } from './schema.ts'
import { findsWords } from './search.ts'
import type { ServerFacts, Servers } from './server.ts'

/** The account that a token opens. */
export const VERIFY: Call = {
  ...{ method: 'GET', path: '/api/v1/accounts/verify_credentials', effect: 'read', purpose: 'awaited' },
}

/** What the account's server sets differently, and whether it finds posts by their words. */
export async function limitsOn(
  facts: ServerFacts,
  account: AccountAnswer,
  ask: (call: Call) => Promise<Answer>,
): Promise<AccountLimits> {
  const hasWords = await findsWords(facts, (account.statuses_count ?? 0) > 0, ask)
  const limits: AccountLimits = facts.isCoarse ? { ...facts.limits, counts: countsOn(facts, account) } : facts.limits
  return hasWords ? limits : { ...limits, search: 'hashtags' }
}

/** snac says 0 where it counts nothing, and counts who follows only for accounts that let everybody see it. */
function countsOn({ limits }: ServerFacts, account: AccountAnswer): Capabilities['counts'] {
  const isShown = (account.followers_count ?? 0) + (account.following_count ?? 0) > 0
  return { post: (limits.counts ?? COUNTS).post, account: isShown ? ['followers', 'following'] : [] }
}

/** Tries a token, and says whose account it opens. */
export async function identifyToken(
  shared: Shared & { readonly servers: Servers },
  service: string,
  credentials: Omit<Credentials, 'accountId'>,
  signal: AbortSignal,
): Promise<Identified> {
  const token = credentials.accessToken
  const call = (one: Call) => ask(shared, one, { service, counted: service, token, signal })
  const answer = await call(VERIFY)
  if (!answer.ok) throw refusedBy(shared, VERIFY, answer.refusal, [token])
  const account = understood(accountSchema, { name: nameOf(VERIFY), effect: 'read' }, answer.body)
  const facts = await shared.servers.factsOf(service, call, signal)
  const { remoteId, handle, name } = authorOf(account, facts.domain)
  const limits = await limitsOn(facts, account, call)
  return { service, remoteId, handle, name, credentials: { ...credentials, accountId: account.id }, limits }
}

/** With a token that the person has made on the server's own settings page. */
export async function identify(
  shared: Shared & { readonly servers: Servers },
  { service: given, handle, secret }: SignIn,
  signal: AbortSignal,
): Promise<Identified> {
  const service = serviceOf(given ?? handle)
  const credentials = { accessToken: secret.trim(), client: null, givenAt: shared.now().getTime(), expiresIn: null }
  const identified = await identifyToken(shared, service, credentials, signal)
  const [asked = ''] = handle.trim().replace(/^@/, '').split('@')
  const [opened = ''] = identified.handle.split('@')
  if (asked !== '' && asked.toLowerCase() !== opened.toLowerCase()) {
    const message = `The access token opens @${handleOf({ acct: opened }, new URL(service).host)}`
    throw new NetworkError({ kind: 'rejected', reason: 'other' }, message)
  }
  return identified
}
