import type { connectPage as english } from '../en/connect-page.ts'

export const connectPage: Record<keyof typeof english, string> = {
  'connect.page.window': '{title} · Vigie',
  'connect.page.title': 'Connecter {network}',
  'connect.page.title.problem': 'Cette page ne s’ouvre pas',
  'connect.page.heading': 'Connecter {network} à {brand}',
  'connect.page.heading.again': 'Reconnecter @{handle} sur {network}',
  'connect.page.asked':
    '{name} l’a demandé dans {platform, select, slack {Slack} discord {Discord} other {le chat de l’équipe}}. Si ce n’est pas vous, fermez cette page : elle ne fait alors rien.',
  'connect.page.will': 'Ce que Vigie pourra faire',
  'connect.page.will.inbox': 'Lire ce qui est adressé au compte : mentions, réponses, citations.',
  'connect.page.will.search': 'Chercher les mots de la marque dans les posts publics du réseau.',
  'connect.page.will.publish':
    'Publier les posts{replies, select, true { et les réponses} other {}} que l’équipe a validés{media, plural, =0 {} one {, avec une image} other {, avec # images au plus}}.',
  'connect.page.will.deeds': 'À la demande de l’équipe : {deeds}.',
  'connect.page.deed.delete': 'supprimer des posts du compte',
  'connect.page.deed.edit': 'modifier des posts du compte',
  'connect.page.deed.like': 'aimer des posts',
  'connect.page.deed.repost': 'partager des posts',
  'connect.page.will.counts': 'Lire combien de personnes suivent le compte et réagissent à ses posts.',
  'connect.page.wont':
    'Elle ne publie rien d’elle-même. Les identifiants sont chiffrés, et ne sont montrés à personne.',
  'connect.page.confirm-later': 'Rien n’est connecté tant que vous ne l’avez pas confirmé dans le chat.',
  'connect.page.continue': 'Continuer',
  'connect.page.service': 'Serveur',
  'connect.page.service.hint':
    'Par exemple {example} : ce qui suit le second @ du nom du compte, ou figure dans son adresse.',
  'connect.page.service.usual': 'Où se trouve le compte, si ce n’est pas {service}.',
  'connect.page.authorise.heading': 'S’identifier auprès du réseau',
  'connect.page.authorise.text':
    'Vous allez sur votre serveur, vous y identifiez et y autorisez Vigie. Vigie ne voit pas votre mot de passe.',
  'connect.page.authorise': 'Aller sur le serveur',
  'connect.page.secret.heading': 'Ou avec un jeton d’accès',
  'connect.page.handle': 'Compte',
  'connect.page.handle.hint': 'Son nom sur le réseau, par exemple {example}.',
  'connect.page.secret.application-password': 'Mot de passe pour Vigie',
  'connect.page.secret.application-password.hint':
    'Pas votre propre mot de passe : dans les réglages du réseau, sous « Mots de passe d’application » ou similaire, créez-en un pour Vigie. Vous pourrez l’y retirer à tout moment.',
  'connect.page.secret.access-token': 'Jeton d’accès',
  'connect.page.secret.access-token.hint':
    'Se crée dans les réglages de votre serveur, sous « Développement » ou similaire.',
  'connect.page.try': 'S’identifier',
  'connect.page.away.heading': 'Vers {host}',
  'connect.page.away.text':
    'Identifiez-vous là-bas et autorisez Vigie : vous reviendrez ici. S’il ne se passe rien, suivez le lien.',
  'connect.page.away.link': 'Aller sur {host}',
  'connect.page.found.heading': 'Cela fonctionne : il reste une étape',
  'connect.page.found.text': 'Vigie a ouvert ce compte :',
  'connect.page.found.confirm':
    'Confirmez-le maintenant dans {platform, select, slack {Slack} discord {Discord} other {le chat de l’équipe}}, dans les dix minutes : Vigie vous y écrit en message privé. Si rien n’arrive, tapez-y de nouveau « /vigie connecter ». Vous pouvez fermer cette page.',
  'connect.page.confirmed.heading': '@{handle} est connecté',
  'connect.page.confirmed.text': 'Vigie le lit désormais. Vous pouvez fermer cette page.',
  'connect.page.declined.heading': 'Le compte n’est pas connecté',
  'connect.page.declined.text':
    'Vous avez dit que ce n’est pas le bon, et Vigie l’a oublié. Tapez « /vigie connecter » dans le chat pour recommencer. Vous pouvez fermer cette page.',
  'connect.problem.heading': 'Cela n’a pas fonctionné',
  'connect.problem.handle-missing': 'Dites de quel compte il s’agit.',
  'connect.problem.secret-missing': 'Entrez le mot de passe ou le jeton avec lequel Vigie doit s’identifier.',
  'connect.problem.service-missing': 'Dites sur quel serveur se trouve le compte.',
  'connect.problem.service-unreadable': 'Ce n’est pas l’adresse d’un serveur. Écrivez par exemple {example}.',
  'connect.problem.service-insecure':
    'Vigie n’appelle que des serveurs en https : ce qui part vers les autres peut être lu en route.',
  'connect.problem.service-internal':
    'C’est une adresse à l’intérieur d’un réseau privé, que Vigie n’appelle pas. Si c’est voulu, la personne qui gère Vigie le permet avec VIGIE_ALLOW_INTERNAL_ADDRESSES.',
  'connect.problem.refused':
    '{network} n’accepte pas {how, select, network {ce qu’il vient de donner. Réessayez} token {ce jeton d’accès. Vérifiez qu’il a été copié en entier et qu’il n’a pas été retiré} other {ce nom et ce mot de passe. Vérifiez les deux : il faut un mot de passe créé pour Vigie, pas le vôtre}}.',
  'connect.problem.rejected':
    '{network} ne laisse pas entrer Vigie avec ce compte. Identifiez-vous là-bas vous-même et voyez ce qui s’affiche : le compte est peut-être suspendu, ou le serveur n’admet pas d’autres programmes.',
  'connect.problem.unavailable':
    'Le serveur ne répond pas comme un serveur {network}. Vérifiez son nom ; s’il est juste, le serveur est peut-être en panne : réessayez dans quelques minutes.',
  'connect.problem.denied':
    'Vous, ou votre serveur, avez dit non : rien n’a été connecté. Si c’était par erreur, retournez sur le serveur.',
  'connect.problem.not-authorised':
    'Votre serveur vous a renvoyé avec une erreur et sans autoriser Vigie. Réessayez ; si cela continue, la personne qui gère ce serveur peut dire pourquoi.',
  'connect.problem.brand':
    'Ce compte est à une autre marque. Déconnectez-le d’abord là-bas, avec « /vigie déconnecter », ou identifiez-vous avec un autre compte.',
  'connect.problem.too-often':
    'C’était trop d’essais. Tapez « /vigie connecter » dans le chat pour un autre lien, après avoir vérifié ce que vous entrez.',
  'connect.problem.fault':
    'Vigie a rencontré une erreur, et rien n’a été connecté. Réessayez ; si cela continue, prévenez la personne qui gère Vigie.',
  'connect.problem.rate-limited':
    '{network} ne veut plus d’essais avant le {at}. Réessayez après ; tapez « /vigie connecter » si cette page est alors fermée.',
  'connect.problem.other-account':
    'Vous vous êtes identifié comme @{found}, mais c’est @{expected} qu’il faut reconnecter. Identifiez-vous comme @{expected}, peut-être après vous être déconnecté du réseau ; pour connecter aussi @{found}, tapez « /vigie connecter » dans le chat.',
  'connect.denied.unknown':
    'Cette page n’existe pas, ou n’existe plus. Tapez « /vigie connecter » dans le chat pour recevoir un lien.',
  'connect.denied.used':
    'Ce lien a déjà été ouvert, peut-être dans un autre navigateur, et ne s’ouvre qu’une fois. Si ce n’était pas vous, rien n’est perdu : sans vous, rien n’est connecté. Tapez « /vigie connecter » dans le chat pour en recevoir un autre.',
  'connect.denied.expired':
    'Plus de dix minutes ont passé, et ce qui a été entré est oublié. Tapez « /vigie connecter » dans le chat pour un autre lien.',
  'connect.denied.not-allowed':
    'Seuls les administrateurs de l’équipe connectent des comptes, et vous ne l’êtes plus. « /vigie équipe » dans le chat dit qui ils sont.',
  'connect.denied.not-yours':
    'Cette page appartient à un autre navigateur, ou le réseau vous a ramené deux fois. Continuez là où vous avez commencé, ou tapez « /vigie connecter » dans le chat pour un autre lien.',
  'connect.denied.too-many':
    'Trop de liens erronés sont venus de votre réseau. Attendez une minute, puis rouvrez le vôtre.',
  'connect.denied.foreign-form':
    'Ce formulaire n’a pas été envoyé depuis la page de Vigie : rien n’a été fait. Revenez en arrière et renvoyez-le.',
  'connect.fault': 'Vigie a rencontré une erreur, et rien n’a été connecté. Revenez en arrière et réessayez.',
}
