import type { compose as english } from '../en/compose.ts'

export const compose: Record<keyof typeof english, string> = {
  'modal.draft.texts': 'Texte par réseau',
  'modal.draft.texts.own': 'Écrire un texte différent pour chacun, à l’étape suivante',
  'written.removed':
    '{count, plural, one {Un caractère que personne ne voit a été retiré} other {# caractères que personne ne voit ont été retirés}} du texte.',
  'error.own-texts': 'Ou choisissez un texte différent pour chaque réseau.',
  'modal.draft.files': 'Images',
  'modal.draft.files.hint': 'JPEG, PNG, WebP ou GIF, {maximum} au plus.',
  'modal.draft.images': 'Images à garder',
  'modal.draft.alternative': 'Image {number} : ce que doit savoir une personne qui ne la voit pas',
  'modal.draft.finish': 'Dernière étape',
  'error.file.unknown': 'Un fichier n’est plus là. Choisissez-le à nouveau.',
  'error.media.unsupported': '{network} ne prend pas d’images.',
  'error.media.too-many': '{network} prend {maximum} images au plus, et il y en a {count}. Retirez-en.',
  'error.media.wrong-type':
    '{network} ne prend pas de fichiers {type} : retirez l’image {number}, ou enregistrez-la en JPEG.',
  'error.media.too-large': 'L’image {number} est trop lourde pour {network} : {size} sur {maximum}. Réduisez-la.',
  'error.media.alternative-too-long':
    'La description de l’image {number} est trop longue pour {network} : {count} sur {maximum}.',
  'failure.media-refused':
    '{network} a refusé une image. Modifiez le brouillon pour la retirer, ou enregistrez-la à nouveau.',
  'failure.media-gone':
    'Une image n’est plus dans le répertoire de données de Vigie. Rien n’a été envoyé. Modifiez le brouillon et ajoutez-la à nouveau.',
  'picture.label': 'Image {number} sur {total} : {type}, {width} × {height}, {size}',
  'picture.described': 'Décrite ainsi : « {alternative} »',
  'picture.undescribed': 'Personne ne l’a décrite pour celles et ceux qui ne la voient pas.',
  'picture.megabytes': '{size} Mo',
  'picture.kilobytes': '{size} ko',
  'picture.refused.empty': 'Le fichier est vide.',
  'picture.refused.broken': 'L’image est abîmée. Enregistrez-la à nouveau et réessayez.',
  'picture.refused.video': 'Vigie ne publie pas encore de vidéo. Choisissez une image : JPEG, PNG, WebP ou GIF.',
  'picture.refused.too-large': 'Le fichier dépasse {maximum}. Réduisez-le.',
  'picture.refused.not-an-image':
    '{type, select, none {Vigie ne reconnaît pas d’image dans ce fichier} other {Le fichier est de type {type}}}. Choisissez un JPEG, PNG, WebP ou GIF.',
  'picture.refused.too-many-pixels': 'L’image fait {width} × {height} pixels, ce qui est trop. Réduisez-la.',
  'modal.draft.alternative.file': '{name} : ce que doit savoir une personne qui ne la voit pas',
  'done.files.waiting': 'Enregistré. Le brouillon part en validation dès que ses images sont là.',
  'done.links.reading':
    'Conservé. Il passera en validation dès que la page du lien aura été lue, dans quelques secondes.',
  'done.files.held-back':
    'Le brouillon est gardé avec son texte, et n’est pas encore en validation : sa carte dit pourquoi.',
  'draft.file.waiting': '{name} est en cours de récupération.',
  'draft.file.here': '{name} est là. Elle s’ajoute au brouillon quand il part en validation.',
  'draft.file.refused': '{name} n’a pas été prise. {reason}',
  'picture.unnamed': 'Une image',
  'modal.draft.links': 'Afficher un aperçu de',
  'modal.draft.warning': 'Avertissement',
  'modal.draft.warning.hint': 'Placé avant le texte, qui est alors replié, et compté avec lui. Sur {networks}.',
  'modal.draft.visibility': 'Qui le voit',
  'modal.draft.visibility.hint': 'Sur {networks}.',
  'visibility.usual': 'comme d’habitude sur ce compte',
  'visibility.same': 'comme le post auquel il répond',
  'modal.draft.language': 'Langue',
  'modal.draft.language.auto': 'selon le texte',
  'error.visibility':
    '{networks} ne sait pas montrer un post ainsi : {visibility}. Choisissez autre chose, ou retirez le compte.',
  'draft.card': 'Avec un aperçu de {url} :',
  'draft.card.image': 'Image de l’aperçu : {type}, {width} × {height}, {size}',
  'draft.card.reading': 'La page derrière {url} est en cours de lecture.',
  'draft.card.none': '{url} n’a pas d’aperçu : {reason}',
  'draft.card.none.unreachable': 'la page n’a pas répondu à temps.',
  'draft.card.none.refused': 'la page dit qu’elle n’existe pas, ou pas pour tout le monde.',
  'draft.card.none.internal': 'l’adresse mène à un réseau interne, où Vigie ne va pas.',
  'draft.card.none.not-a-page': 'il y a derrière un fichier, et non une page.',
  'draft.card.none.untitled': 'la page n’a pas de titre.',
  'picture.refused.external': 'Elle appartient à une autre entreprise ou à un autre service. Envoyez-la ici vous-même.',
  'picture.refused.gone':
    'Elle n’est plus là, ou se trouve là où Vigie ne la voit pas : invitez-y Vigie, ou envoyez-la ici vous-même.',
  'picture.refused.right-missing':
    'Il manque à Vigie le droit {right}. Il faut donner ce droit à l’application et l’installer à nouveau.',
  'picture.refused.unreachable': 'Elle n’a pas pu être récupérée. Réessayez plus tard.',
}
