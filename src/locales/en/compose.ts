/** Writing a post: what it says on each network, and its pictures. */
export const compose = {
  'modal.draft.texts': 'Text per network',
  'modal.draft.texts.own': 'Write a different text for each, in the next step',
  'modal.draft.limit': '{network} {maximum}',
  'modal.draft.limits': 'Characters at most: {limits}.',
  'modal.draft.count': '{count} of {maximum} {unit, select, bytes {bytes} other {characters}} now.',
  'error.own-texts': 'Or choose a different text for each network.',
} as const
