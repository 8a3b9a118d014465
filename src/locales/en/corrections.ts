/** Editing what is published. */
export const corrections = {
  'draft.header.edit': '{state}: edit of a published post',
  'draft.header.edit-reply': '{state}: edit of the published reply to {name}',
  'draft.answered-gone': 'The post by {name} that this answers or quotes is not there any more.',
  'draft.change.words': 'What changes: “{before}” becomes “{after}”.',
  'draft.change.added': 'What changes: “{after}” is added.',
  'draft.change.removed': 'What changes: “{before}” is removed.',
  'draft.change.other': 'The words stay the same; the content warning or the language changes.',
  'draft.change.none': 'This one stays as it is.',
  'draft.untouched.editable': 'On {network} as @{handle} it stays as it is.',
  'draft.untouched.unsupported':
    'On {network} nobody can change a published post: as @{handle} it stays as it is there.',
  'draft.untouched.removed':
    '@{handle} on {network} has been removed from Vigie: what is published there stays as it is.',
  'draft.untouched.lost':
    'Nobody knows where the post of @{handle} is on {network}, so it stays as it is. Change it there yourself.',
  'draft.untouched.unpublished': 'On {network} as @{handle} nothing of it was published.',
  'draft.untouched.deleted': 'On {network} as @{handle} it has been deleted, or is about to be.',
  'draft.corrected-by': '{name} is editing it. Until that is published, this is what people see.',
  'draft.edit-again':
    'No answer has come from {network} so far. It is sent again {at}, which does no harm if it is there already.',
  'draft.unknown.edit':
    'The new text was sent to {network} several times, and no answer came back. Look on {network} whether it is there, then say so here. Nothing is sent again until you do.',
  'draft.button.absent-edit': 'It is not there: send it again',
  'modal.correct.title': 'Edit the published post',
  'modal.correct.intro': 'It is reviewed like any other text, and then replaces what is published.',
  'modal.correct.images': 'Its images stay as they are.',
  'modal.correct.thread': 'The thread keeps its {count} posts, parted by lines with only “---”.',
  'error.correction.same': 'Nothing has changed yet.',
  'error.correction.parts':
    '{total, plural, one {It is one post, and stays one: take the lines “---” out.} other {The thread has # posts, and an edit adds none and takes none away: these are {count}.}}',
  'refusal.draft.correction-under-way': 'Somebody else is editing this post already. That one comes first.',
  'refusal.correction.under-way': '{name} is editing this post already. See the card of that edit, or wait for it.',
  'refusal.correction.none': 'What is published cannot be edited.',
  'failure.post-gone':
    'The post is not on {network} any more, so there is nothing left to edit there. Withdraw this edit, or leave it at that.',
  'history.corrected': '{name} edited it on {networks}.',
  'history.corrected.words': '{name} edited it on {networks}: “{before}” became “{after}”.',
  'history.corrected.added': '{name} edited it on {networks} and added “{after}”.',
  'history.corrected.removed': '{name} edited it on {networks} and removed “{before}”.',
} as const
