/** What is kept of the public, for how long, and how it is given up. */
export const privacy = {
  'mention.header.erased': 'Erased: a mention on {network}',
  'mention.erased.retention': 'Older than the brand keeps texts for. It stays counted.',
  'mention.erased.forgotten': 'Its author asked to be forgotten. It stays counted.',
  'command.brand.retention':
    'Texts and authors are kept for {months, plural, one {# month} other {# months}}, then only counts are.',
  'command.brand.retention.done':
    'Texts and authors are now kept for {months, plural, one {# month} other {# months}}, then only counts are. {count, plural, =0 {Nothing is older.} one {One post is older, and is erased for good within a day: until then you can change this back.} other {# posts are older, and are erased for good within a day: until then you can change this back.}}',
  'error.retention': 'Write a number of months from {minimum} to {maximum}, as “/vigie brand retention 13”.',
  'option.retention': 'retention',
  'option.retention.about': 'For how many months texts and authors are kept',
  'command.forget.summary': 'erases all that is held of somebody of the public',
  'command.forget.detail':
    'Shows what the brand holds of somebody who wants to be forgotten, and erases it for good once you confirm. Name them by their handle, by the address of their profile or of a post, or by the name that cards show. What is erased: texts, names, handles, what was noted about them, and what cards say, in the chat too. Counts stay, and so do our own replies. The posts on the network are theirs to delete. Should they write to the brand again, that comes in as new.',
  'command.forget.unknown': 'Nothing is held of {author}.',
  'option.forget.about': 'Who is to be forgotten',
  'modal.forget.title': 'Forget somebody',
  'modal.forget.submit': 'Erase for good',
  'modal.forget.intro':
    '{brand} gives up all that it holds of them: the texts of their posts, names and handles, what was noted about them, and what cards say, those in the chat included. Counts stay, and so do our own replies. Nobody can take this back.',
  'modal.forget.authors': 'Who is it?',
  'modal.forget.author': '{name} on {network}: {count, plural, one {one post} other {# posts}} since {since}',
  'modal.authors.more':
    '{count, plural, one {One more fits} other {# more fit}}: with the address of a profile or of a post the command finds the right one.',
  'modal.export.title': 'What is held of somebody',
  'modal.export.submit': 'Get the file',
  'modal.export.intro': 'Several fit. Choose those who are the person that asks: the file is for nobody else.',
  'error.export.none': 'Choose whose data it is.',
  'error.forget.none': 'Choose who is to be forgotten. If nobody is left to choose, it has been done already.',
  'command.export.summary': 'a file with all that is held of somebody of the public',
  'command.export.detail':
    'Gives you an address that is good once, for ten minutes: a JSON file with everything that the brand holds of somebody who asks for it. Pass it on to them and to nobody else.',
  'command.export.done':
    'Here is all that is held of {author}: {count, plural, one {one post} other {# posts}}, with our replies. The address is good once, for ten minutes.',
  'command.export.link': 'Get the file',
  'command.export.unreachable':
    'No browser could reach the file. Whoever runs Vigie has to set PUBLIC_URL to an address where others reach it.',
  'option.export.about': 'Whose data it is',
  'export.expired':
    'This address is not good, or no longer: it was used, or ten minutes are over. Ask for another in the chat.',
  'done.forgetting':
    'It is being erased, and cards in the chat with it. You will be told when it is done; nothing more is needed, whatever happens meanwhile.',
  'forgotten.header': 'Forgotten by {brand}',
  'done.forgotten':
    '{count, plural, =0 {Nothing was left to erase.} one {One post is erased.} other {# posts are erased.}} Cards in the chat are being edited. Should they write to the brand again, that comes in as new.',
} as const
