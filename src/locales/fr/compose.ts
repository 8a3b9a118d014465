import type { compose as english } from '../en/compose.ts'

export const compose: Record<keyof typeof english, string> = {
  'modal.draft.texts': 'Texte par réseau',
  'modal.draft.texts.own': 'Écrire un texte différent pour chacun, à l’étape suivante',
  'modal.draft.limit': '{network} {maximum}',
  'modal.draft.limits': 'Nombre maximal de caractères : {limits}.',
  'modal.draft.count': '{count} sur {maximum} {unit, select, bytes {octets} other {caractères}} pour l’instant.',
  'error.own-texts': 'Ou choisissez un texte différent pour chaque réseau.',
}
