/** What Vigie answers to one person: modals, commands, refusals. */
export const chat = {
  'words.quoted': '“{text}”',
  'words.labelled': '{label}: {value}',
  'modal.reply.title': 'Reply to {name}',
  'modal.quote.title': 'Quote {name}',
  'modal.reply.text': 'Reply',
  'modal.reply.hint': 'At most {maximum} characters. It goes to review first.',
  'modal.reply.hint.thread': 'At most {maximum} characters. A line with only “---” begins another post.',
  'modal.submit.review': 'Send to review',
  'modal.draft.title': 'New draft',
  'modal.draft.edit': 'Edit the draft',
  'modal.draft.account': 'Publish on',
  'modal.draft.account.option': '{network}, @{handle}',
  'modal.draft.text': 'Text',
  'modal.draft.text.hint': 'A line with only “---” begins the next post of a thread.',
  'modal.draft.when': 'When',
  'modal.draft.when.hint': 'Time in {zone}. Empty: as soon as it is approved.',
  'modal.edit.hint': 'Approvals so far are for the old text: the new one is reviewed again.',
  'modal.save': 'Save',
  'modal.change.title': 'Request changes',
  'modal.change.comment': 'What should change?',
  'modal.change.submit': 'Send back',
  'modal.reject.title': 'Reject the draft',
  'modal.reject.comment': 'Why?',
  'modal.reject.submit': 'Reject',
  'modal.reschedule.title': 'Change the time',
  'modal.sentiment.title': 'How is it meant?',
  'modal.sentiment.label': 'Sentiment',
  'modal.hand-over.title': 'Assign the mention',
  'modal.hand-over.person': 'To whom?',
  'modal.hand-over.hint': 'Somebody who may answer it. They are told.',
  'modal.hand-over.submit': 'Assign',
  'error.required': 'This cannot be empty.',
  'error.too-long':
    'Too long for {network}: {count} of {maximum} {unit, select, bytes {bytes} other {characters}}. Shorten it by {over}.',
  'error.part': 'Post {number}: {error}',
  'error.no-threads': '{network} has no threads. Take the lines “---” out.',
  'error.too-many-parts': 'A thread has {maximum} posts at most, and these are {count}. Take some out.',
  'error.when.unreadable': 'Write it as 2026-03-31 09:00, or leave it empty.',
  'error.when.no-time': 'Choose a time as well, or leave the day empty too.',
  'error.when.no-day': 'Choose a day as well, or leave the time empty too.',
  'error.when.past':
    '{at} is in the past. Choose a later time, or leave it empty to publish as soon as it is approved.',
  'error.form.taken':
    'This form was sent before with other words, and those were taken. To change them, edit the draft on its card.',
  'error.account.unknown': 'Choose one of the accounts in the list.',
  'error.choice': 'Choose one of the options in the list.',
  'refusal.standing.guest':
    '{visitors, select, unscreened {Discord counts you as a visitor until you have passed the server’s screening. Finish it, then try again.} other {You are a guest here, and Vigie is for full members of the workspace. Ask one of them, or have an admin of the workspace make you one.}}',
  'refusal.standing.stranger':
    'You are of another organisation or workspace, and Vigie is for members of this one. Ask one of them.',
  'refusal.standing.bot': 'Vigie takes nothing from apps: a member of the team must do it.',
  'refusal.standing.nobody':
    'Vigie does not find you among the members of this team, so nothing was done. If you have just joined, try again in a minute; otherwise ask an admin.',
  'refusal.read': 'You have no role in this team any more. Ask an admin to give you one with “/vigie roles”.',
  'refusal.handle-mentions':
    'Only editors and admins may do that. Ask one of them, or ask an admin for the editor’s role.',
  'refusal.write-drafts':
    'Only editors and admins may do that. Ask one of them, or ask an admin for the editor’s role.',
  'refusal.review-drafts': 'Only approvers and admins may do that. Ask one of them to decide.',
  'refusal.administer': 'Only admins may do that. “/vigie roles” tells who they are: ask one of them.',
  'refusal.gone':
    'That no longer exists, so nothing was done. “/vigie mentions” and “/vigie drafts” list what there is.',
  'refusal.unknown-action': 'That button is not one of Vigie’s, or of an older version. Use the newest card.',
  'refusal.stale': 'Somebody was quicker: this is how it stands now. Nothing was changed by your click.',
  'refusal.no-brand':
    '{count, plural, =0 {There is no brand here yet. An admin makes one with “/vigie setup”.} one {Type this in one of the channels of {brands}{bound, plural, =0 {: an admin chooses them with “/vigie setup”} other {: {channels}}}.} other {Which brand do you mean? Here are {brands}. Type this in a channel of that brand{bound, plural, =0 {: an admin chooses it with “/vigie setup”} other {, one of {channels}}}.}}',
  'refusal.draft.not-in-this-state': 'That is not possible any more: the draft is “{state}”. Nothing was changed.',
  'refusal.draft.not-shown-whole':
    'There are characters in it that nobody sees. Edit it and send it to review: that takes them out.',
  'refusal.draft.content-changed': 'The text has changed since this card was shown. Read the new one, then decide.',
  'refusal.draft.own-draft': 'You wrote it, so somebody else must approve it.',
  'refusal.draft.already-approved': 'You have approved it already. It waits for somebody else.',
  'refusal.draft.approvals-missing': 'It does not have the approvals that the brand asks for.',
  'refusal.draft.partly-published': 'A part of it is public already, so its text can no longer change.',
  'refusal.draft.mention-dealt-with':
    'The mention has another reply by now, or has been dealt with. Reopen the mention if it needs this one too.',
  'refusal.mention.already-replying': 'A reply to it is under way already.',
  'refusal.mention.unanswerable': 'Nothing can be answered where this was said from here. Open its page.',
  'refusal.mention.already-dealt-with': 'It has been dealt with already. Reopen it first.',
  'refusal.mention.not-dealt-with': 'It is still open.',
  'refusal.mention.already-yours': 'It is yours already.',
  'refusal.quote.private': 'It was written in private, so it is not shown to everybody. Reply to it instead.',
  'refusal.quote.unsupported': '{network} lets nobody quote there. Reply to it, or write a post with its link.',
  'refusal.mention.already-theirs': 'It is theirs already.',
  'refusal.account-removed': 'The account that received it is no longer connected, so nobody can reply from here.',
  'done.review': 'Sent to review. The card is in {channels}.',
  'done.review.no-channel':
    'Sent to review, and nobody sees the card yet: no channel gets drafts. An admin types “/vigie bind drafts” in the one that is to get them.',
  'done.saved': 'Saved. It is reviewed again.',
  'done.approved': 'Approved. It goes out now.',
  'done.approved.scheduled': 'Approved. It goes out on {at}.',
  'done.approved.more': 'Approved. {count, plural, one {One more approval is} other {# more approvals are}} needed.',
  'done.changes': 'Sent back to {name}.',
  'done.rejected': 'Rejected.',
  'done.rescheduled': 'It goes out on {at}.',
  'done.corrected': 'Noted, thank you: {sentiment}.',
  'done.assigned': '{name} has it now.',
  'done.digest': 'The week so far is in {channels}.',
  'done.digest.no-channel':
    'No channel gets the digest yet. An admin types “/vigie bind digest” in the one that is to get it.',
  'done.language': 'Vigie now answers you in English.',
  'done.brand-language':
    'Cards of {brand} are now in English. Those on which something is left to do are being rewritten.',
  'fault.unknown':
    'The database was lost at the very moment when this was being kept, so that it may be done or not. Look at the card before you try again.',
  fault: 'That did not work, and nothing was done. Try again; if it keeps failing, tell whoever runs Vigie.',
  'command.unknown':
    'There is no command “{name}”. {suggestion, select, none {} other {Did you mean “/vigie {suggestion}”? }}“/vigie help” lists them all.',
  'command.usage': 'That is not how the command goes. Write: {usage}',
  'command.help.intro': 'What Vigie understands:',
  'command.help.line': '/vigie {usage}: {summary}',
  'command.help.summary': 'this list, or one command in detail',
  'command.help.detail': 'Without a name it lists all commands. With one: how it goes and who may use it.',
  'command.help.who': 'For: {roles}.',
  'command.draft.summary': 'write a post',
  'command.draft.detail':
    'Opens a form with the account, the text and the time. Text after the command is put into the form; “account:maison” before it chooses where it goes. Nothing goes out before somebody has approved it.',
  'command.draft.unknown-account': 'There is no account {names} here, so choose below. There are: {known}.',
  'command.edit.summary': 'change a draft, wherever its card is',
  'command.edit.detail':
    'Opens the form of a draft. Name it by its code, which “drafts” shows, such as #4f0a91. What is approved already is reviewed again.',
  'command.edit.unknown':
    'No draft that can be changed is called “{typed}”. “/vigie drafts” lists them with their codes.',
  'command.drafts.summary': 'drafts on which something is left to do',
  'command.drafts.detail': 'Lists drafts that wait for review, for their time or for a decision after a failure.',
  'command.drafts.none': 'No draft waits for anything.',
  'command.drafts.line': '{state}: {text} ({author})',
  'command.listed': '{code} {line}',
  'command.drafts.line.scheduled': '{state} for {at}: {text} ({author})',
  'command.mentions.summary': 'mentions that wait for somebody',
  'command.mentions.detail':
    'Lists the oldest first. “mentions show”, for editors, gives cards to those that have none in the channel: because of its settings, or because a summary stands for them.',
  'command.mentions.none': 'Nothing waits. Well done.',
  'command.mentions.line': '{name}, {at}: {text} ({state})',
  'command.mentions.count': '{count, plural, one {One mention waits} other {# mentions wait}}:',
  'command.assign.summary': 'put somebody in charge of a mention, yourself unless told',
  'command.assign.detail':
    'Name the mention by its code, which “mentions” shows, such as #4f0a91, and the person with “@name”: “assign #4f0a91 @name”. Whoever is given one is told.',
  'command.assign.unknown':
    'No mention that waits for somebody is called “{typed}”. “/vigie mentions” lists them with their codes.',
  'command.digest.summary': 'the week so far, in the digest channel',
  'command.digest.detail': 'The week’s own digest comes by itself on Monday at {hour}, in the brand’s time zone.',
  'command.status.summary': 'how the accounts and channels are',
  'command.status.detail': 'Says which accounts work, when they were last read, and which channels get what.',
  'command.status.brand': '{brand}, time zone {zone}.',
  'command.status.account.active': '{network}, @{handle}: works, last read {at}.',
  'command.status.account.hashtags':
    '{network}, @{handle}: its server does not find posts by their words, only by hashtags. What is said of the brand without a hashtag and without naming the account stays unheard.',
  'command.status.account.never': '{network}, @{handle}: not read yet.',
  'command.status.account.failing': '{network}, @{handle}: cannot be read at the moment ({error}). Next attempt {at}.',
  'command.status.account.needs-sign-in':
    '{network}, @{handle}: the network refuses it. An admin reconnects it with the button on its card, or with “/vigie connect”.',
  'command.status.no-accounts': 'No account is connected. An admin connects one with “/vigie connect”.',
  'command.status.problem.token-refused':
    'The chat refuses Vigie’s token ({detail}). Whoever runs Vigie installs the app anew and sets the new token.',
  'command.status.problem.scope-missing':
    'The app lacks the right {detail}. Whoever runs Vigie adds it in the app’s settings, and installs the app anew.',
  'command.status.problem.other-app':
    'The token is that of the app {token}, and what you do comes for the app {heard}. If forms do not open, whoever runs Vigie takes both tokens, or the signing secret, from one app.',
  'command.status.right':
    '{right, select, VIEW_CHANNEL {View Channel} SEND_MESSAGES {Send Messages} READ_MESSAGE_HISTORY {Read Message History} ATTACH_FILES {Attach Files} CREATE_PUBLIC_THREADS {Create Public Threads} SEND_MESSAGES_IN_THREADS {Send Messages in Threads} other {{name}}}',
  'command.status.problem.channel-refused':
    '{trouble, select, absent {Vigie is not in #{name}: {entry, select, permissions {edit the channel and let Vigie see it and send messages} other {type “/invite @Vigie” there}}.} gone {#{name} is gone, or Vigie does not see it any more: {entry, select, permissions {let Vigie see it} other {type “/invite @Vigie” there}}, or bind another channel.} archived {#{name} is archived: open it again, or bind another channel.} history {The history below a card in #{name} is locked, and what happens to that card is not told there: unlock the thread.} histories {The server has as many open threads as Discord allows, and histories in #{name} wait: close some of them.} rights {Vigie lacks rights in #{name}: {rights}. Give its role these in the channel’s settings.} other {Vigie may not write in #{name}: let apps post in the channel’s settings, or bind another channel.}}{trouble, select, history {} histories {} other { Cards wait meanwhile.}}',
  'command.status.problem.channel-shared':
    'People of another organisation read #{name}, and see every card there. Bind another channel with “/vigie setup”.',
  'command.status.problem.not-connected':
    'What is done in the chat does not arrive at present ({detail}). If it lasts, whoever runs Vigie looks at the app token.',
  'command.status.problem.group-gone':
    '@{name} is gone, and nobody has rights by it any more. Give them to another with “/vigie roles”, and take them from this one: “/vigie roles @{name} none”, or “name” and “role” in the fields of “/vigie roles”.',
  'command.status.problem.organisation':
    'The app is installed for the whole organisation {detail}, which Vigie does not serve. Whoever runs Vigie installs it in one workspace, and sets that token.',
  'command.status.problem.unreachable':
    'The chat does not answer ({detail}). Vigie keeps trying, and delivers what waits.',
  'command.status.channel': '#{name} gets: {purpose}.',
  'command.status.waiting':
    '{cards, plural, =0 {All cards are delivered.} one {One card is on its way.} other {# cards are on their way.}}',
  'command.status.stuck':
    '{count, plural, one {A card} other {# cards}} for #{name} could not be delivered so far: {error}. Vigie goes on trying.',
  'command.status.abandoned':
    '{count, plural, one {A card} other {# cards}} in #{name} cannot be changed any more, because the channel is gone: Vigie has stopped trying. Should it come back, delete by hand what is not to stand there.',
  'command.accounts.summary': 'the connected accounts',
  'command.accounts.detail': 'Admins connect one with “/vigie connect” and take one out with “/vigie disconnect”.',
  'command.brand.summary': 'the brand: what it listens for, its time zone, its rules',
  'command.brand.detail':
    'Shows the brand of this channel. Admins change it with “brand edit”, its words with “brand edit words”, its rules with “brand edit rules”, when approvers are reminded with “brand edit reminders”, and make another with “brand new”. “brand share” lets the team work elsewhere too, such as in Slack and in Discord.',
  'command.brand.share.done':
    'An admin of the other place types this in the channel that is to get the cards, within a day: “/vigie brand join {code}”. It is good once, and whoever reads along there sees what {name} gets.',
  'command.brand.join.done':
    '{name} has its team here too: #{channel} gets all its cards. “/vigie setup {slug}” changes that.',
  'command.brand.join.wrong': 'This code is not good, or no longer: ask for another with “/vigie brand share”.',
  'command.brand.line': '{name}: language {language}, time zone {zone}.',
  'command.brand.phrases': 'Listens for: {words}.',
  'command.brand.exclusions': 'Leaves out: {words}.',
  'command.brand.policy':
    'Before a post goes out: {approvals, plural, one {one approval} other {# approvals}}{own, select, yes {; the author’s own counts} other {, not the author’s own}}.',
  'command.brand.reply-policy':
    'Before a reply goes out: {approvals, plural, one {one approval} other {# approvals}}{own, select, yes {; the author’s own counts} other {, not the author’s own}}.',
  'command.lang.summary': 'the language of Vigie’s answers to you, or of the brand’s cards',
  'command.lang.detail':
    '“en” or “fr”. With “brand” it changes the language of the cards, for everybody; only admins may.',
  'command.roles.summary': 'who may do what',
  'command.roles.detail':
    'Viewers read, editors answer mentions and write drafts, approvers decide about drafts, admins do everything. Admins give roles with “roles @name editor approver”. In Discord a role of the server can have them too, for the brand of the channel: “roles @role editor”.',
  'command.roles.line': '{name}: {roles}',
  'command.roles.group':
    'Members of @{name}, for {brand}: {roles}{gone, select, yes { (there is no @{name} any more)} other {}}',
  'role.viewer': 'viewer',
  'role.editor': 'editor',
  'role.approver': 'approver',
  'role.admin': 'admin',
  'purpose.mentions': 'mentions',
  'purpose.alerts': 'alerts',
  'purpose.drafts': 'drafts',
  'purpose.digest': 'the digest',
  'purpose.sector': 'the sector',
  'language.en': 'English',
  'language.fr': 'French',
  'failure.text-too-long': '{network} refused it: the text is too long. Edit it to be shorter.',
  'failure.text-empty': '{network} refused it: there is no text. Edit it.',
  'failure.duplicate': '{network} refused it as a repetition of something you posted. Edit the text.',
  'failure.target-gone': 'The post that it answers or quotes is gone, so it cannot go out. Withdraw the draft.',
  'failure.part-lost':
    'Nobody knows where the post before it is on {network}, so it cannot go on from there. Publish the rest there yourself, then leave it at that here.',
  'failure.not-allowed':
    '{network} does not let @{handle} do that. Check the account’s rights and who may answer that post.',
  'failure.account-suspended': '{network} has suspended @{handle}. Sort that out with {network}, then try again.',
  'failure.unsupported': '{network} does not offer that.',
  'failure.address-refused':
    'The address leads to an internal network, or to no place of the web, and Vigie does not go there. Whoever runs Vigie can allow internal ones: VIGIE_ALLOW_INTERNAL_ADDRESSES.',
  'failure.other': '{network} refused it and says: “{detail}”',
  'failure.unauthorised':
    '{network} refused the credentials of @{handle}. Once the account is connected again, try again.',
  'failure.gave-up': '{network} could not be reached for a long time. Nothing was sent. Try again when it works.',
} as const
