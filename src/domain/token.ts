import { createHash } from 'node:crypto'

/** The SHA-256 of something that is good for whoever has it: all that is kept of it. Its randomness needs no salt. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
