export const MENTION_STATES = ['open', 'taken', 'replying', 'replied', 'ignored'] as const
export type MentionState = (typeof MENTION_STATES)[number]

/** What the team does about a mention. `replying` means that a reply is being written, reviewed or sent. */
export interface MentionProgress {
  readonly state: MentionState
  readonly assigneeId: string | null
}

export type MentionEvent =
  | { readonly kind: 'taken'; readonly by: string }
  /** By somebody else, to one who may answer it. */
  | { readonly kind: 'assigned'; readonly to: string }
  | { readonly kind: 'reply-begun'; readonly by: string }
  | { readonly kind: 'reply-dropped' }
  | { readonly kind: 'reply-published' }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'reopened' }

export type MentionRefusal =
  | 'already-replying'
  | 'already-dealt-with'
  | 'not-dealt-with'
  | 'already-yours'
  | 'already-theirs'

export type MentionTransition =
  | { readonly kind: 'moved'; readonly mention: MentionProgress }
  | { readonly kind: 'refused'; readonly refusal: MentionRefusal }

function refuse(refusal: MentionRefusal): MentionTransition {
  return { kind: 'refused', refusal }
}

/** True once nobody has to do anything about it any more; its card shrinks. */
export function isDealtWith(mention: Pick<MentionProgress, 'state'>): boolean {
  return mention.state === 'replied' || mention.state === 'ignored'
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
      return moved({ state: mention.assigneeId === null ? 'open' : 'taken' })
    case 'reply-published':
      return moved({ state: 'replied' })
    case 'ignored':
      if (mention.state === 'replying') return refuse('already-replying')
      if (isDealtWith(mention)) return refuse('already-dealt-with')
      return moved({ state: 'ignored' })
    case 'reopened':
      if (!isDealtWith(mention)) return refuse('not-dealt-with')
      return moved({ state: mention.assigneeId === null ? 'open' : 'taken' })
    default:
      return event satisfies never
  }
}
