const BYTE_ORDER_MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

function decoderOf(label: string | undefined): InstanceType<typeof TextDecoder> | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label)
  } catch {
    return undefined
  }
}

/** What the document says of itself, in letters that nearly every charset shares: `<?xml encoding="…"?>`, `<meta charset=…>`. */
function declaredIn(bytes: Uint8Array): string | undefined {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048))
  const xml = /^[^<]{0,200}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/i.exec(beginning)?.[1]
  return xml ?? /<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})/i.exec(beginning)?.[1]
}

/** Two bytes a letter, and nothing in front to say so: the `<` that every such document begins with. */
function unmarkedWide(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  return bytes[0] === 0 && bytes[1] === 0x3c ? 'utf-16be' : undefined
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The letters of a document, whatever it says that they are. What is valid UTF-8 with letters beyond ASCII is UTF-8, since
 * no other text happens to be; and what is said to be UTF-8 and is not, is what Windows wrote.
 */
export function decode(bytes: Uint8Array, contentType: string): string {
  const mark = BYTE_ORDER_MARKS.find(([, signs]) => signs.every((sign, index) => bytes[index] === sign))?.[0]
  const certain = decoderOf(mark ?? unmarkedWide(bytes))
  if (certain !== undefined) return certain.decode(bytes)
  const isAscii = !bytes.some(byte => byte > 0x7f)
  const utf8 = isAscii ? undefined : asUtf8(bytes)
  if (utf8 !== undefined) return utf8
  const inHeader = /charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})/i.exec(contentType)?.[1]
  // What says UTF-16 would not have got here: its letters are two bytes each.
  const claims = [inHeader, declaredIn(bytes)].map(decoderOf).filter(one => !one?.encoding.startsWith('utf-'))
  const decoder = claims.find(one => one !== undefined) ?? new TextDecoder(isAscii ? 'utf-8' : 'windows-1252')
  return decoder.decode(bytes)
}
