import type { discord as english } from '../en/discord.ts'

export const discord: Record<keyof typeof english, string> = {
  'discord.typed': '{label} :\n{value}',
  'discord.show-all': 'Tout afficher',
  'discord.withheld': 'Discord ne laisse pas passer ces mots. Appuyez sur le bouton pour les lire.',
  'discord.confirm': 'Vous confirmez ?',
  'discord.yes': 'Oui',
  'discord.part': '{label} ({part} sur {parts})',
  'discord.page': '{title} ({page}/{pages})',
  'discord.step': '{title} : l’étape {page} sur {pages} est notée, et rien n’est encore fait.',
  'discord.next': 'Continuer',
  'discord.correct': 'Corriger',
  'discord.open-form': 'Ouvrir le formulaire',
  'discord.when': 'Par exemple 29/03/2026 09:00{zone, select, none {} other { ({zone})}}',
  'discord.not-done': 'Vigie n’a pas pu s’en occuper, et rien n’a été fait. Réessayez dans un instant.',
  'discord.interrupted':
    'Vigie a redémarré pendant qu’elle s’occupait de votre demande. Vérifiez si c’est fait, et recommencez sinon.',
  'discord.form-gone':
    'Vigie n’a plus ce formulaire, et rien n’a été fait. Rouvrez-le ; voici ce que vous aviez écrit :',
  'discord.too-long': 'Ce texte est trop long pour être modifié dans Discord.',
  'discord.no-picture': '{label}. Discord ne peut pas l’afficher ici.',
  'discord.count': '{name} {count} sur {maximum} {unit, select, bytes {octets} other {caractères}}',
  'discord.gone': 'Le texte complet n’est plus là.',
  'discord.not-told':
    'Ce que Vigie doit vous dire n’est que pour vous, et Discord ne le laisse pas passer. Recommencez, ou permettez à Vigie de vous écrire en message privé.',
  'discord.no-server': 'Vigie répond sur le serveur de votre équipe : tapez-y /vigie.',
  'discord.command': 'Mentions, brouillons et tout ce que fait Vigie',
  'discord.message-command': 'Brouillon depuis ce message',
}
