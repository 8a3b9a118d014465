import { createHash } from 'node:crypto'

/** Letters and digits that are not taken for each other when read aloud: Crockford's base 32. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Characters of a code; 50 bits, for something that is good once and only for whoever is in the workspace. */
export const CLAIM_LENGTH = 10

/** "7K3QX-M2P9R" from at least ten random bytes. */
export function formatClaim(random: Uint8Array): string {
  const letters = Array.from(random.slice(0, CLAIM_LENGTH), byte => ALPHABET[byte % ALPHABET.length] ?? '')
  return [letters.slice(0, CLAIM_LENGTH / 2), letters.slice(CLAIM_LENGTH / 2)].map(half => half.join('')).join('-')
}

/** The code's SHA-256, however it was typed in: what is kept of it. */
export function hashClaim(code: string): string {
  const letters = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return createHash('sha256').update(letters).digest('hex')
}
