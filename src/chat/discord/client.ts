import { type RawFile, REST, type RESTOptions, type RequestMethod } from 'discord.js'
import { createTransport, type Transport } from './transport.ts'

/** Milliseconds for one request, its whole answer included. */
const CALL_TIMEOUT = 15_000

/** Milliseconds that are waited out where all requests of a second together are too many: then everybody waits. */
const GLOBAL_WAIT = 1_200
/** The same for answers to people: the first comes within three seconds or not at all, others within a quarter of an hour. */
const FIRST_ANSWER_WAIT = 2_000
const ANSWER_WAIT = 30_000

export interface Request {
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string>>
  readonly files?: readonly File[]
}

/** A file to go with a message. */
export interface File {
  readonly name: string
  readonly data: Buffer
  readonly contentType: string
}

/** Discord's REST interface. Throws what discord.js throws, and `Braked`. */
export interface DiscordClient {
  get<T>(route: string, query?: Readonly<Record<string, string>>): Promise<T>
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', route: string, request?: Request): Promise<T>
  /** The same for answers to interactions, which carry a token of their own. */
  answer<T>(method: 'POST' | 'PATCH' | 'DELETE', route: string, request?: Request): Promise<T>
}

export interface ClientSettings {
  readonly token: string
  /** Without a version; Discord's own unless told. */
  readonly apiUrl: string | undefined
  /** What counts the refusals; one of its own unless told. */
  readonly transport?: Transport
  /** Milliseconds for one request; for tests. */
  readonly timeout?: number
}

/**
 * Nothing is tried again by the library: it repeats a message whose answer was lost, and so posts twice. Nor does it wait
 * out a limit, which would hold up whoever delivers: what a bucket's headers say does not fit fails without having been
 * sent, and so costs none of the invalid requests that lead to a ban. Answers to interactions wait a little: each has a
 * bucket of its own, and none counts against the requests that all of them together may be in a second
 * (discord.com/developers/docs/topics/rate-limits#global-rate-limit), so that they never wait for the others.
 */
export function createClient({
  token,
  apiUrl,
  transport = createTransport(),
  timeout = CALL_TIMEOUT,
}: ClientSettings): DiscordClient {
  const common = {
    retries: 0,
    timeout,
    // The library's own copy of undici refuses the forms that the library makes for files.
    makeRequest: transport.fetch as unknown as RESTOptions['makeRequest'],
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
  } satisfies Partial<RESTOptions>
  const rest = new REST({
    ...common,
    rejectOnRateLimit: ({ global, timeToReset }) => !(global && timeToReset <= GLOBAL_WAIT),
  })
  const answers = new REST({
    ...common,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    rejectOnRateLimit: ({ route, timeToReset }) =>
      timeToReset > (route.startsWith('/interactions') ? FIRST_ANSWER_WAIT : ANSWER_WAIT),
  })

  function request(
    method: string,
    route: string,
    { body, query, files }: Request,
    isAnswer: boolean,
  ): Promise<unknown> {
    transport.brake(isAnswer)
    // A refused token is forgotten by the library, and would be missed for ever.
    rest.setToken(token)
    const raw: RawFile[] = (files ?? []).map(({ name, data, contentType }) => ({ name, data, contentType }))
    return (isAnswer ? answers : rest).request({
      method: method as RequestMethod,
      fullRoute: route as `/${string}`,
      auth: !isAnswer,
      ...(body === undefined ? {} : { body }),
      ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
      ...(raw.length === 0 ? {} : { files: raw }),
    })
  }

  return {
    get: async <T>(route: string, query?: Readonly<Record<string, string>>) =>
      (await request('GET', route, query === undefined ? {} : { query }, false)) as T,
    send: async <T>(method: string, route: string, given: Request = {}) =>
      (await request(method, route, given, false)) as T,
    answer: async <T>(method: string, route: string, given: Request = {}) =>
      (await request(method, route, given, true)) as T,
  }
}
