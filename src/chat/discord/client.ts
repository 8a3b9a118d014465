import { type RawFile, REST, type RESTOptions, type RequestMethod } from 'discord.js'

/** Milliseconds for one request. */
const CALL_TIMEOUT = 15_000

/** Milliseconds that are waited out where all requests of a second together are too many: then everybody waits. */
const GLOBAL_WAIT = 1_200

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

/** Discord's REST interface. Throws what discord.js throws. */
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
}

/**
 * Nothing is tried again by the library: it repeats a message whose answer was lost, and so posts twice. Nor does it wait
 * out a limit, which would hold up whoever delivers: what a bucket's headers say does not fit fails without having been
 * sent, and so costs none of the invalid requests that lead to a ban. Answers to interactions wait: each has a bucket of
 * its own.
 */
export function createClient({ token, apiUrl }: ClientSettings): DiscordClient {
  const rest = new REST({
    retries: 0,
    // The library's own copy of undici refuses the forms that the library makes for files.
    makeRequest: fetch as unknown as RESTOptions['makeRequest'],
    timeout: CALL_TIMEOUT,
    rejectOnRateLimit: ({ route, global, timeToReset }) =>
      global ? timeToReset > GLOBAL_WAIT : !/^\/(?:webhooks|interactions)\b/.test(route),
    ...(apiUrl === undefined ? {} : { api: apiUrl }),
  })

  function request(method: string, route: string, { body, query, files }: Request, auth: boolean): Promise<unknown> {
    // A refused token is forgotten by the library, and would be missed for ever.
    rest.setToken(token)
    const raw: RawFile[] = (files ?? []).map(({ name, data, contentType }) => ({ name, data, contentType }))
    return rest.request({
      method: method as RequestMethod,
      fullRoute: route as `/${string}`,
      auth,
      ...(body === undefined ? {} : { body }),
      ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
      ...(raw.length === 0 ? {} : { files: raw }),
    })
  }

  return {
    get: async <T>(route: string, query?: Readonly<Record<string, string>>) =>
      (await request('GET', route, query === undefined ? {} : { query }, true)) as T,
    send: async <T>(method: string, route: string, given: Request = {}) =>
      (await request(method, route, given, true)) as T,
    answer: async <T>(method: string, route: string, given: Request = {}) =>
      (await request(method, route, given, false)) as T,
  }
}
