import type { noise as english } from '../en/noise.ts'

export const noise: Record<keyof typeof english, string> = {
  'command.mute.summary': 'plus de rappels pour vous pendant un temps, ou plus de cartes d’un auteur',
  'command.mute.detail':
    '« sourdine 2h », « sourdine demain » (jusqu’à neuf heures du matin) et « sourdine off » concernent les messages privés que Vigie vous envoie. « sourdine @auteur », pour les rédacteurs, évite les cartes des mentions d’une personne du public, durablement ou pour « 2h » ou « 3j » ; elles restent comptées et listées, et les alertes arrivent toujours. Sans rien, dit ce qui est en sourdine.',
  'command.mute.own': 'Vigie ne vous envoie aucun message privé jusqu’au {at}.',
  'command.mute.own.not': 'Les messages privés de Vigie vous parviennent.',
  'command.mute.authors': 'Pas de cartes de :',
  'command.mute.author.line': '@{handle} sur {network}',
  'command.mute.author.line.until': '@{handle} sur {network}, jusqu’au {at}',
  'command.mute.author.unknown': 'Personne du nom de @{handle} n’a mentionné la marque.',
  'command.mute.author.not': '@{handle} n’est pas en sourdine.',
  'command.mute.author.done':
    'Les mentions de @{handle} ne font plus de cartes, sauf les alertes. « /vigie sourdine @{handle} off » l’annule.',
  'command.mute.author.done.until':
    'Les mentions de @{handle} ne font pas de cartes jusqu’au {at}, sauf les alertes. « /vigie sourdine @{handle} off » l’annule.',
  'command.mute.author.off': 'Les mentions de @{handle} font de nouveau des cartes.',
  'summary.header.burst':
    '{count, plural, one {Une mention de plus} other {# mentions de plus}} {within}{negative, plural, =0 {} one {, # négative} other {, # négatives}}',
  'summary.header.burst.alert': 'Alerte : {count, plural, one {une de plus} other {# de plus}} {within}',
  'summary.header.batch':
    '{count, plural, one {Une mention} other {# mentions}} depuis le dernier résumé{negative, plural, =0 {} one {, # négative} other {, # négatives}}',
  'summary.header.quiet':
    '{count, plural, one {Une mention} other {# mentions}} pendant les heures calmes{negative, plural, =0 {} one {, # négative} other {, # négatives}}',
  'summary.header.outage':
    '{count, plural, one {Une mention} other {# mentions}} du temps où ce canal était injoignable{negative, plural, =0 {} one {, # négative} other {, # négatives}}',
  'summary.header.done':
    '{count, plural, =0 {Résumé : toutes affichées en cartes} one {Résumé : une mention, traitée} other {Résumé : # mentions, toutes traitées}}',
  'summary.released': 'Chacune a désormais sa propre carte.',
  'summary.within': '{minutes, plural, one {en une minute} other {en # minutes}}',
  'summary.span': 'Du {start} au {end}.',
  'summary.sentiment': 'Tonalité',
  'summary.sentiment.negative': '{count, plural, one {# négative} other {# négatives}}',
  'summary.sentiment.neutral': '{count, plural, one {# neutre} other {# neutres}}',
  'summary.sentiment.positive': '{count, plural, one {# positive} other {# positives}}',
  'summary.sentiment.unclassified': '{count, plural, one {# non classée} other {# non classées}}',
  'summary.networks': 'Par réseau',
  'summary.network': '{network} {count}',
  'summary.state': 'État',
  'summary.state.waiting':
    '{waiting, plural, one {# attend} other {# attendent}}{done, plural, =0 {} one {, # traitée} other {, # traitées}}',
  'summary.samples': 'Parmi elles :',
  'summary.button.list': 'Les voir',
  'modal.summary.title': 'Mentions',
  'modal.summary.show': 'Afficher en cartes',
  'modal.summary.intro':
    '{count, plural, one {Une mention attend} other {# mentions attendent}}{shown, plural, =0 {} other { ; voici les # premières}}. Chacune de celles que vous choisissez reçoit sa propre carte, pour y répondre.',
  'modal.summary.choose': 'Choisir des mentions',
  'modal.summary.choose.range': 'Et parmi les {start} à {end}',
  'modal.summary.option': '{name}, {sentiment} : {text}',
  'done.summary': '{count, plural, one {Sa carte arrive.} other {Leurs cartes arrivent.}}',
  'done.summary.none': 'Rien n’a été choisi, ou quelqu’un a été plus rapide.',
  'noise.listens.everything': 'toutes les mentions',
  'noise.listens.negative': 'les négatives seulement',
  'noise.listens.questions': 'les questions seulement',
  'noise.batch': '{minutes, plural, one {une carte par minute} other {une carte toutes les # minutes}}',
  'noise.quiet': 'calme de {hours}',
  'modal.noise.title': 'Bruit dans ce canal',
  'modal.noise.listens': 'Ce que #{name} reçoit des mentions',
  'modal.noise.listens.everything': 'Toutes',
  'modal.noise.listens.negative': 'Les négatives seulement',
  'modal.noise.listens.questions': 'Les questions seulement',
  'modal.noise.listens.hint':
    'Les autres sont comptées et listées par « /vigie mentions ». Les alertes arrivent toujours aussitôt.',
  'modal.noise.batch': 'Une seule carte pour tant de minutes',
  'modal.noise.batch.hint': 'Un nombre de minutes. Vide : chacune arrive aussitôt.',
  'modal.noise.quiet': 'Heures calmes',
  'modal.noise.quiet.hint': 'Comme 20:00-08:00, heure de {zone}. Le reste fait une carte à la fin. Vide : aucune.',
  'error.noise.batch': 'Écrivez un nombre de minutes de {minimum} à {maximum}, ou « off ».',
  'error.noise.quiet': 'Écrivez les heures comme 20:00-08:00, ou « off ».',
  'command.noise.summary': 'combien de mentions arrivent dans ce canal, et quand',
  'command.noise.detail':
    'À taper dans le canal. Seule, la commande ouvre un formulaire. « bruit tout », « bruit négatives » ou « bruit questions » dit quelles mentions font des cartes ici ; « bruit lot 30 » n’en fait qu’une de celles d’une demi-heure ; « bruit calme 20:00-08:00 » les garde pour le matin. « off » met fin aux lots ou aux heures calmes. Les alertes arrivent toujours et aussitôt, les brouillons et le bilan comme d’habitude. Les mentions sans carte restent comptées et listées.',
  'command.noise.now': '#{name} reçoit : {settings}.',
  'command.noise.no-mentions':
    '{count, plural, =0 {Aucun canal ne reçoit encore de mentions : « /vigie lier mentions » les envoie ici.} one {Ce canal ne reçoit pas de mentions. Tapez la commande dans {channels}.} other {Ce canal ne reçoit pas de mentions. Tapez la commande dans un de ceux-ci : {channels}.}}',
  'command.status.channel.mentions': '#{name} reçoit : {purpose} ({settings}).',
  'command.mentions.unshown':
    '{count, plural, one {L’une d’elles n’a} other {# d’entre elles n’ont}} pas de carte ici. « /vigie mentions afficher » en donne une à celles que vous choisissez.',
  'command.mentions.all-shown': 'Tout ce qui attend a sa carte dans #{name}.',
  'summary.button.ignore': 'Ignorer le reste',
  'summary.confirm.ignore':
    'Ignorer toutes ces mentions dont personne ne s’occupe ? Elles restent comptées. Celles arrivées après la dernière mise à jour de cette carte ne sont pas touchées.',
  'done.summary.ignored':
    '{count, plural, =0 {Il n’y en avait plus à ignorer.} one {Une mention est ignorée.} other {# mentions sont ignorées.}}',
  'command.status.gathered':
    '{count, plural, one {Une mention attend son lot} other {# mentions attendent leur lot}} ou la fin des heures calmes.',
}
