import type { TextLimit } from './capabilities.ts'
import { countText } from './counting.ts'

/** The files that Vigie publishes. None of them can hold a script, as an SVG can. */
export const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

export function isMediaType(type: string | undefined): type is MediaType {
  return MEDIA_TYPES.some(one => one === type)
}

/** What a kept file is, told from its bytes and never from its name. */
export interface MediaFacts {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string
  readonly type: MediaType
  readonly bytes: number
  /** Pixels, as it is shown: a photo's own rotation is counted in. */
  readonly width: number
  readonly height: number
}

/** An image of a draft, with what somebody who cannot see it is told; '' if nobody has written that. */
export interface Media extends MediaFacts {
  readonly alternative: string
}

/** Where a file came from, so that its platform can show its own copy of it. Ids are the platform's. */
export interface MediaOrigin {
  readonly platform: string
  readonly workspace: string
  readonly file: string
}

/** An image as a card shows it. */
export interface Picture extends MediaFacts {
  readonly origin: MediaOrigin | null
}

/** Why a file is not kept. */
export type MediaRefusal =
  | { readonly kind: 'empty' }
  /** Bytes; the rest was not read. */
  | { readonly kind: 'too-large'; readonly maximum: number }
  | { readonly kind: 'video' }
  /** `type` is what it is instead; null for a file of no known kind, such as a text. */
  | { readonly kind: 'not-an-image'; readonly type: string | null }
  /** Begins like an image, and does not go on like one. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'too-many-pixels'; readonly width: number; readonly height: number }

/** Why a file that its platform holds does not come in. */
export type FileRefusal =
  | MediaRefusal
  /** It belongs to another company or another service, which the platform only points to. */
  | { readonly kind: 'external' }
  | { readonly kind: 'gone' }
  /** Vigie lacks a right there; `right` is the platform's name for it. */
  | { readonly kind: 'right-missing'; readonly right: string }
  /** The platform did not hand it over, however often it was asked. */
  | { readonly kind: 'unreachable' }

/** A file on its way into a draft. */
export const DRAFT_FILE_STATES = ['waiting', 'kept', 'refused'] as const
export type DraftFileState = (typeof DRAFT_FILE_STATES)[number]

export type Kept =
  | { readonly kind: 'kept'; readonly facts: MediaFacts }
  | { readonly kind: 'refused'; readonly refusal: MediaRefusal }

/** What a network takes of images with a post. */
export interface MediaLimits {
  /** Images of one post. */
  readonly count: number
  readonly types: readonly MediaType[]
  /** Bytes of one file. */
  readonly bytes: number
  /** Of an alternative text. */
  readonly alternative: TextLimit
}

/** `number` is the image's place in the post, from 1. */
export type MediaProblem =
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'too-many'; readonly count: number; readonly maximum: number }
  | { readonly kind: 'wrong-type'; readonly number: number; readonly type: MediaType }
  | { readonly kind: 'too-large'; readonly number: number; readonly bytes: number; readonly maximum: number }
  | {
      readonly kind: 'alternative-too-long'
      readonly number: number
      readonly count: number
      readonly limit: TextLimit
    }

/** What the network would refuse about these images, in their order. Null limits: it takes none. */
export function checkMedia(media: readonly Media[], limits: MediaLimits | null): readonly MediaProblem[] {
  if (media.length === 0) return []
  if (limits === null) return [{ kind: 'unsupported' }]
  const problems: MediaProblem[] = []
  if (media.length > limits.count) problems.push({ kind: 'too-many', count: media.length, maximum: limits.count })
  for (const [index, { type, bytes, alternative }] of media.entries()) {
    const number = index + 1
    if (!limits.types.includes(type)) problems.push({ kind: 'wrong-type', number, type })
    if (bytes > limits.bytes) problems.push({ kind: 'too-large', number, bytes, maximum: limits.bytes })
    const count = countText(alternative, limits.alternative.unit)
    if (count > limits.alternative.maximum) {
      problems.push({ kind: 'alternative-too-long', number, count, limit: limits.alternative })
    }
  }
  return problems
}
