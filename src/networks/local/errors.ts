import type { RejectionReason } from '../../domain/network-action.ts'
import { NetworkError } from '../network.ts'

export function rejected(reason: RejectionReason, message: string): NetworkError {
  return new NetworkError({ kind: 'rejected', reason }, message)
}

/**
 * A fault of the store. Reading again and writing again under the same key do no harm, so that any of them means no
 * more than "later".
 */
export function unavailable(error: unknown): NetworkError {
  if (error instanceof NetworkError) return error
  return new NetworkError({ kind: 'unavailable' }, 'The local network does not answer', { cause: error })
}
