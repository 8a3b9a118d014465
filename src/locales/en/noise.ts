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
  'summary.header.burst':
    '{count, plural, one {One more mention} other {# more mentions}} {within}{negative, plural, =0 {} other {, # negative}}',
  'summary.header.burst.alert': 'Alert: {count, plural, one {one more} other {# more}} {within}',
  'summary.header.batch':
    '{count, plural, one {One mention} other {# mentions}} since the last summary{negative, plural, =0 {} other {, # negative}}',
  'summary.header.quiet':
    '{count, plural, one {One mention} other {# mentions}} during the quiet hours{negative, plural, =0 {} other {, # negative}}',
  'summary.header.outage':
    '{count, plural, one {One mention} other {# mentions}} from while this channel could not be reached{negative, plural, =0 {} other {, # negative}}',
  'summary.header.done':
    '{count, plural, =0 {Summary: all shown as cards} one {Summary: one mention, dealt with} other {Summary: # mentions, all dealt with}}',
  'summary.released': 'Each of them has a card of its own by now.',
  'summary.within': '{minutes, plural, one {within a minute} other {in # minutes}}',
  'summary.span': 'From {start} to {end}.',
  'summary.sentiment': 'Sentiment',
  'summary.sentiment.negative': '{count, plural, other {# negative}}',
  'summary.sentiment.neutral': '{count, plural, other {# neutral}}',
  'summary.sentiment.positive': '{count, plural, other {# positive}}',
  'summary.sentiment.unclassified': '{count, plural, other {# not classified}}',
  'summary.networks': 'By network',
  'summary.network': '{network} {count}',
  'summary.state': 'State',
  'summary.state.waiting':
    '{waiting, plural, one {One waits} other {# wait}}{done, plural, =0 {} other {, # dealt with}}',
  'summary.samples': 'Among them:',
  'summary.button.list': 'See them',
  'modal.summary.title': 'Mentions',
  'modal.summary.show': 'Show as cards',
  'modal.summary.intro':
    '{count, plural, one {One mention waits} other {# mentions wait}}{shown, plural, =0 {} other {; these # come first}}. Each one that you choose gets a card of its own, to be answered there.',
  'modal.summary.choose': 'Choose mentions',
  'modal.summary.choose.range': 'And of {start} to {end}',
  'modal.summary.option': '{name}, {sentiment}: {text}',
  'done.summary': '{count, plural, one {Its card comes now.} other {Their cards come now.}}',
  'done.summary.none': 'Nothing was chosen, or somebody was quicker.',
  'noise.listens.everything': 'every mention',
  'noise.listens.negative': 'negative mentions only',
  'noise.listens.questions': 'questions only',
  'noise.batch': '{minutes, plural, one {one card a minute} other {one card in # minutes}}',
  'noise.quiet': 'quiet from {hours}',
  'modal.noise.title': 'Noise in this channel',
  'modal.noise.listens': 'What #{name} gets of the mentions',
  'modal.noise.listens.everything': 'All of them',
  'modal.noise.listens.negative': 'Negative ones only',
  'modal.noise.listens.questions': 'Questions only',
  'modal.noise.listens.hint':
    'The others are counted, and listed by “/vigie mentions”. Alerts always come, and at once.',
  'modal.noise.batch': 'All of so many minutes as one card',
  'modal.noise.batch.hint': 'A number of minutes. Empty: each comes as it arrives.',
  'modal.noise.quiet': 'Quiet hours',
  'modal.noise.quiet.hint': 'As 20:00-08:00, time in {zone}. What comes then is one card when they end. Empty: none.',
  'error.noise.batch': 'Write a number of minutes from {minimum} to {maximum}, or “off”.',
  'error.noise.quiet': 'Write the hours as 20:00-08:00, or “off”.',
  'command.noise.summary': 'how many mentions come to this channel, and when',
  'command.noise.detail':
    'Type it in the channel. Alone it opens a form. “noise all”, “noise negative” or “noise questions” says which mentions make cards here; “noise batch 30” makes one card of those of half an hour; “noise quiet 20:00-08:00” keeps them until the morning. “off” ends a batch or the quiet hours. Alerts come in any case and at once, drafts and the digest as ever. Mentions that make no card are counted and listed all the same.',
  'command.noise.now': '#{name} gets: {settings}.',
  'command.noise.no-mentions':
    '{count, plural, =0 {No channel gets mentions yet: “/vigie bind mentions” sends them here.} one {This channel gets no mentions. Type it in {channels}.} other {This channel gets no mentions. Type it in one of {channels}.}}',
  'command.status.channel.mentions': '#{name} gets: {purpose} ({settings}).',
  'command.mentions.unshown':
    '{count, plural, one {One of them has} other {# of them have}} no card here. “/vigie mentions show” gives one to those that you choose.',
  'command.mentions.all-shown': 'All that waits has its card in #{name}.',
  'summary.button.ignore': 'Ignore the rest',
  'summary.confirm.ignore':
    'Ignore all of these mentions that nobody has in hand? They stay counted. Those that came after this card was last changed are left.',
  'done.summary.ignored':
    '{count, plural, =0 {There was none left to ignore.} one {One mention is ignored.} other {# mentions are ignored.}}',
  'command.status.gathered':
    '{count, plural, one {One mention is} other {# mentions are}} kept for a batch or the end of quiet hours.',
} as const
