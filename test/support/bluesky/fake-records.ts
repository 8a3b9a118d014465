import { countText } from '../../../src/domain/counting.ts'
import type { FakeBlob } from './blobs.ts'
import { type FakeAccount, XrpcError } from './fake-state.ts'

const TID = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/

/** Records whose keys are times. */
const TIMED = ['app.bsky.feed.post', 'app.bsky.feed.like', 'app.bsky.feed.repost']

/** The lexicon's limits, in the words of the real server. */
export function checkRecord(
  account: FakeAccount,
  collection: string,
  rkey: string,
  value: Record<string, unknown>,
): void {
  if (TIMED.includes(collection) && !TID.test(rkey)) {
    const message = `Invalid record key for ${collection}: Invalid TID string (got "${rkey}") at $`
    throw new XrpcError(400, 'InvalidRequest', message)
  }
  if (collection !== 'app.bsky.feed.post') return
  checkText(String(value.text))
  checkEmbed(account, value.embed)
}

function refuse(problem: string): never {
  throw new XrpcError(400, 'InvalidRequest', `Invalid app.bsky.feed.post record: ${problem}`)
}

function checkText(text: string): void {
  const [graphemes, bytes] = [countText(text, 'graphemes'), countText(text, 'bytes')]
  if (bytes > 3000) refuse(`string too big (maximum 3000, got ${bytes}) at $.record.text`)
  if (graphemes > 300) refuse(`grapheme too big (maximum 300, got ${graphemes}) at $.record.text`)
}

/** What is embedded, as far as Vigie embeds it. */
export interface FakeEmbed {
  readonly $type: string
  readonly images?: { readonly image: FakeBlob; readonly alt: unknown }[]
  readonly external?: {
    readonly uri: unknown
    readonly title: unknown
    readonly description: unknown
    readonly thumb?: FakeBlob
  }
  readonly record?: { readonly uri?: string; readonly cid?: string; readonly record?: { readonly uri: string } }
  readonly media?: FakeEmbed
}

/** app.bsky.embed.images: four at most, of 2 MB at most; app.bsky.embed.external with a thumbnail of 1 MB at most. */
function checkEmbed(account: FakeAccount, given: unknown): void {
  const embed = given as FakeEmbed | undefined
  if (embed === undefined) return
  switch (embed.$type) {
    case 'app.bsky.embed.images':
      if ((embed.images ?? []).length > 4) refuse('array too big (maximum 4) at $.record.embed.images')
      for (const { image, alt } of embed.images ?? []) {
        checkBlob(account, image, 2_000_000)
        if (typeof alt !== 'string') refuse('missing alt at $.record.embed.images')
      }
      return
    case 'app.bsky.embed.external':
      for (const key of ['uri', 'title', 'description'] as const) {
        if (typeof embed.external?.[key] !== 'string') refuse(`missing ${key} at $.record.embed.external`)
      }
      if (embed.external?.thumb) checkBlob(account, embed.external.thumb, 1_000_000)
      return
    case 'app.bsky.embed.record':
      if (!embed.record?.uri || !embed.record.cid) refuse('missing uri at $.record.embed.record')
      return
    case 'app.bsky.embed.recordWithMedia':
      if (!embed.record?.record?.uri) refuse('missing record at $.record.embed.record')
      if (embed.media === undefined) refuse('missing media at $.record.embed')
      checkEmbed(account, embed.media)
      return
    default:
      return
  }
}

/** Handed in before, and named as it was then. */
function checkBlob(account: FakeAccount, image: FakeBlob, maximum: number): void {
  const known = account.blobs.get(image.ref.$link)
  if (known === undefined) throw new XrpcError(400, 'BlobNotFound', `Could not find blob: ${image.ref.$link}`)
  if (known.mimeType !== image.mimeType) {
    throw new XrpcError(400, 'InvalidMimeType', 'Referenced Mimetype does not match')
  }
  if (known.size > maximum) throw new XrpcError(400, 'BlobTooLarge', 'This file is too large.')
}

let lastKey = 0n

export function nextRecordKey(): string {
  const now = BigInt(Date.now()) * 1000n * 1024n
  lastKey = now > lastKey ? now : lastKey + 1024n
  let rest = lastKey
  let key = ''
  for (let position = 0; position < 13; position++, rest >>= 5n) {
    key = '234567abcdefghijklmnopqrstuvwxyz'.charAt(Number(rest & 31n)) + key
  }
  return key
}
