import { parse, stringify, v7 } from 'uuid'

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
