/** What becomes of posts at their network, as it is seen when they are looked at again. */
export const looks = {
  'mention.header.gone': 'Deleted: {name} on {network}',
  'mention.gone': 'Deleted by its author, or hidden. Its text is erased here too.',
  'mention.edited': 'Edited by its author, as seen {at}',
  'refusal.mention.post-gone': 'Its author has deleted the post, or hidden it, so there is nothing left to answer.',
  'draft.target-edited': '{name} has edited the post since this was written. Read it again before you decide.',
  'draft.target-gone':
    'The post by {name} that this answers or quotes is gone: its author has deleted it, or it is hidden. This cannot go out unless it comes back.',
  'history.post-edited': 'The author edited the post.',
  'history.post-gone': 'The post is gone: its author deleted it, or it is hidden.',
  'history.post-back': 'The post is there again.',
  'history.vanished': 'It is not on {networks} any more: it was deleted there, or is hidden.',
  'history.returned': 'It is on {networks} again.',
  'command.status.looks':
    '{network}: posts are looked at again{late, plural, =0 {, and none is late} one {, a minute late at most} other {, # minutes late at most}}. {left} of {burst} looks are left for now, {looks} in {minutes, plural, one {a minute} other {# minutes}} at most.',
  'command.status.looks.barred':
    '{network}: posts are looked at again from {at} on, as the network does not let us now.',
} as const
