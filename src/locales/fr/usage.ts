import type { usage as english } from '../en/usage.ts'

export const usage: Record<keyof typeof english, string> = {
  'usage.help': 'aide [commande]',
  'usage.draft': 'brouillon [compte:<nom>] [texte]',
  'usage.edit': 'modifier <brouillon>',
  'usage.drafts': 'brouillons',
  'usage.mentions': 'mentions [afficher]',
  'usage.assign': 'assigner <mention> [@nom]',
  'usage.digest': 'bilan [maintenant]',
  'usage.status': 'statut',
  'usage.accounts': 'comptes',
  'usage.connect': 'connecter [réseau]',
  'usage.disconnect': 'déconnecter [compte]',
  'usage.setup': 'réglages [marque]',
  'usage.brand': 'marque [nouvelle|modifier [mots|règles|rappels]|partager|rejoindre <code>]',
  'usage.roles': 'équipe [@nom lecteur|rédacteur|valideur|administrateur|aucun …]',
  'usage.lang': 'langue en|fr [marque]',
  'usage.noise': 'bruit [tout|négatives|questions] [lot 30|off] [calme 20:00-08:00|off]',
  'usage.mute': 'sourdine [2h|demain|off] | sourdine @auteur [2h|3j|off]',
  'usage.bind': 'lier mentions|alertes|brouillons|bilan [marque] [#canal]',
  'usage.unbind': 'délier mentions|alertes|brouillons|bilan',
  'usage.claim': 'claim <code>',
}
