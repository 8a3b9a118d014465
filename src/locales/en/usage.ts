/** How each command goes, in the notation of the field; the words that it takes in this language. */
export const usage = {
  'usage.help': 'help [command]',
  'usage.draft': 'draft [text]',
  'usage.drafts': 'drafts',
  'usage.mentions': 'mentions [show]',
  'usage.digest': 'digest [now]',
  'usage.status': 'status',
  'usage.accounts': 'accounts',
  'usage.setup': 'setup [brand]',
  'usage.brand': 'brand [new|edit [words|rules|reminders]|share|join <code>]',
  'usage.roles': 'roles [@name viewer|editor|approver|admin|none …]',
  'usage.lang': 'lang en|fr [brand]',
  'usage.noise': 'noise [all|negative|questions | batch 30|off | quiet 20:00-08:00|off]',
  'usage.mute': 'mute [2h|tomorrow|off] | mute @author [2h|3d|off]',
  'usage.bind': 'bind mentions|alerts|drafts|digest [brand]',
  'usage.unbind': 'unbind mentions|alerts|drafts|digest',
  'usage.claim': 'claim <code>',
} as const
