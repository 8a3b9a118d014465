import type { setup as english } from '../en/setup.ts'

export const setup: Record<keyof typeof english, string> = {
  'modal.brand.edit': 'La marque',
  'modal.brand.edit.words': 'Ce qu’elle écoute',
  'modal.brand.edit.rules': 'Règles de validation',
  'modal.brand.name': 'Nom',
  'modal.brand.language': 'Langue de ses cartes',
  'modal.brand.zone': 'Fuseau horaire',
  'modal.brand.zone.hint': 'Par exemple Europe/Paris.',
  'modal.brand.phrases': 'Mots à écouter',
  'modal.brand.handles': 'Ses noms sur les réseaux',
  'modal.brand.exclusions': 'Mots qui parlent d’autre chose',
  'modal.brand.phrases.hint': 'Un par ligne. Vide : son nom.',
  'modal.brand.words.hint': 'Un par ligne.',
  'modal.brand.approvals': 'Validations avant de publier un post',
  'modal.brand.own': 'L’auteur peut-il valider son post ?',
  'modal.brand.reply-approvals': 'Validations avant de répondre',
  'modal.brand.reply-own': 'L’auteur peut-il valider sa réponse ?',
  'modal.brand.edit.reminders': 'Rappels',
  'modal.brand.remind.reply': 'Rappeler une réponse aux valideurs',
  'modal.brand.remind.post': 'Rappeler un post aux valideurs',
  'modal.brand.remind.after':
    '{minutes, plural, =0 {jamais} one {au bout de # minute} =60 {au bout d’une heure} =1440 {au bout d’un jour} =120 {au bout de {hours} heures} =240 {au bout de {hours} heures} =480 {au bout de {hours} heures} other {au bout de # minutes}}',
  'modal.brand.remind.hint':
    'En message privé, l’un après l’autre, une seule fois chacun, du lundi au vendredi entre 9 h et 19 h à l’heure de la marque, ou plus tôt si le brouillon doit partir avant.',
  'command.brand.reminders': 'Rappels aux valideurs, pour une réponse : {reply} ; pour un post : {post}.',
  'modal.brand.own.no': 'Non, quelqu’un d’autre',
  'modal.brand.own.yes': 'Oui, s’il est valideur',
  'error.brand.name': 'Mettez quelques lettres ou chiffres, pour que les commandes puissent la nommer.',
  'error.brand.taken': 'Une marque de ce nom existe déjà.',
  'error.zone': 'Ce n’est pas un fuseau horaire. Écrivez par exemple Europe/Paris.',
  'done.brand.changed': '{name} est modifiée. Ce qui attend une validation suit aussitôt les nouvelles règles.',
  'modal.setup.brand': 'Réglages 1/3 : la marque',
  'modal.setup.channels': 'Réglages 2/3 : canaux',
  'modal.setup.people': 'Réglages 3/3 : équipe',
  'modal.setup.next': 'Enregistrer et suivre',
  'modal.setup.finish': 'Enregistrer et finir',
  'modal.setup.channel.mentions': 'Les mentions arrivent dans',
  'modal.setup.channel.alerts': 'Les alertes arrivent dans',
  'modal.setup.channel.drafts': 'Les brouillons se valident dans',
  'modal.setup.channel.digest': 'Le bilan de la semaine arrive dans',
  'modal.setup.channel.sector': 'La veille sectorielle arrive dans',
  'modal.setup.channel.hint': 'Un même canal peut tout recevoir. Vide : rien ne change.',
  'modal.setup.people.groups': 'Personnes, ou rôles du serveur : ceux-ci l’ont pour {brand} seulement.',
  'modal.setup.people.editor': 'Rédacteurs : répondent et rédigent',
  'modal.setup.people.approver': 'Valideurs : décident des brouillons',
  'modal.setup.people.admin': 'Administrateurs : tout, ces réglages compris',
  'setup.intro':
    'Trois étapes courtes : la marque, ses canaux, l’équipe. Chacune est enregistrée dès que vous l’envoyez. « /vigie réglages » y revient à tout moment.',
  'setup.brand.made': '{name} est là. Dans les commandes, elle s’appelle {slug}. Où ses cartes doivent-elles arriver ?',
  'setup.brand.kept': '{name} est enregistrée. Où ses cartes doivent-elles arriver ?',
  'setup.channels.kept': 'Les canaux sont enregistrés. Qui travaille ici ? Les autres peuvent lire.',
  'setup.absent':
    'Vigie n’est pas encore dans #{name} : {entry, select, permissions {modifiez le canal pour que Vigie le voie et puisse y écrire} other {tapez-y « /invite @Vigie »}}. Les cartes attendent d’ici là.',
  'setup.unseen':
    'Vigie ne peut pas voir qui lit #{name} : le canal est lié tout de même. Vérifiez vous-mêmes que seule votre équipe le lit, et voyez ce qui manque avec « /vigie statut ».',
  'setup.done': '{name} est prête. Dans les commandes, elle s’appelle {slug}.',
  'setup.nobody': 'personne pour l’instant',
  'setup.people.editor': 'Répondent et rédigent : {names}.',
  'setup.people.approver': 'Valident : {names}.',
  'setup.accounts': 'Comptes : {accounts}.',
  'setup.no-account':
    'Il manque un compte. « /vigie connecter » en connecte un ; ou la personne qui gère Vigie le fait en ligne de commande, avec « account add bluesky --brand {slug} --handle … ».',
  'setup.try':
    'Pour essayer : quand quelqu’un écrit « {words} » sur un réseau, la carte arrive dans {channels}. Ou rédigez un post avec « /vigie brouillon Bonjour ».',
  'setup.try.later':
    'Ensuite : quand quelqu’un écrira « {words} » sur un réseau, la carte arrivera dans {channels}, et « /vigie brouillon Bonjour » commencera un post.',
  'error.place.unseen':
    'Vigie ne voit pas ce canal. Fermez ce formulaire, {entry, select, permissions {modifiez le canal pour que Vigie le voie et puisse y écrire} other {tapez « /invite @Vigie » dans le canal}}, puis « /vigie réglages » : ce que vous avez envoyé est gardé.',
  'error.place.unseen.command':
    'Vigie ne voit pas #{name} : {entry, select, permissions {modifiez le canal pour que Vigie le voie et puisse y écrire} other {tapez « /invite @Vigie » dans le canal}}, puis tapez ceci à nouveau.',
  'error.place.shared': 'Des personnes d’une autre organisation lisent #{name}. Choisissez un canal de votre équipe.',
  'error.place.direct': 'Les cartes ont besoin d’un canal, pas de messages privés.',
  'error.place.unasked':
    'Le chat ne répond pas : impossible de savoir qui lit #{name}, et rien n’a été enregistré. Réessayez dans un instant.',
  'error.place.archived': '#{name} est archivé. Choisissez un autre canal.',
  'error.person.guest':
    '{count, plural, one {{names} est en accès invité et ne peut} other {{names} sont en accès invité et ne peuvent}} avoir de rôle.',
  'error.person.stranger':
    '{count, plural, one {{names} vient d’un autre espace de travail et ne peut} other {{names} viennent d’un autre espace de travail et ne peuvent}} avoir de rôle.',
  'error.person.bot':
    '{count, plural, one {{names} est une application et ne peut} other {{names} sont des applications et ne peuvent}} avoir de rôle.',
  'error.person.nobody':
    '{count, plural, one {{names} n’est pas, ou plus,} other {{names} ne sont pas, ou plus,}} dans cet espace de travail.',
  'error.person.no-editor':
    '{name} ne peut pas répondre aux mentions. Un administrateur donne le rôle de rédacteur avec « /vigie équipe ».',
  'error.roles.changed':
    'Quelqu’un a changé les rôles entre-temps, et rien n’a été enregistré. Tapez « /vigie réglages » pour les revoir.',
  'command.setup.summary': 'régler la marque, ses canaux et l’équipe, pas à pas',
  'command.setup.detail':
    'Trois formulaires ; chacun est enregistré dès l’envoi, et montre ce qui est réglé quand on le rouvre. Si l’espace de travail a plusieurs marques, nommez-en une. « marque nouvelle » en commence une autre.',
  'command.setup.which':
    'Dites quelle marque : « /vigie réglages » suivi de l’une de {brands}. « /vigie marque nouvelle » en crée une autre.',
  'refusal.unclaimed':
    'Il n’y a pas encore d’administrateur ici. La personne qui gère Vigie trouve dans son journal une ligne « no admin yet » avec la commande qui vous nomme : « /vigie claim » et un code.',
  'command.claim.summary': 'devenir le premier administrateur avec le code du journal de Vigie',
  'command.claim.detail':
    'Le code ne sert qu’une fois. Il est dans le journal de Vigie tant que l’espace de travail n’a pas d’administrateur.',
  'command.claim.wrong':
    'Ce n’est pas le code, ou il a déjà servi. L’actuel est dans le journal de Vigie, si l’espace de travail n’a pas encore d’administrateur.',
  'command.claim.done': 'Vous êtes administrateur.',
  'command.bind.summary': 'envoyer un type de cartes dans ce canal',
  'command.bind.detail':
    'À taper dans le canal, ou nommez-le. Si l’espace de travail a plusieurs marques, nommez-en une. Un autre canal qui avait ce rôle ne reçoit plus rien de nouveau.',
  'command.bind.which': 'Nommez la marque, parmi : {brands}. « /vigie marque nouvelle » en crée une.',
  'command.bind.done': '#{name} reçoit désormais {purpose} de la marque {brand}.',
  'command.unbind.summary': 'ne plus envoyer un type de cartes dans cet espace de travail',
  'command.unbind.detail': 'Les cartes déjà là restent et sont tenues à jour.',
  'command.unbind.none': 'Aucun canal ne reçoit {purpose}.',
  'command.unbind.done': '{names} ne reçoit plus {purpose}.',
  'command.roles.unknown':
    'Personne du nom de « {user} » ne peut avoir de rôle ici. Choisissez la personne dans la liste qui s’ouvre après « @ » ; les invités et les personnes d’autres espaces de travail ne le peuvent pas.',
  'command.roles.no-role':
    '« {word} » n’est pas un rôle. {suggestion, select, unknown {} other {Vouliez-vous dire « {suggestion} » ? }}Il y a : {known}. Écrivez par exemple : /vigie équipe @nom rédacteur valideur',
  'command.roles.several':
    'Plusieurs personnes s’appellent « {user} » : {names}. Choisissez-en une dans la liste qui s’ouvre après « @ ».',
  'command.roles.last-admin': 'Il faut un administrateur : nommez-en d’abord un autre.',
  'command.roles.none': 'aucun',
  'command.roles.group.given':
    'Membres de @{name}, pour {brand} : {roles}. Cela vaut dès leur prochain clic, et cesse dès qu’ils n’en sont plus membres. Ceux qui ont déjà utilisé Vigie reçoivent les rappels.',
  'command.roles.group.taken': 'Être membre de @{name} ne donne plus de droits pour {brand}.',
  'command.roles.group.nothing': 'Être membre de @{name} ne donne aucun droit ici.',
  'command.roles.group.gone': '@{name} n’existe plus. On ne peut plus lui donner que « aucun ».',
  'command.roles.group.unknown':
    'Celui-ci ne peut donner de droits à personne : il est à tout le monde, à une application, ou n’existe plus. Choisissez-en un que reçoivent des personnes de l’équipe.',
}
