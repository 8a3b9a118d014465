/** How much comes to a channel and to a person, and what comes together. */
export const noise = {
  'command.mute.summary': 'no reminders to you for a while, or no cards of an author',
  'command.mute.detail':
    '“mute 2h”, “mute tomorrow” (until nine in the morning) and “mute off” are about Vigie’s direct messages to you. “mute @author”, for editors, keeps the mentions of somebody of the public from making cards, for good or for “2h” or “3d”; they are counted and listed all the same, and alerts come in any case. Without a word it says what is muted.',
  'command.mute.own': 'Vigie sends you no direct messages until {at}.',
  'command.mute.own.not': 'Vigie’s direct messages reach you.',
  'command.mute.authors': 'No cards of:',
  'command.mute.author.line': '@{handle} on {network}',
  'command.mute.author.line.until': '@{handle} on {network}, until {at}',
  'command.mute.author.unknown': 'Nobody called @{handle} has mentioned the brand.',
  'command.mute.author.not': '@{handle} is not muted.',
  'command.mute.author.done':
    'Mentions by @{handle} make no cards any more, unless they are alerts. “/vigie mute @{handle} off” takes that back.',
  'command.mute.author.done.until':
    'Mentions by @{handle} make no cards until {at}, unless they are alerts. “/vigie mute @{handle} off” takes that back.',
  'command.mute.author.off': 'Mentions by @{handle} make cards again.',
} as const
