/** A person's own page. */
export const home = {
  'home.title': 'Vigie',
  'home.waiting': 'Waiting for you',
  'home.waiting.none': 'Nothing at the moment.',
  'home.approve': 'To approve: {draft}',
  'home.answer': 'To answer, {name}: {text}',
  'home.soon': 'Going out in the next seven days',
  'home.goes-out': '{at}: {draft}',
  'home.soon.none': 'Nothing is scheduled.',
  'home.accounts': 'Accounts',
  'home.more': '{count, plural, one {One more} other {# more}}, see “/vigie drafts” and “/vigie mentions”.',
  'home.no-brand': 'No brand works here yet. An admin types “/vigie setup” in a channel.',
  'home.hint': 'As of the moment when you opened this page. “/vigie help” lists what Vigie understands.',
} as const
