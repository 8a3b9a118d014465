/** Hexadecimal digits at the end of an id that people name a thing by; ids of version 7 are random there. */
const LENGTH = 6

/** A thing that somebody names: by its whole id, as a program does, or by the end of it, as people read it in a list. */
export type Named = { readonly kind: 'id'; readonly id: string } | { readonly kind: 'end'; readonly end: string }

/** The short name of a thing: "#4f0a91". */
export function codeOf(id: string): string {
  return `#${id.slice(-LENGTH)}`
}

/** Undefined if it names nothing that there could be. */
export function readCode(text: string): Named | undefined {
  const word = text.trim().toLowerCase()
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word)) return { kind: 'id', id: word }
  const [, end] = /^#?([0-9a-f]{6,12})$/.exec(word) ?? []
  return end === undefined ? undefined : { kind: 'end', end }
}
