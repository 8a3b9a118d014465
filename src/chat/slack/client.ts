import { LogLevel, type Logger as SlackLogger, WebClient, type WebClientOptions } from '@slack/web-api'
import type { Logger } from 'pino'

/** Milliseconds for one call. Slack's library waits for ever unless told otherwise. */
const CALL_TIMEOUT = 15_000
/** Seconds to wait after a 429 that does not say: Slack's library takes none for an unknown fault. */
const UNKNOWN_WAIT = '30'

/**
 * The libraries' logger on ours. Their debug lines hold whole payloads and are dropped; the rest is a field, so that
 * our own line stays the same text.
 */
export function createSlackLogger(log: Logger): SlackLogger {
  const say = (level: 'info' | 'warn' | 'error') => {
    return (...words: unknown[]) => {
      const detail = words.map(word => (word instanceof Error ? word.message : String(word))).join(' ')
      log[level]({ detail: detail.slice(0, 500) }, 'from the Slack library')
    }
  }
  return {
    debug() {},
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  }
}

/** Gives every 429 a `Retry-After` that the library can read. */
async function fetchWithWait(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await globalThis.fetch(input, init)
  if (response.status !== 429 || /^[1-9]\d*$/.test(response.headers.get('retry-after') ?? '')) return response
  const headers = new Headers(response.headers)
  headers.set('retry-after', UNKNOWN_WAIT)
  return new Response(response.body, { status: 429, statusText: response.statusText, headers })
}

export interface ClientSettings {
  readonly apiUrl: string | undefined
  readonly log: Logger
}

/**
 * Options for one client: made anew for each, since Slack's libraries write into what they are given.
 *
 * Nothing is tried again by the library: it repeats a `chat.postMessage` whose answer was lost, and so posts twice.
 * Nor does it wait out a 429, which would hold up every other channel with it.
 */
export function clientOptions({ apiUrl, log }: ClientSettings): WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger: createSlackLogger(log),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT,
    fetch: fetchWithWait,
  }
}

/** Hears what became of every call. */
export interface CallWatch {
  worked(method: string): void
  failed(method: string, fault: unknown): void
}

/** The library's client makes each of its methods from `apiCall`. */
class WatchedClient extends WebClient {
  readonly #watch: CallWatch

  constructor(token: string, settings: ClientSettings, watch: CallWatch) {
    super(token, clientOptions(settings))
    this.#watch = watch
  }

  override async apiCall(...call: Parameters<WebClient['apiCall']>): ReturnType<WebClient['apiCall']> {
    const [method] = call
    try {
      const answer = await super.apiCall(...call)
      this.#watch.worked(method)
      return answer
    } catch (fault) {
      this.#watch.failed(method, fault)
      throw fault
    }
  }
}

export function createClient(token: string, settings: ClientSettings, watch?: CallWatch): WebClient {
  return watch === undefined ? new WebClient(token, clientOptions(settings)) : new WatchedClient(token, settings, watch)
}
