/** Feeds, and what they say of the sector. */
export const feeds = {
  'sector.header': '{source}: {title}',
  'sector.header.many': '{source}: {count} new items',
  'sector.more': '{count, plural, one {and one more} other {and # more}}',
  'sector.context': '{author}, {at}',
  'sector.link': 'Read on {site}',

  'feed.problem.not-found': 'There is nothing at this address.',
  'feed.problem.gone': 'The site says that it has ended for good.',
  'feed.problem.forbidden': 'The site does not let programs read it, or only those who sign in.',
  'feed.problem.no-feed': 'What is there is no feed, and it names none.',
  'feed.problem.too-large': 'It is larger than 10 MB.',
  'feed.problem.address-refused':
    'The address leads into an internal network, or to no place of the web, and Vigie does not go there. Whoever runs Vigie can allow internal addresses (VIGIE_ALLOW_INTERNAL_ADDRESSES).',
  'feed.problem.rate-limited': 'The site asks to come back later.',
  'feed.problem.unavailable': 'The site does not answer.',
  'feed.problem.other': 'The site does not give it out.',

  'feed.card.ended': 'The feed {title} has ended',
  'feed.card.ended.hint': 'Vigie reads it no more. “/vigie feed remove” takes it off the list.',
  'feed.card.failing': 'The feed {title} cannot be read',
  'feed.card.failing.hint':
    'Vigie goes on trying. If it has moved, take it out with “/vigie feed remove” and add its new address.',
  'feed.card.mended': 'The feed {title} can be read again',
  'feed.card.last': 'Last read {at}',
  'feed.card.never': 'Never read so far',
} as const
