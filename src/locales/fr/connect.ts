import type { connect as english } from '../en/connect.ts'

export const connect: Record<keyof typeof english, string> = {
  'command.connect.summary': 'connecter un compte de la marque',
  'command.connect.detail':
    'Vous donne le chemin d’une page de Vigie, pour vous uniquement, qui s’ouvre une fois et dans les dix minutes. Vous vous y identifiez auprès du réseau, ou y entrez un mot de passe créé pour Vigie ; rien de secret ne se tape dans le chat. Rien n’est connecté avant que vous l’ayez confirmé ici : avec la carte qui vous arrive, ou en tapant de nouveau « /vigie connecter ».',
  'option.network': 'réseau',
  'option.network.about': 'Où se trouve le compte ; sinon on vous le demande',
  'command.connect.unknown':
    'Le réseau « {name} » n’existe pas ici. {suggestion, select, none {} other {Vouliez-vous dire « {suggestion} » ? }}Il y a : {networks}.',
  'command.connect.more':
    'Écrivez seulement « /vigie connecter {network} ». Le reste se demande sur la page. Si vous avez tapé un mot de passe, changez-le : il n’a rien à faire dans un chat.',
  'connect.link':
    'Sur cette page, vous connectez un compte {network} à {brand}. Elle est pour vous uniquement, s’ouvre une fois, et dans les dix minutes.',
  'connect.link.open': 'Ouvrir la page',
  'connect.unreachable':
    'Vigie n’a pas d’adresse que votre navigateur puisse atteindre : la personne qui gère Vigie règle PUBLIC_URL, ou connecte le compte en ligne de commande, avec « account add {network} --brand {slug} --handle … ».',
  'modal.connect.title': 'Connecter un compte',
  'modal.connect.submit': 'Continuer',
  'modal.connect.intro': 'Vous recevrez le chemin d’une page pour cela. Rien de secret ne se tape ici.',
  'modal.connect.network': 'Réseau',
  'modal.connection.title': 'Est-ce le bon compte ?',
  'modal.connection.submit': 'Envoyer',
  'modal.connection.intro':
    '{name}, @{handle}, sur {network}{server, select, none {} other { ({server})}}. Il n’est connecté que si vous le dites.',
  'modal.connection.answer': 'Que faire',
  'connection.header': '{network} : est-ce le bon compte ?',
  'connection.text':
    'Vous l’avez ouvert sur la page de Vigie. Il n’est connecté à {brand} qu’une fois que vous l’avez confirmé.',
  'connection.name': 'Nom',
  'connection.handle': 'Compte',
  'connection.network': 'Réseau',
  'connection.server': 'Serveur',
  'connection.until': 'Sans réponse dans les dix minutes, Vigie l’oublie, mot de passe compris.',
  'connection.button.confirm': 'Le connecter',
  'connection.button.decline': 'Pas celui-ci',
  'connection.header.confirmed': '{network} : @{handle} est connecté',
  'connection.header.declined': '{network} : @{handle} n’est pas connecté',
  'connection.header.expired': '{network} : @{handle} n’est pas connecté',
  'connection.confirmed': 'Il appartient désormais à {brand}.',
  'connection.declined': 'Vous avez dit que ce n’est pas le bon. Vigie l’a oublié.',
  'connection.expired':
    'Personne ne l’a confirmé dans les dix minutes. Vigie l’a oublié ; « /vigie connecter » recommence.',
  'done.connected': 'Connecté. Vigie le lit désormais, et « /vigie statut » dit comment il va.',
  'done.declined': 'Pas connecté : Vigie l’a oublié. « /vigie connecter » recommence.',
  'refusal.connection.not-yours':
    'C’est quelqu’un d’autre qui a ouvert ce compte, et cette personne seule peut le confirmer.',
  'refusal.connection.expired':
    'C’était il y a plus de dix minutes : Vigie a oublié le compte et rien n’a été connecté. « /vigie connecter » recommence.',
  'refusal.connection.over': 'Vous avez déjà répondu.',
  'refusal.connection.brand':
    'Entre-temps, ce compte est à une autre marque : rien n’a été connecté. Déconnectez-le d’abord là-bas, avec « /vigie déconnecter ».',
  'outage.header': '{network} refuse @{handle}',
  'outage.text':
    '{network} n’accepte plus les identifiants de Vigie pour @{handle} : un mot de passe a peut-être changé, ou l’accès de Vigie y a été retiré. Tant que le compte n’est pas reconnecté, rien n’y est lu et rien n’y part.',
  'outage.waits':
    'Ce qui doit y partir attend, et partira une fois le compte reconnecté ; ce qui aura alors plus de deux heures de retard demandera une nouvelle heure. Les j’aime et les suppressions attendent le temps qu’il faut. Ce qui s’écrit entre-temps sera lu à ce moment-là.',
  'outage.button': 'Reconnecter',
  'outage.since': 'Depuis le {since}. Seuls les administrateurs peuvent le reconnecter.',
  'outage.works': 'Il fonctionne déjà de nouveau.',
  'outage.header.connected': '{network}, @{handle} : fonctionne de nouveau',
  'outage.header.removed': '{network}, @{handle} : déconnecté',
  'outage.over': 'Il a été refusé du {since} au {until}.',
  'option.disconnect.about': 'Quel compte ; sinon on vous le demande',
  'command.disconnect.summary': 'retirer un compte',
  'command.disconnect.detail':
    'Demande lequel, dit ce que cela entraîne, et ne le fait qu’ensuite. Son mot de passe est effacé, son historique reste.',
  'modal.disconnect.title': 'Déconnecter un compte',
  'modal.disconnect.next': 'Continuer',
  'modal.disconnect.submit': 'Valider',
  'modal.disconnect.account': 'Compte',
  'modal.disconnect.which': '{network}, @{handle} :',
  'modal.disconnect.sure':
    'Vigie efface ses identifiants pour ce compte, n’y lit plus rien et n’y publie plus rien. Ce qui a été lu et publié reste. Reconnecté plus tard, il sera relu à partir de la veille.',
  'modal.disconnect.posts':
    '{posts, plural, =0 {Rien n’y est programmé.} one {Un post qui y est programmé n’y partira pas : sa carte le dira.} other {# posts qui y sont programmés n’y partiront pas : leurs cartes le diront.}}',
  'modal.disconnect.mentions':
    '{mentions, plural, =0 {Aucune mention reçue par lui n’attend.} one {Une mention reçue par lui attend encore : personne ne pourra plus y répondre d’ici.} other {# mentions reçues par lui attendent encore : personne ne pourra plus y répondre d’ici.}}',
  'modal.disconnect.really': 'Le déconnecter ?',
  'modal.disconnect.keep': 'Non, le garder',
  'modal.disconnect.remove': 'Oui, le déconnecter',
  'done.kept': '{network}, @{handle} reste connecté. Rien n’a changé.',
  'done.disconnected': '{network}, @{handle} est déconnecté, et ses identifiants sont effacés.',
}
