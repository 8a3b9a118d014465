import type { home as english } from '../en/home.ts'

/** La page de chacun. */
export const home: Readonly<Record<keyof typeof english, string>> = {
  'home.title': 'Vigie',
  'home.waiting': 'En attente de votre part',
  'home.waiting.none': 'Rien pour le moment.',
  'home.approve': 'À valider : {draft}',
  'home.finish': 'À terminer : {draft}',
  'home.change': 'À modifier : {draft} ({name} : {comment})',
  'home.failed': 'Non publié : {draft}',
  'home.missed': 'Heure passée : {draft}',
  'home.outcome-unknown': 'Personne ne sait s’il est parti : {draft}',
  'home.answer': 'À répondre, {name} : {text}',
  'home.soon': 'Publications des sept prochains jours',
  'home.goes-out': '{at} : {draft}',
  'home.soon.none': 'Rien n’est programmé.',
  'home.accounts': 'Comptes',
  'home.more':
    '{count, plural, one {Encore # élément} other {Encore # éléments}} : voir « /vigie brouillons » et « /vigie mentions ».',
  'home.no-brand': 'Aucune marque ici pour l’instant. Un administrateur tape « /vigie réglages » dans un canal.',
  'home.hint': 'À l’ouverture de cette page. « /vigie aide » liste ce que Vigie comprend.',
}
