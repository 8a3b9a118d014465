import type { deeds as english } from '../en/deeds.ts'

/** What is done to posts that exist: likes and reposts of others', deletions of ours. */
export const deeds: Record<keyof typeof english, string> = {
  'mention.button.like': 'Aimer',
  'mention.button.unlike': 'Ne plus aimer',
  'mention.button.repost': 'Partager…',
  'mention.button.unrepost': 'Annuler le partage',
  'mention.mark.done': '{kind, select, like {Aimé} other {Partagé}} par {name}, en tant que @{handle}.',
  'mention.mark.way': '{name} {kind, select, like {aime} other {partage}} ce post en tant que @{handle} : en cours.',
  'mention.mark.failed': '{kind, select, like {Le j’aime} other {Le partage}} n’a pas abouti. {reason}',
  'mention.mark.back.way': '{name} {kind, select, like {retire le j’aime} other {annule le partage}} : en cours.',
  'mention.mark.back.failed': '{kind, select, like {Le j’aime} other {Le partage}} est toujours là. {reason}',
  'mention.our-reply.deleted': 'Notre réponse, supprimée depuis :',
  'deed.account-waits': '@{handle} sur {network} doit être reconnecté : d’ici là, cela attend.',
  'deed.failure.target-gone': 'Le post n’existe plus : son auteur l’a supprimé, ou le cache à @{handle}.',
  'deed.failure.not-allowed':
    '{network} ne permet pas cela à @{handle}. Vérifiez les droits du compte, et si l’auteur l’a bloqué.',
  'deed.failure.unauthorised':
    '@{handle} n’est plus connecté à Vigie. Faites-le sur {network}, ou reconnectez le compte et réessayez.',
  'deed.failure.gave-up': '{network} est resté longtemps injoignable. Réessayez quand il fonctionnera.',
  'failure.target-edited':
    'L’auteur a modifié son post depuis la décision : rien n’a été fait. Relisez-le, puis décidez.',
  'failure.too-late':
    'Impossible pendant plus de deux heures : ce n’est peut-être plus voulu. Recommencez si c’est toujours le cas.',
  'refusal.mark.done-already': 'Le post est déjà {kind, select, like {aimé} other {partagé}}, ou va l’être.',
  'refusal.mark.not-done': 'Il n’y a pas de {kind, select, like {j’aime} other {partage}} à retirer.',
  'refusal.mark.post-gone':
    'L’auteur a supprimé ou masqué ce post : il n’y a plus rien à {kind, select, like {aimer} other {partager}}.',
  'refusal.mark.unsupported': 'On ne peut pas {kind, select, like {aimer} other {partager}} ce post d’ici.',
  'refusal.mark.account-removed':
    'Le compte qui l’a reçu n’est plus connecté. Vous pouvez {kind, select, like {aimer} other {partager}} ce post sur sa page.',
  'refusal.mark.private': 'C’est un message privé : il ne se montre pas à tout le monde.',
  'modal.repost.title': 'Partager',
  'modal.repost.submit': 'Valider',
  'modal.repost.intro':
    'Tous les abonnés de @{handle} sur {network} verront ce post de {name}, tel qu’il est ici. Le partage peut être annulé.',
  'modal.repost.edited':
    'L’auteur a modifié son post depuis l’ouverture du formulaire : rien n’a été fait. Voici ce qu’il dit maintenant.',
  'modal.repost.really': 'Le partager ?',
  'modal.repost.keep': 'Non',
  'modal.repost.repost': 'Oui, le partager',
  'done.repost': 'Le partage part vers les abonnés de @{handle}.',
  'done.repost.kept': 'Rien n’a été partagé.',
  'draft.button.delete': 'Supprimer du réseau',
  'draft.deleted': 'Supprimé',
  'draft.deletion.way': 'Suppression en cours sur {network}, demandée par {name}.',
  'draft.deletion.done': 'Supprimé de {network} par {name}, {at}.',
  'draft.deletion.failed': 'Non supprimé de {network}. {reason}',
  'modal.delete.title': 'Supprimer du réseau',
  'modal.delete.submit': 'Supprimer',
  'modal.delete.intro':
    'Ceci est public. Là où vous le choisissez, ce sera supprimé pour tout le monde, avec les j’aime et les partages. Personne ne pourra revenir en arrière. Ce que d’autres ont copié reste.',
  'draft.deletion.lost':
    '{count, plural, one {Vigie ne sait pas où se trouve l’un des posts : supprimez-le vous-même là-bas.} other {Vigie ne sait pas où se trouvent # des posts : supprimez-les vous-même là-bas.}}',
  'modal.delete.accounts': 'Où faut-il supprimer ?',
  'modal.delete.account': '{network}, @{handle}{count, plural, one {} other { : un fil de #, le dernier post d’abord}}',
  'error.delete.nowhere': 'Choisissez où supprimer, ou fermez le formulaire.',
  'refusal.delete.nothing': 'Il ne reste rien que l’on puisse supprimer d’ici.',
  'done.delete': 'Suppression en cours sur {networks}. La carte dira quand ce sera fait.',
  'modal.disconnect.deeds':
    '{deeds, plural, one {Un j’aime, un partage ou une suppression en attente ne se fera pas} other {# j’aime, partages et suppressions en attente ne se feront pas}} : la carte le dira.',
  'history.liked': '{name} a aimé ce post.',
  'history.like-taken-back': '{name} n’aime plus ce post.',
  'history.reposted': '{name} a partagé ce post.',
  'history.repost-taken-back': '{name} a annulé le partage.',
  'history.mark-failed.do': '{kind, select, like {Le j’aime} other {Le partage}} n’a pas abouti. {reason}',
  'history.mark-failed.undo': '{kind, select, like {Le j’aime} other {Le partage}} est toujours là. {reason}',
  'history.reply-deleted': '{name} a fait supprimer la réponse du réseau.',
  'history.deletion-asked': '{name} demande la suppression sur {networks}.',
  'history.deleted': 'Supprimé de {networks}.',
  'history.deletion-failed': 'Non supprimé. {reason}',
}
