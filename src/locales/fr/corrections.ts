import type { corrections as english } from '../en/corrections.ts'

/** Editing what is published. */
export const corrections: Record<keyof typeof english, string> = {
  'draft.header.edit': '{state} : modification d’un post publié',
  'draft.header.edit-reply': '{state} : modification de la réponse publiée à {name}',
  'draft.answered-gone': 'Le post de {name} auquel ceci répond, ou qu’il cite, n’est plus là.',
  'draft.change.words': 'Ce qui change : « {before} » devient « {after} ».',
  'draft.change.added': 'Ce qui change : « {after} » est ajouté.',
  'draft.change.removed': 'Ce qui change : « {before} » est retiré.',
  'draft.change.other': 'Les mots restent les mêmes ; l’avertissement ou la langue change.',
  'draft.change.none': 'Ce post reste tel quel.',
  'draft.untouched.editable': 'Sur {network} en tant que @{handle}, il reste tel quel.',
  'draft.untouched.unsupported':
    'Sur {network}, un post publié ne peut pas être modifié : il y reste tel quel en tant que @{handle}.',
  'draft.untouched.removed': '@{handle} sur {network} a été retiré de Vigie : ce qui y est publié reste tel quel.',
  'draft.untouched.lost':
    'Personne ne sait où se trouve le post de @{handle} sur {network} : il reste tel quel. Modifiez-le là-bas vous-même.',
  'draft.untouched.unpublished': 'Sur {network} en tant que @{handle}, rien n’en a été publié.',
  'draft.untouched.deleted': 'Sur {network} en tant que @{handle}, il a été supprimé, ou va l’être.',
  'draft.corrected-by': '{name} le modifie. D’ici la publication, voici ce que le public voit.',
  'draft.edit-again': '{network} n’a pas encore répondu. Le texte est renvoyé le {at}, sans dommage s’il y est déjà.',
  'draft.unknown.edit':
    'Le nouveau texte a été envoyé plusieurs fois à {network}, sans réponse. Vérifiez sur {network} s’il y est, puis dites-le ici. Rien n’est renvoyé d’ici là.',
  'draft.button.absent-edit': 'Il n’y est pas : renvoyer',
  'modal.correct.title': 'Modifier le post publié',
  'modal.correct.intro': 'Le nouveau texte est validé comme tout autre, puis remplace ce qui est publié.',
  'modal.correct.images': 'Ses images restent telles quelles.',
  'modal.correct.thread': 'Le fil garde ses {count} posts, séparés par des lignes « --- ».',
  'error.correction.same': 'Rien n’a encore changé.',
  'error.correction.parts':
    '{total, plural, one {C’est un seul post, et il le reste : retirez les lignes « --- ».} other {Le fil compte # posts, et une modification n’en ajoute ni n’en retire : il y en a ici {count}.}}',
  'refusal.draft.correction-under-way': 'Quelqu’un d’autre modifie déjà ce post. Cette modification passe d’abord.',
  'refusal.correction.under-way':
    '{name} modifie déjà ce post. Voyez la carte de cette modification, ou attendez qu’elle soit publiée.',
  'refusal.correction.none': 'Ce qui est publié ne peut pas être modifié.',
  'failure.post-gone':
    'Le post n’est plus sur {network} : il n’y a plus rien à y modifier. Retirez cette modification, ou tenez-vous-en là.',
  'history.corrected': '{name} l’a modifié sur {networks}.',
  'history.corrected.words': '{name} l’a modifié sur {networks} : « {before} » devient « {after} ».',
  'history.corrected.added': '{name} l’a modifié sur {networks} et a ajouté « {after} ».',
  'history.corrected.removed': '{name} l’a modifié sur {networks} et a retiré « {before} ».',
}
