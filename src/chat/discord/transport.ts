/** Seconds to wait where Discord, or somebody before it, limits us without saying for how long. */
const DEFAULT_WAIT = 5

/**
 * Requests answered with 401, 403 or 429 are counted: ten thousand of them in ten minutes, from one address, and it answers
 * nobody there for a while (discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
 * Others may share the address, so Vigie stays far from it; answers to people may go somewhat further than the rest.
 */
const WINDOW = 10 * 60_000
const MOST_INVALID = 1_000
const MOST_INVALID_ANSWERS = 3_000

/** What was not sent because too much has been refused of late. */
export class Braked extends Error {
  override readonly name = 'Braked'
  /** When it may be tried again. */
  readonly until: Date

  constructor(until: Date) {
    super('too many requests were refused: nothing is sent for a while')
    this.until = until
  }
}

export interface Transport {
  /**
   * For discord.js, which takes its time-out for over once an answer begins: they are whole when they are handed over. Where
   * they limit, they say when to come back.
   */
  fetch(address: string, init: RequestInit): Promise<Response>
  /** Throws `Braked` while too much was refused. */
  brake(isAnswer: boolean): void
  /** Requests that were refused in the last ten minutes. */
  refusals(): number
}

function isCounted({ status, headers }: Response): boolean {
  // Limits of what several share are nobody's fault, and do not count.
  return status === 401 || status === 403 || (status === 429 && headers.get('x-ratelimit-scope') !== 'shared')
}

/** discord.js reads no body of a limit, and takes one without a time for one that is over. */
function withWait(headers: Headers, body: ArrayBuffer): Headers {
  const given = Number(headers.get('retry-after') ?? Number.NaN)
  if (Number.isFinite(given) && given > 0) return headers
  const told = new Headers(headers)
  told.set('retry-after', String(waitIn(body) ?? DEFAULT_WAIT))
  return told
}

function waitIn(body: ArrayBuffer): number | undefined {
  try {
    const { retry_after: seconds } = JSON.parse(new TextDecoder().decode(body)) as { readonly retry_after?: unknown }
    return typeof seconds === 'number' && seconds > 0 ? seconds : undefined
  } catch {
    return undefined
  }
}

export function createTransport(now: () => number = Date.now): Transport {
  /** When the last of them were refused, oldest first. */
  let refused: number[] = []

  function recent(): readonly number[] {
    const since = now() - WINDOW
    if ((refused[0] ?? Number.POSITIVE_INFINITY) <= since) refused = refused.filter(at => at > since)
    return refused
  }

  return {
    refusals: () => recent().length,
    brake(isAnswer) {
      const most = isAnswer ? MOST_INVALID_ANSWERS : MOST_INVALID
      const all = recent()
      const first = all[all.length - most]
      if (first !== undefined) throw new Braked(new Date(first + WINDOW))
    },
    async fetch(address, init) {
      const response = await fetch(address, init)
      const body = await response.arrayBuffer()
      const { status, statusText } = response
      if (isCounted(response)) refused.push(now())
      const headers = status === 429 ? withWait(response.headers, body) : response.headers
      const isEmpty = status === 204 || status === 205 || status === 304
      return new Response(isEmpty ? null : body, { status, statusText, headers })
    },
  }
}
