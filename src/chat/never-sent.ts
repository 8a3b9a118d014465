/** Faults of a connection that was never made, so that nothing can have been sent: Node's and undici's codes. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** True if the request provably never left: no connection was made, at none of the addresses that were tried. */
export function wasNeverSent(fault: unknown): boolean {
  for (let current = fault, depth = 0; current instanceof Error && depth < 10; depth++) {
    // Several addresses were tried: all of them must have failed so.
    if (current instanceof AggregateError) return current.errors.every(wasNeverSent)
    if ('code' in current && typeof current.code === 'string' && NEVER_CONNECTED.has(current.code)) return true
    current = current.cause
  }
  return false
}
