import type { feeds as english } from '../en/feeds.ts'

/** Les flux, et ce qu’ils disent du secteur. */
export const feeds: Readonly<Record<keyof typeof english, string>> = {
  'sector.header': '{source} : {title}',
  'sector.header.many': '{source} : {count} nouveaux articles',
  'sector.header.erased': 'Effacé : ce que {source} disait du secteur',
  'sector.erased.retention': 'Plus ancien que la durée de conservation de la marque.',
  'sector.erased.forgotten': 'Son auteur a demandé à être oublié.',
  'sector.erased': '{count, plural, one {un article effacé} other {# articles effacés}}',
  'sector.more': '{count, plural, one {et un autre} other {et # autres}}',
  'sector.context': '{author}, {at}',
  'sector.link': 'Lire sur {site}',

  'feed.problem.not-found': 'Il n’y a rien à cette adresse.',
  'feed.problem.gone': 'Le site annonce qu’il est fermé pour de bon.',
  'feed.problem.forbidden': 'Le site ne se laisse pas lire par un programme, ou seulement par qui se connecte.',
  'feed.problem.no-feed': 'Ce qui s’y trouve n’est pas un flux, et n’en indique aucun.',
  'feed.problem.too-large': 'Il dépasse 10 Mo.',
  'feed.problem.unwieldy': 'Sa lecture dure trop longtemps : il est très gros, ou fait de façon illisible.',
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
  'feed.card.removed': 'Ce flux a été retiré',
  'feed.card.removed.hint': 'Ce qu’il a apporté reste.',
  'feed.card.last': 'Dernière lecture : {at}',
  'feed.card.never': 'Jamais lu jusqu’ici',

  'feed.about.brand': 'ce qui cite {brand}',
  'feed.about.all': 'tout y parle de {brand}',
  'feed.about.sector': 'pour la veille sectorielle',
  'feed.line': '{title} ({about}) : {state} {address}',
  'feed.state.read': 'fonctionne, dernière lecture {at}.',
  'feed.state.new': 'pas encore lu.',
  'feed.state.failing': 'illisible pour le moment. {problem} Prochain essai {at}.',
  'feed.state.ended': 'fermé pour de bon.',

  'command.feed.summary': 'les flux de la presse, de blogs et d’avis',
  'command.feed.detail':
    '« flux ajouter », suivi de l’adresse d’un flux ou d’une page qui en a un, le fait lire par Vigie tous les quarts d’heure : ce qui cite la marque devient une mention. Avec « tout », tout ce qu’il contient en devient une, comme dans un flux d’avis. Avec « secteur », tout va au canal de la veille sectorielle et ne compte nulle part. « flux liste » montre les flux, « flux retirer » en retire un, par son adresse ou une partie de son nom. Les administrateurs ajoutent et retirent.',
  'command.feed.add': 'flux ajouter',
  'command.feed.word.sector': 'secteur',
  'command.feed.word.all': 'tout',
  'command.feed.none':
    'Aucun flux n’est lu pour {brand}. Un administrateur en ajoute un avec « /vigie flux ajouter » et son adresse.',
  'command.feed.no-address':
    '« {address} » n’est pas une adresse du web. Elle commence par https:// ou http://, sans nom ni mot de passe.',
  'command.feed.refused': '{address} n’a pas été ajouté. {problem}',
  'command.feed.exists': '{title} est déjà parmi les flux de {brand} ({about}).',
  'command.feed.too-many': '{brand} a {count} flux, et ne peut pas en avoir plus. Retirez-en un d’abord.',
  'command.feed.offers':
    'Cette page n’est pas un flux, mais en indique {count, plural, one {un} other {plusieurs}}. Ajoutez ce que vous voulez :',
  'command.feed.added': 'Ajouté : {title} ({about}).',
  'command.feed.newest': 'Le plus récent :',
  'command.feed.empty': 'Il est vide pour le moment.',
  'command.feed.item.undated': '• {title}',
  'command.feed.item': '• {title} ({at})',
  'command.feed.first':
    'Ce qu’il contient déjà est tenu pour connu, sauf le dernier jour. Vigie le lit tous les quarts d’heure, ou aussi rarement qu’il le demande.',
  'command.feed.no-words': 'Rien n’est écouté jusqu’ici : « /vigie marque modifier mots » dit ce qui désigne {brand}.',
  'command.feed.no-channel':
    'Aucun canal ne reçoit encore la veille sectorielle : tapez « /vigie lier secteur » dans celui qui doit la recevoir.',
  'command.feed.removed': 'Retiré : {title}. Ce qu’il a apporté reste.',
  'command.feed.unknown': 'Aucun flux de {brand} ne s’appelle « {words} », ni ne l’a dans son adresse.',
  'command.feed.which': '« {words} » convient à plusieurs. Donnez l’adresse de celui que vous voulez :',
  'option.feed.action': 'faire',
  'option.feed.action.about': 'Que faire ; la liste, sauf avis contraire',
  'option.feed.add': 'ajouter un flux',
  'option.feed.list': 'lister les flux',
  'option.feed.remove': 'retirer un flux',
  'option.feed.address': 'adresse',
  'option.feed.address.about': 'Celle du flux, ou d’une page qui en a un',
  'option.feed.about': 'sujet',
  'option.feed.about.about': 'De quoi il parle ; ce qui cite la marque, sauf avis contraire',
  'option.feed.all': 'tout y parle de la marque',
  'option.feed.sector': 'il parle du secteur',
}
