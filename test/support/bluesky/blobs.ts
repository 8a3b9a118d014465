/** A file as the account server knows it. */
export interface FakeBlob {
  readonly $type: 'blob'
  readonly ref: { readonly $link: string }
  readonly mimeType: string
  readonly size: number
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** Version 1, raw bytes, SHA-256 with 32 bytes: the beginning of every such content id (atproto.com/specs/data-model). */
const HEAD = Buffer.from([0x01, 0x55, 0x12, 0x20])

/** The content id of bytes with this SHA-256. */
export function blobLinkOf(digest: Buffer): string {
  let bits = ''
  for (const byte of Buffer.concat([HEAD, digest])) bits += byte.toString(2).padStart(8, '0')
  const groups = bits.match(/.{1,5}/g) ?? []
  return `b${groups.map(group => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('')}`
}

/** The SHA-256, hexadecimal, that a content id of bytes holds. */
export function digestOfBlobLink(link: string): string {
  let bits = ''
  for (const letter of link.slice(1)) bits += BASE32.indexOf(letter).toString(2).padStart(5, '0')
  const bytes = (bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2))
  return Buffer.from(bytes).subarray(HEAD.length).toString('hex')
}
