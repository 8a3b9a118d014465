/** What the Slack side says of its own, around cards and forms. */
export const slack = {
  'slack.show-all': 'Show all of it',
  'slack.whole': 'All of it',
  'slack.close': 'Close',
  'slack.cancel': 'Cancel',
  'slack.confirm': 'Are you sure?',
  'slack.part': '{label} ({part} of {parts})',
  'slack.time': '{label}: time',
  'slack.notice': 'Vigie',
  'slack.open-form': 'Open the form',
  'slack.needs-click': 'Slack opens a form only after a click.',
  'slack.not-done': 'Vigie could not do this just now, and nothing was done. Try again in a moment.',
  'slack.token-refused':
    'Slack refuses Vigie’s token, so nothing was done. Whoever runs Vigie installs the app anew and sets the new token.',
  'slack.still-working': 'This takes longer than usual. The answer comes here when it is there.',
  'slack.send-again': 'This takes longer than usual. Send it again in a moment: it is done only once.',
  'slack.too-late': 'This took too long for Slack to open the form. Try again.',
  'slack.form-refused': 'Slack did not open the form ({error}). Tell whoever runs Vigie: its log says more.',
  'slack.form-not-opened': 'Slack did not open the form just now. Try again in a moment.',
  'slack.unreadable':
    'Slack sent this in a shape that Vigie cannot read, and nothing was done. Try again; if it stays so, tell whoever runs Vigie: its log says what differs.',
  'slack.too-long': 'This is too long to be edited in Slack.',
  'slack.organisation':
    'Vigie is installed for the whole organisation, which it does not serve: nothing was done. Whoever runs Vigie installs it in one workspace.',
  'slack.gone': 'The whole text is no longer there.',
  'slack.no-picture': '{label}. Slack cannot show it here.',
  'slack.no-files': 'Images can be added once the app has the right {right}: whoever runs Vigie installs it again.',
  'slack.count': '{name} {count} of {maximum} {unit, select, bytes {bytes} other {characters}}',
}
