import { parse, stringify, v7 } from 'uuid'
import { hashText } from '../../domain/deed.ts'

/** The id of what a form will make, short enough for a reference. */
export function createNonce(): string {
  return Buffer.from(parse(v7())).toString('base64url')
}

/** The id again, or undefined if the text is none that `createNonce` can have made. */
export function idOfNonce(nonce: string | undefined): string | undefined {
  const bytes = Buffer.from(nonce ?? '', 'base64url')
  if (bytes.length !== 16) return undefined
  try {
    return stringify(bytes)
  } catch {
    return undefined
  }
}

/** Bytes that make a nonce of its own, before those that stand for what the form showed. */
const SALT = 8

/** A nonce that also says what the form showed, without its words. */
export function createMarkedNonce(shown: string): string {
  const salt = Buffer.from(parse(v7())).subarray(SALT)
  return Buffer.concat([salt, markOf(salt, shown)]).toString('base64url')
}

/** Whether the form showed exactly that. */
export function hasShown(nonce: string | undefined, shown: string): boolean {
  const bytes = Buffer.from(nonce ?? '', 'base64url')
  return bytes.length === 16 && markOf(bytes.subarray(0, SALT), shown).equals(bytes.subarray(SALT))
}

/** Salted, so that nobody can prepare two texts for which it is the same. */
function markOf(salt: Buffer, shown: string): Buffer {
  return Buffer.from(hashText(`${salt.toString('hex')}\n${shown}`), 'hex').subarray(0, 16 - SALT)
}
