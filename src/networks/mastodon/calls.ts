import { type CredentialStore, type NetworkAccount, NetworkError } from '../network.ts'
import { keepSession } from '../session.ts'
import { type Answer, ask, type Call, refusedBy, type Shared } from './ask.ts'
import { isTokenProblem, type Refusal } from './errors.ts'
import { type Credentials, credentialsSchema } from './schema.ts'
import { lifeOf, refreshToken } from './tokens.ts'

/** The calls of one account. */
export interface AccountCalls {
  /** Calls with the account's token, once more with another one if it is refused: a refused token means nothing done. */
  authorised(call: Call, signal: AbortSignal): Promise<Answer>
  /** The same with something else than a call; the work says whether the token was refused. */
  withToken<T>(work: (token: string) => Promise<T>, isRefused: (answer: T) => boolean, signal: AbortSignal): Promise<T>
  refused(call: Call, refusal: Refusal): NetworkError
  /** The account's id for its server's calls. */
  accountId(signal: AbortSignal): Promise<string>
}

export function callsOf(shared: Shared, account: NetworkAccount, store: CredentialStore): AccountCalls {
  const { service } = account
  const counted = `${service} ${account.remoteId}`

  async function load(): Promise<Credentials | undefined> {
    return credentialsSchema.safeParse(await store.load()).data
  }

  const sessions = keepSession<Credentials>({
    load,
    async renew(kept) {
      if (kept === undefined) {
        throw new NetworkError({ kind: 'unauthorised' }, 'No credentials are kept for this account')
      }
      return refreshToken(shared, service, kept)
    },
    save: session => store.save(session),
    same: (first, second) => first.accessToken === second.accessToken,
    lifeOf,
    alone: work => store.alone(work),
    now: shared.now,
  })

  return {
    authorised: (call, signal) =>
      sessions.use<Answer>(
        ({ accessToken }) => ask(shared, call, { service, counted, token: accessToken, signal }),
        answer => !answer.ok && isTokenProblem(answer.refusal),
        signal,
      ),
    withToken: (work, isRefused, signal) => sessions.use(({ accessToken }) => work(accessToken), isRefused, signal),
    refused: (call, refusal) => refusedBy(shared, call, refusal),
    accountId: signal =>
      sessions.use(
        async ({ accountId }) => accountId,
        () => false,
        signal,
      ),
  }
}
