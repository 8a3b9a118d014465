/** Setting up: the brand, its channels, the people. */
export const setup = {
  'modal.brand.edit': 'The brand',
  'modal.brand.edit.words': 'What it listens for',
  'modal.brand.edit.rules': 'Rules for approval',
  'modal.brand.name': 'Name',
  'modal.brand.language': 'Language of its cards',
  'modal.brand.zone': 'Time zone',
  'modal.brand.zone.hint': 'For example Europe/Paris.',
  'modal.brand.phrases': 'Words to listen for',
  'modal.brand.handles': 'Its names on networks',
  'modal.brand.exclusions': 'Words that make it about something else',
  'modal.brand.phrases.hint': 'One a line. Empty: its name.',
  'modal.brand.words.hint': 'One a line.',
  'modal.brand.approvals': 'Approvals before a post goes out',
  'modal.brand.own': 'May authors approve posts they wrote?',
  'modal.brand.reply-approvals': 'Approvals before a reply goes out',
  'modal.brand.reply-own': 'May authors approve replies they wrote?',
  'modal.brand.edit.reminders': 'Reminders',
  'modal.brand.remind.reply': 'Remind approvers of a reply',
  'modal.brand.remind.post': 'Remind approvers of a post',
  'modal.brand.remind.after':
    '{minutes, plural, =0 {never} one {after # minute} =60 {after an hour} =1440 {after a day} =120 {after {hours} hours} =240 {after {hours} hours} =480 {after {hours} hours} other {after # minutes}}',
  'modal.brand.remind.hint':
    'Directly and one after the other, each once, on weekdays between 9 and 19 on the brand’s clock, or earlier if the draft is due before.',
  'command.brand.reminders': 'Approvers are reminded of a reply: {reply}; of a post: {post}.',
  'modal.brand.own.no': 'No, somebody else must',
  'modal.brand.own.yes': 'Yes, if they are approvers',
  'error.brand.name': 'Use some letters or digits, so that commands can name it.',
  'error.brand.taken': 'There is a brand of that name already.',
  'error.zone': 'That is no time zone. Write it as Europe/Paris.',
  'done.brand.changed': '{name} is changed. What waits for approval follows the new rules at once.',
  'modal.setup.brand': 'Setup 1/3: the brand',
  'modal.setup.channels': 'Setup 2/3: channels',
  'modal.setup.people': 'Setup 3/3: people',
  'modal.setup.next': 'Save and go on',
  'modal.setup.finish': 'Save and finish',
  'modal.setup.channel.mentions': 'Mentions come to',
  'modal.setup.channel.alerts': 'Alerts come to',
  'modal.setup.channel.drafts': 'Drafts are reviewed in',
  'modal.setup.channel.digest': 'The weekly digest comes to',
  'modal.setup.channel.sector': 'What feeds say of the sector comes to',
  'modal.setup.channel.hint': 'One channel may get several things. Empty: stays as it is.',
  'modal.setup.people.groups': 'People, or roles of the server: those have it for {brand} alone.',
  'modal.setup.people.editor': 'Editors: answer mentions, write drafts',
  'modal.setup.people.approver': 'Approvers: decide about drafts',
  'modal.setup.people.admin': 'Admins: everything, this setup too',
  'setup.intro':
    'Three short steps: the brand, its channels, the people. Each is kept as soon as you send it. “/vigie setup” comes back here at any time.',
  'setup.brand.made': '{name} is there. Commands call it {slug}. Where should its cards come?',
  'setup.brand.kept': '{name} is saved. Where should its cards come?',
  'setup.channels.kept': 'The channels are saved. Who works here? Everybody else may read.',
  'setup.absent':
    'Vigie is not in #{name} yet: {entry, select, permissions {edit the channel and let Vigie see it and send messages} other {type “/invite @Vigie” there}}. Its cards wait until then.',
  'setup.unseen':
    'Vigie cannot see who reads #{name}: it is bound all the same. See for yourselves that it is your own team’s alone, and what is missing in “/vigie status”.',
  'setup.done': '{name} is set up. Commands call it {slug}.',
  'setup.nobody': 'nobody yet',
  'setup.people.editor': 'Answer and write: {names}.',
  'setup.people.approver': 'Approve: {names}.',
  'setup.accounts': 'Accounts: {accounts}.',
  'setup.no-account':
    'Missing: an account. “/vigie connect” connects one; or whoever runs Vigie does so on the command line, with “account add bluesky --brand {slug} --handle …”.',
  'setup.try':
    'Try it: when somebody writes “{words}” on a network, the card comes to {channels}. Or write a post with “/vigie draft Hello”.',
  'setup.try.later':
    'Then: when somebody writes “{words}” on a network, the card comes to {channels}, and “/vigie draft Hello” begins a post.',
  'error.place.unseen':
    'Vigie does not see this channel. Close this form, {entry, select, permissions {edit the channel and let Vigie see it and send messages} other {type “/invite @Vigie” in the channel}}, then “/vigie setup”: what you sent so far is kept.',
  'error.place.unseen.command':
    'Vigie does not see #{name}: {entry, select, permissions {edit the channel and let Vigie see it and send messages} other {type “/invite @Vigie” in the channel}}, then type this once more.',
  'error.place.shared': 'People of another organisation read #{name}. Choose a channel of your own team.',
  'error.place.direct': 'Cards need a channel, not direct messages.',
  'error.place.unasked':
    'The chat does not answer, so that nobody knows who reads #{name}, and nothing was saved. Try again in a moment.',
  'error.place.archived': '#{name} is archived. Choose another channel.',
  'error.person.guest': '{count, plural, one {{names} is a guest} other {{names} are guests}} and cannot have a role.',
  'error.person.stranger':
    '{count, plural, one {{names} is} other {{names} are}} of another workspace and cannot have a role.',
  'error.person.bot': '{count, plural, one {{names} is an app} other {{names} are apps}} and cannot have a role.',
  'error.person.nobody': '{count, plural, one {{names} is} other {{names} are}} not in this workspace, or no longer.',
  'error.person.no-editor':
    '{name} may not answer mentions. An admin gives them the editor’s role with “/vigie roles”.',
  'error.roles.changed':
    'Somebody changed the roles meanwhile, and nothing was saved. Type “/vigie setup” again to see them.',
  'command.setup.summary': 'set up the brand, its channels and the people, step by step',
  'command.setup.detail':
    'Three forms; each is kept as it is sent, and shows what is set when it is opened again. Where the workspace has several brands, name one. “brand new” begins another.',
  'command.setup.which': 'Say which brand: “/vigie setup” with one of {brands}. “/vigie brand new” makes another.',
  'refusal.unclaimed':
    'Nobody is admin here yet. Whoever runs Vigie finds a line “no admin yet” in its log, with the command that makes you admin: “/vigie claim” and a code.',
  'command.claim.summary': 'become the first admin with the code from Vigie’s log',
  'command.claim.detail':
    'The code is good once. It is in the log of whoever runs Vigie, as long as the workspace has no admin.',
  'command.claim.wrong':
    'That is not the code, or it has been used. The present one is in Vigie’s log, if the workspace has no admin yet.',
  'command.claim.done': 'You are admin now.',
  'command.bind.summary': 'send cards of a kind to this channel',
  'command.bind.detail':
    'Type it in the channel, or name the channel. Where the workspace has several brands, name one. Another channel that had the purpose gets nothing new from then on.',
  'command.bind.which': 'Name the brand, one of: {brands}. “/vigie brand new” makes one.',
  'command.bind.done': '#{name} gets {purpose} of {brand} from now on.',
  'command.unbind.summary': 'send no more cards of a kind to this workspace',
  'command.unbind.detail': 'Cards that are there stay and are kept up to date.',
  'command.unbind.none': 'No channel gets {purpose}.',
  'command.unbind.done': '{names} no longer gets {purpose}.',
  'command.roles.unknown':
    'Nobody called “{user}” can have a role here. Pick the person from the list that opens after “@”; guests and people of other workspaces cannot have any.',
  'command.roles.no-role':
    '“{word}” is no role. {suggestion, select, unknown {} other {Did you mean “{suggestion}”? }}There are: {known}. Write for example: /vigie roles @name editor approver',
  'command.roles.several': 'Several people are called “{user}”: {names}. Pick one from the list that opens after “@”.',
  'command.roles.last-admin': 'Somebody must stay admin: make another one first.',
  'command.roles.none': 'none',
  'command.roles.group.given':
    'Members of @{name}, for {brand}: {roles}. This holds from their next click on, and ends as soon as they are no longer members. Those of them who have used Vigie are reminded of drafts.',
  'command.roles.group.taken': 'Being a member of @{name} gives no rights for {brand} any more.',
  'command.roles.group.nothing': 'Being a member of @{name} gives no rights here.',
  'command.roles.group.gone': 'There is no @{name} any more. Only “none” can still be said of it.',
  'command.roles.group.unknown':
    'Nobody can get rights by this one: it is everybody’s, an app’s, or gone. Pick one that people of the team are given.',
} as const
