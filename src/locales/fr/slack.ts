import type { slack as english } from '../en/slack.ts'

export const slack: Record<keyof typeof english, string> = {
  'slack.show-all': 'Tout afficher',
  'slack.whole': 'Texte complet',
  'slack.close': 'Fermer',
  'slack.cancel': 'Annuler',
  'slack.confirm': 'Vous confirmez ?',
  'slack.part': '{label} ({part} sur {parts})',
  'slack.time': '{label} : heure',
  'slack.notice': 'Vigie',
  'slack.open-form': 'Ouvrir le formulaire',
  'slack.needs-click': 'Slack n’ouvre un formulaire qu’après un clic.',
  'slack.not-done': 'Vigie n’a pas pu s’en occuper, et rien n’a été fait. Réessayez dans un instant.',
  'slack.token-refused':
    'Slack refuse le jeton de Vigie, et rien n’a été fait. La personne qui gère Vigie réinstalle l’application et règle le nouveau jeton.',
  'slack.still-working': 'Cela prend plus de temps que d’habitude. La réponse arrivera ici.',
  'slack.send-again':
    'Cela prend plus de temps que d’habitude. Renvoyez dans un instant : ce ne sera fait qu’une seule fois.',
  'slack.too-late': 'Slack a attendu trop longtemps pour ouvrir le formulaire. Réessayez.',
  'slack.form-refused':
    'Slack n’a pas ouvert le formulaire ({error}). Prévenez la personne qui gère Vigie : son journal en dit plus.',
  'slack.form-not-opened': 'Slack n’a pas pu ouvrir le formulaire. Réessayez dans un instant.',
  'slack.unreadable':
    'Slack a transmis ceci sous une forme que Vigie ne sait pas lire, et rien n’a été fait. Réessayez ; si cela persiste, prévenez la personne qui gère Vigie : son journal dit ce qui diffère.',
  'slack.too-long': 'Ce texte est trop long pour être modifié dans Slack.',
  'slack.organisation':
    'Vigie est installée pour toute l’organisation, ce qu’elle ne prend pas en charge : rien n’a été fait. La personne qui gère Vigie l’installe dans un seul espace de travail.',
  'slack.gone': 'Le texte complet n’est plus là.',
  'slack.no-picture': '{label}. Slack ne peut pas l’afficher ici.',
  'slack.no-files':
    'Des images pourront être ajoutées quand l’application aura le droit {right} : il faut l’installer à nouveau.',
  'slack.count': '{name} {count} sur {maximum} {unit, select, bytes {octets} other {caractères}}',
}
