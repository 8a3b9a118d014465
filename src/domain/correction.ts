import type { AccountState } from './account.ts'
import type { DeedKind } from './capabilities.ts'
import { type Content, hashContent, type Variant } from './content.ts'
import type { ActionState } from './network-action.ts'

/**
 * A correction is a draft like any other, reviewed by the same rules; what it says goes where its original is already.
 * Its posts are those of the original that are out, and as many of them: nothing comes to a thread, and nothing leaves it.
 */
export type Correction = Content & { readonly correctsDraftId: string }

export function isCorrection(content: Content): content is Correction {
  return content.correctsDraftId !== undefined
}

/** What one edit of ours, once it was done, made of a post of a draft on one account. */
export interface Edit {
  /** The correction that it was part of. */
  readonly draftId: string
  readonly accountId: string
  /** The post's place in its thread, from 1. */
  readonly part: number
  /** What the correction says on that account. */
  readonly variant: Variant
}

function textOf({ text, thread = [] }: Variant, part: number): string | undefined {
  return part === 1 ? text : thread[part - 2]?.text
}

function withEdit(variant: Variant, { part, variant: edited }: Edit): Variant {
  const text = textOf(edited, part)
  if (text === undefined || textOf(variant, part) === undefined) return variant
  const { warning: _, language: __, ...rest } = variant
  const { warning, language } = edited
  const thread = rest.thread?.map((one, index) => (index + 2 === part ? { ...one, text } : one))
  return {
    ...rest,
    ...(part === 1 && { text }),
    ...(thread && { thread }),
    ...(warning !== undefined && { warning }),
    ...(language !== undefined && { language }),
  }
}

/** What was published as people see it after these edits of ours, in the order in which they were done. */
export function asEdited(content: Content, edits: readonly Edit[]): Content {
  const variants = content.variants.map(variant =>
    edits.filter(({ accountId }) => accountId === variant.accountId).reduce(withEdit, variant),
  )
  return { ...content, variants }
}

/** Those that were done before this correction began to go out; no other goes out meanwhile. */
export function editsBefore(edits: readonly Edit[], correctionId: string): readonly Edit[] {
  const first = edits.findIndex(({ draftId }) => draftId === correctionId)
  return first < 0 ? edits : edits.slice(0, first)
}

/** Why what is public on an account stays as it is; `editable` if it need not. */
export const STANDINGS = ['editable', 'unsupported', 'removed', 'lost', 'unpublished', 'deleted'] as const
export type Standing = (typeof STANDINGS)[number]

/** A post of a draft on one account, as far as editing it goes. */
export interface PartFacts {
  readonly state: ActionState
  /** Whether its network can be told which post is meant. */
  readonly isKnown: boolean
  /** Whether somebody has it deleted there, from here or over there. */
  readonly isDeleted: boolean
}

/** The parts of a thread that are out: each answers the one before it, so that they are its first. */
export function countOut(parts: readonly PartFacts[]): number {
  const end = parts.findIndex(({ state }) => state !== 'succeeded')
  return end < 0 ? parts.length : end
}

export function standingOf(
  parts: readonly PartFacts[],
  { deeds, accountState }: { readonly deeds: readonly DeedKind[]; readonly accountState: AccountState },
): Standing {
  const out = parts.slice(0, countOut(parts))
  if (out.length === 0) return 'unpublished'
  if (out.some(({ isDeleted }) => isDeleted)) return 'deleted'
  if (accountState === 'removed') return 'removed'
  if (!deeds.includes('edit')) return 'unsupported'
  return out.every(({ isKnown }) => isKnown) ? 'editable' : 'lost'
}

/** The first posts of a variant. */
export function firstParts({ thread = [], ...variant }: Variant, count: number): Variant {
  const rest = thread.slice(0, count - 1)
  return rest.length === 0 ? variant : { ...variant, thread: rest }
}

/** True if the part of the one says, with what goes with it, what that of the other says. */
export function isSamePart(one: Variant, other: Variant, part: number): boolean {
  return textOf(one, part) === textOf(other, part) && one.warning === other.warning && one.language === other.language
}

function hashVariant(variant: Variant): string {
  return hashContent({ variants: [variant], replyToPostId: null })
}

/** The variants that say something else than these. */
export function changedVariants(before: readonly Variant[], after: readonly Variant[]): readonly Variant[] {
  const known = new Set(before.map(hashVariant))
  return after.filter(variant => !known.has(hashVariant(variant)))
}
