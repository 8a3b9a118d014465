import type { privacy as english } from '../en/privacy.ts'

/** What is kept of the public, for how long, and how it is given up. */
export const privacy: Record<keyof typeof english, string> = {
  'mention.header.erased': 'Effacé : une mention sur {network}',
  'mention.erased.retention': 'Plus ancienne que la durée de conservation de la marque. Elle reste comptée.',
  'mention.erased.forgotten': 'Son auteur a demandé à être oublié. Elle reste comptée.',
  'command.brand.retention':
    'Textes et auteurs sont conservés {months, plural, one {# mois} other {# mois}}, puis il ne reste que les nombres.',
  'command.brand.retention.done':
    'Textes et auteurs sont désormais conservés {months, plural, one {# mois} other {# mois}}, puis il ne reste que les nombres. {count, plural, =0 {Rien n’est plus ancien.} one {Un post est plus ancien et sera effacé définitivement d’ici un jour : d’ici là, vous pouvez revenir en arrière.} other {# posts sont plus anciens et seront effacés définitivement d’ici un jour : d’ici là, vous pouvez revenir en arrière.}}',
  'error.retention': 'Écrivez un nombre de mois de {minimum} à {maximum}, comme « /vigie marque conservation 13 ».',
  'option.retention': 'conservation',
  'option.retention.about': 'Pendant combien de mois textes et auteurs sont conservés',
  'command.forget.summary': 'efface tout ce qui est conservé sur une personne du public',
  'command.forget.detail':
    'Montre ce que la marque conserve sur une personne qui veut être oubliée, et l’efface définitivement une fois que vous confirmez. Désignez-la par son identifiant, par l’adresse de son profil ou d’un post, ou par le nom que montrent les cartes. Sont effacés : textes, noms, identifiants, ce qui a été noté à leur sujet et ce que disent les cartes, dans le chat aussi. Les nombres restent, et nos propres réponses aussi. Les posts sur le réseau, c’est à leur auteur de les supprimer. Si la personne écrit de nouveau à la marque, cela arrive comme une nouveauté.',
  'command.forget.unknown': 'Rien n’est conservé sur {author}.',
  'option.forget.about': 'La personne à oublier',
  'modal.forget.title': 'Oublier quelqu’un',
  'modal.forget.submit': 'Tout effacer',
  'modal.forget.intro':
    '{brand} renonce à tout ce qu’elle conserve : textes des posts, noms et identifiants, ce qui a été noté à leur sujet et ce que disent les cartes, y compris celles du chat. Les nombres restent, et nos propres réponses aussi. Personne ne peut revenir en arrière.',
  'modal.forget.authors': 'De qui s’agit-il ?',
  'modal.forget.author': '{name} sur {network} : {count, plural, one {un post} other {# posts}} depuis le {since}',
  'modal.authors.more':
    '{count, plural, one {Une autre personne convient} other {# autres personnes conviennent}} : avec l’adresse d’un profil ou d’un post, la commande trouve la bonne.',
  'modal.export.title': 'Données conservées',
  'modal.export.submit': 'Récupérer le fichier',
  'modal.export.intro':
    'Plusieurs conviennent. Choisissez ceux qui sont la personne qui demande : le fichier n’est destiné à personne d’autre.',
  'error.export.none': 'Choisissez la personne dont ce sont les données.',
  'error.forget.none': 'Choisissez la personne à oublier. S’il n’y a plus personne à choisir, c’est déjà fait.',
  'command.export.summary': 'un fichier avec tout ce qui est conservé sur une personne du public',
  'command.export.detail':
    'Vous donne une adresse valable une seule fois, pendant dix minutes : un fichier JSON avec tout ce que la marque conserve sur une personne qui le demande. Ne le transmettez qu’à cette personne.',
  'command.export.done':
    'Voici tout ce qui est conservé sur {author} : {count, plural, one {un post} other {# posts}}, avec nos réponses. L’adresse est valable une seule fois, pendant dix minutes.',
  'command.export.link': 'Récupérer le fichier',
  'command.export.unreachable':
    'Aucun navigateur ne pourrait atteindre le fichier. La personne qui administre Vigie doit indiquer dans PUBLIC_URL une adresse où l’on peut l’atteindre.',
  'option.export.about': 'La personne dont ce sont les données',
  'export.expired':
    'Cette adresse n’est pas valable, ou ne l’est plus : elle a servi, ou les dix minutes sont passées. Demandez-en une autre dans le chat.',
  'done.forgetting':
    'L’effacement est en cours, cartes du chat comprises. Vous serez prévenu quand ce sera fait ; il n’y a rien d’autre à faire, quoi qu’il arrive entre-temps.',
  'forgotten.header': 'Oublié par {brand}',
  'done.forgotten':
    '{count, plural, =0 {Il ne restait rien à effacer.} one {Un post est effacé.} other {# posts sont effacés.}} Les cartes du chat sont en cours de modification. Si la personne écrit de nouveau à la marque, cela arrive comme une nouveauté.',
}
