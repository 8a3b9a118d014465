/** What the Discord side says of its own, around cards and forms. */
export const discord = {
  'discord.typed': '{label}:\n{value}',
  'discord.show-all': 'Show all of it',
  'discord.withheld': 'Discord does not let these words through. Press the button to read them.',
  'discord.confirm': 'Are you sure?',
  'discord.yes': 'Yes',
  'discord.part': '{label} ({part} of {parts})',
  'discord.page': '{title} ({page}/{pages})',
  'discord.step': '{title}: step {page} of {pages} is noted, and nothing is done yet.',
  'discord.next': 'Go on',
  'discord.correct': 'Correct it',
  'discord.open-form': 'Open the form',
  'discord.when': 'Such as 2026-03-29 09:00{zone, select, none {} other { ({zone})}}',
  'discord.not-done': 'Vigie could not do this just now, and nothing was done. Try again in a moment.',
  'discord.interrupted':
    'Vigie was restarted while it was busy with what you did here. Look whether it is done, and do it once more if it is not.',
  'discord.form-gone':
    'Vigie no longer has this form, and nothing was done. Open it once more; this is what you wrote:',
  'discord.too-long': 'This is too long to be edited in Discord.',
  'discord.no-picture': '{label}. Discord cannot show it here.',
  'discord.count': '{name} {count} of {maximum} {unit, select, bytes {bytes} other {characters}}',
  'discord.gone': 'The whole text is no longer there.',
  'discord.not-told':
    'What Vigie has to tell you is for you alone, and Discord does not let it through. Do the same once more, or let Vigie write to you directly.',
  'discord.no-server': 'Vigie answers in your team’s server: type /vigie there.',
  'discord.command': 'Mentions, drafts and all that Vigie does',
  'discord.message-command': 'Draft from this message',
}
