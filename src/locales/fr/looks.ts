import type { looks as english } from '../en/looks.ts'

/** What becomes of posts at their network, as it is seen when they are looked at again. */
export const looks: Record<keyof typeof english, string> = {
  'mention.header.gone': 'Supprimé : {name} sur {network}',
  'mention.gone': 'Supprimé par son auteur, ou masqué. Le texte est effacé ici aussi.',
  'mention.edited': 'Modifié par son auteur, constaté le {at}',
  'refusal.mention.post-gone': 'L’auteur a supprimé ou masqué ce post : il n’y a plus rien à quoi répondre.',
  'draft.target-edited': '{name} a modifié son post depuis que ceci a été écrit. Relisez-le avant de décider.',
  'draft.target-gone':
    'Le post de {name} auquel ceci répond, ou qu’il cite, a disparu : son auteur l’a supprimé, ou il est masqué. Ceci ne peut pas partir, sauf s’il réapparaît.',
  'history.post-edited': 'L’auteur a modifié son post.',
  'history.post-gone': 'Le post a disparu : son auteur l’a supprimé, ou il est masqué.',
  'history.post-back': 'Le post est de nouveau là.',
  'history.vanished': 'N’est plus sur {networks} : supprimé là-bas, ou masqué.',
  'history.returned': 'De nouveau sur {networks}.',
  'command.status.looks':
    '{network} : les posts sont revus{late, plural, =0 {, sans retard} one {, avec au plus une minute de retard} other {, avec au plus # minutes de retard}}. {left} sur {burst} peuvent l’être pour l’instant, {looks} au plus en {minutes, plural, one {une minute} other {# minutes}}.',
  'command.status.looks.barred':
    '{network} : les posts seront revus à partir du {at} ; le réseau ne le permet pas pour l’instant.',
}
