/** Requests that one bucket takes in a window, as Discord's headers tell; the numbers are a test's, never to be relied on. */
const BUCKET = { limit: 5, window: 5_000 }
/** Requests a second over all, interactions apart: discord.com/developers/docs/topics/rate-limits#global-rate-limit. */
const GLOBAL = 50

export interface Rate {
  readonly headers: Readonly<Record<string, string>>
  /** Seconds to wait; 0 lets it pass. */
  readonly wait: number
  readonly isGlobal: boolean
}

/** Discord's limits: by bucket and major parameter, and over all. */
export function createRates() {
  const buckets = new Map<string, { used: number; until: number }>()
  let second = { used: 0, until: 0 }

  return function take(method: string, path: string, now: number): Rate {
    const isExempt = path.startsWith('/interactions/') || path.startsWith('/webhooks/')
    if (now >= second.until) second = { used: 0, until: now + 1_000 }
    if (!isExempt && second.used >= GLOBAL) {
      return { headers: { 'x-ratelimit-global': 'true' }, wait: (second.until - now) / 1_000, isGlobal: true }
    }
    if (!isExempt) second.used++
    const [, major = ''] = /^\/(?:channels|guilds)\/(\d+)/.exec(path) ?? []
    const kind = `${method} ${path.replace(/\d{15,}/g, 'id')}`
    const key = `${kind} ${major}`
    let bucket = buckets.get(key)
    if (bucket === undefined || now >= bucket.until) {
      bucket = { used: 0, until: now + BUCKET.window }
      buckets.set(key, bucket)
    }
    const wait = bucket.used >= BUCKET.limit ? (bucket.until - now) / 1_000 : 0
    if (wait === 0) bucket.used++
    return {
      headers: {
        'x-ratelimit-limit': String(BUCKET.limit),
        'x-ratelimit-remaining': String(BUCKET.limit - bucket.used),
        'x-ratelimit-reset': String(bucket.until / 1_000),
        'x-ratelimit-reset-after': String((bucket.until - now) / 1_000),
        'x-ratelimit-bucket': Buffer.from(kind).toString('hex').slice(0, 32),
        ...(wait > 0 ? { 'x-ratelimit-scope': 'user' } : {}),
      },
      wait,
      isGlobal: false,
    }
  }
}
