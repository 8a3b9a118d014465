import type { setup as english } from '../en/setup.ts'

export const setup: Record<keyof typeof english, string> = {
  'modal.brand.new': 'Nouvelle marque',
  'modal.brand.edit': 'La marque',
  'modal.brand.name': 'Nom',
  'modal.brand.language': 'Langue de ses cartes',
  'modal.brand.zone': 'Fuseau horaire',
  'modal.brand.zone.hint': 'Par exemple Europe/Paris.',
  'modal.brand.phrases': 'Mots à écouter',
  'modal.brand.handles': 'Ses noms sur les réseaux',
  'modal.brand.exclusions': 'Mots qui parlent d’autre chose',
  'modal.brand.words.hint': 'Un par ligne.',
  'modal.brand.approvals': 'Validations avant de publier un post',
  'modal.brand.own': 'L’auteur peut-il valider son post ?',
  'modal.brand.reply-approvals': 'Validations avant de répondre',
  'modal.brand.reply-own': 'L’auteur peut-il valider sa réponse ?',
  'modal.brand.own.no': 'Non, quelqu’un d’autre',
  'modal.brand.own.yes': 'Oui, s’il est valideur',
  'error.brand.name': 'Mettez quelques lettres ou chiffres, pour que les commandes puissent la nommer.',
  'error.brand.taken': 'Une marque de ce nom existe déjà.',
  'error.zone': 'Ce n’est pas un fuseau horaire. Écrivez par exemple Europe/Paris.',
  'done.brand': '{name} est là, avec ses canaux. Dans les commandes, elle s’appelle {slug}.',
  'done.brand.bind':
    '{name} est là. Tapez maintenant « /vigie bind mentions {slug} » dans le canal qui recevra ses mentions, puis de même avec alerts, drafts et digest ; et « /vigie roles @nom editor » pour chaque personne de l’équipe.',
  'done.brand.changed': '{name} est modifiée. Ce qui attend une validation suit aussitôt les nouvelles règles.',
  'command.claim.summary': 'devenir le premier administrateur avec le code du journal de Vigie',
  'command.claim.detail':
    'Le code ne sert qu’une fois. Il est dans le journal de Vigie tant que l’espace de travail n’a pas d’administrateur.',
  'command.claim.wrong':
    'Ce n’est pas le code, ou il a déjà servi. L’actuel est dans le journal de Vigie, si l’espace de travail n’a pas encore d’administrateur.',
  'command.claim.done': 'Vous êtes administrateur.',
  'command.bind.summary': 'envoyer un type de cartes dans ce canal',
  'command.bind.detail':
    'À taper dans le canal. Si l’espace de travail a plusieurs marques, nommez-en une. Un autre canal qui avait ce rôle ne reçoit plus rien de nouveau.',
  'command.bind.which': 'Nommez la marque, parmi : {brands}. « /vigie brand new » en crée une.',
  'command.bind.done': '#{name} reçoit désormais {purpose} de la marque {brand}.',
  'command.unbind.summary': 'ne plus envoyer un type de cartes dans cet espace de travail',
  'command.unbind.detail': 'Les cartes déjà là restent et sont tenues à jour.',
  'command.unbind.none': 'Aucun canal ne reçoit {purpose}.',
  'command.unbind.done': '{names} ne reçoit plus {purpose}.',
  'command.roles.unknown':
    '« {user} » ne peut pas avoir de rôle ici : les invités et les personnes d’autres espaces de travail ne le peuvent pas.',
  'command.roles.last-admin': 'Il faut un administrateur : nommez-en d’abord un autre.',
  'command.roles.none': 'aucun',
}
