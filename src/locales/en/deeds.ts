/** What is done to posts that exist: likes and reposts of others', deletions of ours. */
export const deeds = {
  'mention.button.like': 'Like',
  'mention.button.unlike': 'Take the like back',
  'mention.button.repost': 'Repost…',
  'mention.button.unrepost': 'Take the repost back',
  'mention.mark.done': '{kind, select, like {Liked} other {Reposted}} by {name}, as @{handle}.',
  'mention.mark.way': '{name} {kind, select, like {likes} other {reposts}} it as @{handle}: on its way.',
  'mention.mark.failed': '{kind, select, like {Not liked.} other {Not reposted.}} {reason}',
  'mention.mark.back.way': '{name} takes the {kind, select, like {like} other {repost}} back: on its way.',
  'mention.mark.back.failed': 'The {kind, select, like {like} other {repost}} is still there. {reason}',
  'mention.our-reply.deleted': 'Our reply, deleted since:',
  'deed.account-waits': '@{handle} on {network} must be connected again: until then this waits.',
  'deed.failure.target-gone': 'The post is gone: its author has deleted it, or hides it from @{handle}.',
  'deed.failure.not-allowed':
    '{network} does not let @{handle} do that. Check the account’s rights, and whether the author has blocked it.',
  'deed.failure.unauthorised':
    '@{handle} has been disconnected from Vigie. Do it on {network} itself, or connect the account again and try again.',
  'deed.failure.gave-up': '{network} could not be reached for a long time. Try again when it works.',
  'failure.target-edited':
    'Its author has edited the post since somebody decided about it, so nothing was done. Read it again, then decide.',
  'failure.too-late':
    'It could not be done for more than two hours, and may not be meant any more. Do it again if it is.',
  'refusal.mark.done-already': 'It is {kind, select, like {liked} other {reposted}} already, or about to be.',
  'refusal.mark.not-done': 'There is no {kind, select, like {like} other {repost}} to take back.',
  'refusal.mark.post-gone':
    'Its author has deleted the post, or hidden it, so there is nothing left to {kind, select, like {like} other {repost}}.',
  'refusal.mark.unsupported': 'Posts cannot be {kind, select, like {liked} other {reposted}} there from here.',
  'refusal.mark.account-removed':
    'The account that received it is no longer connected. {kind, select, like {Like} other {Repost}} it on its page.',
  'refusal.mark.private': 'It was written in private, so it is not shown to everybody.',
  'modal.repost.title': 'Repost',
  'modal.repost.submit': 'Do it',
  'modal.repost.intro':
    'Everybody who follows @{handle} on {network} is shown this post by {name}, as it stands here. It can be taken back.',
  'modal.repost.edited':
    'Its author has edited the post since the form was opened, so nothing was done. This is what it says now.',
  'modal.repost.really': 'Repost it?',
  'modal.repost.keep': 'No',
  'modal.repost.repost': 'Yes, repost it',
  'done.repost': 'It is on its way to those who follow @{handle}.',
  'done.repost.kept': 'Nothing was reposted.',
  'draft.button.delete': 'Delete at the network',
  'draft.deleted': 'Deleted',
  'draft.deletion.way': 'Being deleted on {network}: {name} wants it.',
  'draft.deletion.done': 'Deleted on {network} by {name}, {at}.',
  'draft.deletion.failed': 'Not deleted on {network}. {reason}',
  'modal.delete.title': 'Delete at the network',
  'modal.delete.submit': 'Delete for good',
  'modal.delete.intro':
    'This is public. Where you choose so, it is deleted for everybody, with its likes and reposts. Nobody can take that back. What others have copied stays.',
  'draft.deletion.lost':
    '{count, plural, one {Of one post Vigie does not know where it is: delete it there yourself.} other {Of # posts Vigie does not know where they are: delete them there yourself.}}',
  'modal.delete.accounts': 'Where is it to be deleted?',
  'modal.delete.account': '{network}, @{handle}{count, plural, one {} other {: a thread of #, the last post first}}',
  'error.delete.nowhere': 'Choose where it is to be deleted, or close the form.',
  'refusal.delete.nothing': 'Nothing of it is left that could be deleted from here.',
  'done.delete': 'It is being deleted on {networks}. The card says when it is gone.',
  'modal.disconnect.deeds':
    '{deeds, plural, one {One like, repost or deletion that waits will not be done} other {# likes, reposts and deletions that wait will not be done}}: the card will say so.',
  'history.liked': '{name} liked it.',
  'history.like-taken-back': '{name} took the like back.',
  'history.reposted': '{name} reposted it.',
  'history.repost-taken-back': '{name} took the repost back.',
  'history.mark-failed.do': '{kind, select, like {Not liked.} other {Not reposted.}} {reason}',
  'history.mark-failed.undo': 'The {kind, select, like {like} other {repost}} is still there. {reason}',
  'history.reply-deleted': '{name} had the reply deleted at the network.',
  'history.deletion-asked': '{name} wants it deleted on {networks}.',
  'history.deleted': 'Deleted on {networks}.',
  'history.deletion-failed': 'Not deleted. {reason}',
} as const
