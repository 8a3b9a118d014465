export const MENTION_STATES = ['open', 'taken', 'replying', 'replied', 'ignored', 'gone'] as const
export type MentionState = (typeof MENTION_STATES)[number]

/** Why a brand gave up what it held of a mention: it was old, or its author wanted to be forgotten. */
export const ERASURES = ['retention', 'forgotten'] as const
export type Erasure = (typeof ERASURES)[number]

/** States in which nobody has to do anything about a mention any more. */
export const DEALT_WITH = ['replied', 'ignored', 'gone'] as const satisfies readonly MentionState[]

/**
 * What the team does about a mention. `replying` means that a reply is being written, reviewed or sent; `gone`, that its
 * post is not there any more and nobody had dealt with it.
 */
export interface MentionProgress {
  readonly state: MentionState
  readonly assigneeId: string | null
}

export type MentionEvent =
  | { readonly kind: 'taken'; readonly by: string }
  /** By somebody else, to one who may answer it. */
  | { readonly kind: 'assigned'; readonly to: string }
  | { readonly kind: 'reply-begun'; readonly by: string }
  /** `isGone`: there is nothing left that could be answered. */
  | { readonly kind: 'reply-dropped'; readonly isGone: boolean }
  | { readonly kind: 'reply-published' }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'reopened' }
  /** Its post is not there any more, or is there again. */
  | { readonly kind: 'post-gone' }
  | { readonly kind: 'post-back' }

export type MentionRefusal =
  | 'already-replying'
  | 'already-dealt-with'
  | 'not-dealt-with'
  | 'already-yours'
  | 'already-theirs'
  /** There is nothing left that could be answered. */
  | 'post-gone'

export type MentionTransition =
  | { readonly kind: 'moved'; readonly mention: MentionProgress }
  | { readonly kind: 'refused'; readonly refusal: MentionRefusal }

function refuse(refusal: MentionRefusal): MentionTransition {
  return { kind: 'refused', refusal }
}

/** True once nobody has to do anything about it any more; its card shrinks. */
export function isDealtWith(mention: Pick<MentionProgress, 'state'>): boolean {
  return DEALT_WITH.some(state => state === mention.state)
}

/** What is being written about it meanwhile goes on. */
function handOver(mention: MentionProgress, assigneeId: string): MentionTransition {
  if (isDealtWith(mention)) return refuse('already-dealt-with')
  return { kind: 'moved', mention: { assigneeId, state: mention.state === 'open' ? 'taken' : mention.state } }
}

/** The mention after the event, or why it cannot be. Pure. */
export function moveMention(mention: MentionProgress, event: MentionEvent): MentionTransition {
  const moved = (change: Partial<MentionProgress>): MentionTransition => ({
    kind: 'moved',
    mention: { ...mention, ...change },
  })
  const waiting = mention.assigneeId === null ? 'open' : 'taken'
  switch (event.kind) {
    case 'taken':
      if (mention.assigneeId === event.by && !isDealtWith(mention)) return refuse('already-yours')
      return handOver(mention, event.by)
    case 'assigned':
      if (mention.assigneeId === event.to && !isDealtWith(mention)) return refuse('already-theirs')
      return handOver(mention, event.to)
    case 'reply-begun':
      if (mention.state === 'replying') return refuse('already-replying')
      if (isDealtWith(mention)) return refuse('already-dealt-with')
      return moved({ state: 'replying', assigneeId: mention.assigneeId ?? event.by })
    case 'reply-dropped':
      if (mention.state !== 'replying') return refuse('not-dealt-with')
      return event.isGone ? moved({ state: 'gone' }) : moved({ state: waiting })
    case 'reply-published':
      return moved({ state: 'replied' })
    case 'ignored':
      if (mention.state === 'replying') return refuse('already-replying')
      if (isDealtWith(mention)) return refuse('already-dealt-with')
      return moved({ state: 'ignored' })
    case 'reopened':
      if (mention.state === 'gone') return refuse('post-gone')
      if (!isDealtWith(mention)) return refuse('not-dealt-with')
      return moved({ state: waiting })
    case 'post-gone':
      // A reply under way is for people to end, and what was dealt with stays so.
      if (mention.state === 'replying') return refuse('already-replying')
      return isDealtWith(mention) ? refuse('already-dealt-with') : moved({ state: 'gone' })
    case 'post-back':
      return mention.state === 'gone' ? moved({ state: waiting }) : refuse('not-dealt-with')
    default:
      return event satisfies never
  }
}
