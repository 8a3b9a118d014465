/** Milliseconds for one question over HTTP. */
const TIMEOUT = 10_000

/** What a server answered, or in a word why it did not. */
export type Asked = { readonly response: Response } | { readonly fault: string }

function describeFault(fault: unknown): string {
  // fetch says "fetch failed", and why in the cause.
  for (let error = fault; error instanceof Error; error = error.cause) {
    if (error.name === 'TimeoutError') return 'no answer in time'
    if ('code' in error && typeof error.code === 'string') return error.code
    if (error.cause === undefined) return error.message
  }
  return String(fault)
}

/** Asks once, follows no redirect and never throws. The body is read by whoever wants it. */
export async function ask(url: string, method: 'GET' | 'HEAD' = 'GET'): Promise<Asked> {
  try {
    const headers = { 'cache-control': 'no-cache', 'user-agent': 'Vigie doctor' }
    const response = await fetch(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) })
    return { response }
  } catch (fault) {
    return { fault: describeFault(fault) }
  }
}
