import type { feeds as english } from '../en/feeds.ts'

/** Les flux, et ce qu’ils disent du secteur. */
export const feeds: Readonly<Record<keyof typeof english, string>> = {
  'sector.header': '{source} : {title}',
  'sector.header.many': '{source} : {count} nouveaux articles',
  'sector.more': '{count, plural, one {et un autre} other {et # autres}}',
  'sector.context': '{author}, {at}',
  'sector.link': 'Lire sur {site}',

  'feed.problem.not-found': 'Il n’y a rien à cette adresse.',
  'feed.problem.gone': 'Le site annonce qu’il est fermé pour de bon.',
  'feed.problem.forbidden': 'Le site ne se laisse pas lire par un programme, ou seulement par qui se connecte.',
  'feed.problem.no-feed': 'Ce qui s’y trouve n’est pas un flux, et n’en indique aucun.',
  'feed.problem.too-large': 'Il dépasse 10 Mo.',
  'feed.problem.address-refused':
    'L’adresse mène à un réseau interne, ou hors du web, et Vigie n’y va pas. Qui exploite Vigie peut autoriser les adresses internes (VIGIE_ALLOW_INTERNAL_ADDRESSES).',
  'feed.problem.rate-limited': 'Le site demande de revenir plus tard.',
  'feed.problem.unavailable': 'Le site ne répond pas.',
  'feed.problem.other': 'Le site ne le donne pas à lire.',

  'feed.card.ended': 'Le flux {title} n’existe plus',
  'feed.card.ended.hint': 'Vigie ne le lit plus. « /vigie flux retirer » l’enlève de la liste.',
  'feed.card.failing': 'Le flux {title} est illisible',
  'feed.card.failing.hint':
    'Vigie réessaie. S’il a déménagé, retirez-le avec « /vigie flux retirer » et ajoutez sa nouvelle adresse.',
  'feed.card.mended': 'Le flux {title} est de nouveau lisible',
  'feed.card.last': 'Dernière lecture : {at}',
  'feed.card.never': 'Jamais lu jusqu’ici',
}
