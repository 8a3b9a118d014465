import type { noise as english } from '../en/noise.ts'

export const noise: Record<keyof typeof english, string> = {
  'command.mute.summary': 'plus de rappels pour vous pendant un temps, ou plus de cartes d’un auteur',
  'command.mute.detail':
    '« mute 2h », « mute demain » (jusqu’à neuf heures du matin) et « mute off » concernent les messages privés que Vigie vous envoie. « mute @auteur », pour les rédacteurs, évite les cartes des mentions d’une personne du public, durablement ou pour « 2h » ou « 3j » ; elles restent comptées et listées, et les alertes arrivent toujours. Sans rien, dit ce qui est en sourdine.',
  'command.mute.own': 'Vigie ne vous envoie aucun message privé jusqu’au {at}.',
  'command.mute.own.not': 'Les messages privés de Vigie vous parviennent.',
  'command.mute.authors': 'Pas de cartes de :',
  'command.mute.author.line': '@{handle} sur {network}',
  'command.mute.author.line.until': '@{handle} sur {network}, jusqu’au {at}',
  'command.mute.author.unknown': 'Personne du nom de @{handle} n’a mentionné la marque.',
  'command.mute.author.not': '@{handle} n’est pas en sourdine.',
  'command.mute.author.done':
    'Les mentions de @{handle} ne font plus de cartes, sauf les alertes. « /vigie mute @{handle} off » l’annule.',
  'command.mute.author.done.until':
    'Les mentions de @{handle} ne font pas de cartes jusqu’au {at}, sauf les alertes. « /vigie mute @{handle} off » l’annule.',
  'command.mute.author.off': 'Les mentions de @{handle} font de nouveau des cartes.',
}
