import type { chat as english } from '../en/chat.ts'

export const chat: Record<keyof typeof english, string> = {
  'words.quoted': '« {text} »',
  'words.labelled': '{label} : {value}',
  'modal.reply.title': 'Répondre à {name}',
  'modal.quote.title': 'Citer {name}',
  'modal.reply.text': 'Réponse',
  'modal.reply.hint': '{maximum} caractères au plus. Elle passe d’abord en validation.',
  'modal.reply.hint.thread': '{maximum} caractères au plus. Une ligne avec seulement « --- » commence un autre post.',
  'modal.submit.review': 'Envoyer en validation',
  'modal.draft.title': 'Nouveau brouillon',
  'modal.draft.edit': 'Modifier le brouillon',
  'modal.draft.account': 'Publier sur',
  'modal.draft.account.option': '{network}, @{handle}',
  'modal.draft.text': 'Texte',
  'modal.draft.text.hint': 'Une ligne avec seulement « --- » commence le post suivant d’un fil.',
  'modal.draft.when': 'Quand',
  'modal.draft.when.hint': 'Heure de {zone}. Vide : dès la validation.',
  'modal.edit.hint': 'Les validations déjà données valent pour l’ancien texte : le nouveau repasse en validation.',
  'modal.save': 'Enregistrer',
  'modal.change.title': 'Demander une modification',
  'modal.change.comment': 'Que faut-il changer ?',
  'modal.change.submit': 'Renvoyer',
  'modal.reject.title': 'Refuser le brouillon',
  'modal.reject.comment': 'Pourquoi ?',
  'modal.reject.submit': 'Refuser',
  'modal.reschedule.title': 'Changer l’heure',
  'modal.sentiment.title': 'Quelle est la tonalité ?',
  'modal.sentiment.label': 'Tonalité',
  'modal.hand-over.title': 'Confier la mention',
  'modal.hand-over.person': 'À qui ?',
  'modal.hand-over.hint': 'Une personne qui peut y répondre. Elle en est prévenue.',
  'modal.hand-over.submit': 'Confier',
  'error.required': 'Ce champ ne peut pas rester vide.',
  'error.too-long':
    'Trop long pour {network} : {count} sur {maximum} {unit, select, bytes {octets} other {caractères}}. Raccourcissez de {over}.',
  'error.part': 'Post {number} : {error}',
  'error.no-threads': '{network} n’a pas de fils. Retirez les lignes « --- ».',
  'error.too-many-parts': 'Un fil compte {maximum} posts au plus, et il y en a {count}. Retirez-en.',
  'error.when.unreadable': 'Écrivez par exemple 2026-03-31 09:00, ou laissez vide.',
  'error.when.no-time': 'Choisissez aussi une heure, ou laissez aussi la date vide.',
  'error.when.no-day': 'Choisissez aussi une date, ou laissez aussi l’heure vide.',
  'error.when.past':
    'Le {at} est passé. Choisissez une date ultérieure, ou laissez vide pour publier dès la validation.',
  'error.form.taken':
    'Ce formulaire a déjà été envoyé avec un autre texte, et c’est ce premier texte qui a été pris en compte. Pour le changer, modifiez le brouillon depuis sa carte.',
  'error.account.unknown': 'Choisissez un des comptes de la liste.',
  'error.choice': 'Choisissez une des options de la liste.',
  'refusal.standing.guest':
    '{visitors, select, unscreened {Discord vous compte comme visiteur tant que vous n’avez pas accepté les règles du serveur. Faites-le, puis réessayez.} other {Vous êtes ici en accès invité, et Vigie est réservée aux membres de l’espace de travail. Adressez-vous à l’un d’eux, ou demandez à un administrateur de l’espace de faire de vous un membre.}}',
  'refusal.standing.stranger':
    'Vous venez d’une autre organisation ou d’un autre espace de travail, et Vigie est réservée aux membres de celui-ci. Adressez-vous à l’un d’eux.',
  'refusal.standing.bot': 'Vigie ne prend rien d’une application : un membre de l’équipe doit le faire.',
  'refusal.standing.nobody':
    'Vigie ne vous trouve pas parmi les membres de cette équipe : rien n’a été fait. Si vous venez d’arriver, réessayez dans une minute ; sinon, demandez à un administrateur.',
  'refusal.read':
    'Vous n’avez plus de rôle dans cette équipe. Demandez à un administrateur de vous en donner un avec « /vigie équipe ».',
  'refusal.handle-mentions':
    'Réservé aux rédacteurs et aux administrateurs. Adressez-vous à l’un d’eux, ou demandez le rôle de rédacteur à un administrateur.',
  'refusal.write-drafts':
    'Réservé aux rédacteurs et aux administrateurs. Adressez-vous à l’un d’eux, ou demandez le rôle de rédacteur à un administrateur.',
  'refusal.review-drafts': 'Réservé aux valideurs et aux administrateurs. Demandez à l’un d’eux de décider.',
  'refusal.administer': 'Réservé aux administrateurs. « /vigie équipe » dit qui ils sont : adressez-vous à l’un d’eux.',
  'refusal.gone':
    'Cela n’existe plus, et rien n’a été fait. « /vigie mentions » et « /vigie brouillons » donnent ce qu’il y a.',
  'refusal.unknown-action':
    'Ce bouton n’est pas de Vigie, ou vient d’une version plus ancienne. Utilisez la carte la plus récente.',
  'refusal.stale': 'Quelqu’un a été plus rapide : voici où cela en est. Votre clic n’a rien changé.',
  'refusal.no-brand':
    '{count, plural, =0 {Il n’y a pas encore de marque ici. Un administrateur en crée une avec « /vigie réglages ».} one {Tapez cette commande dans un des canaux de {brands}{bound, plural, =0 { : un administrateur les choisit avec « /vigie réglages »} other { : {channels}}}.} other {De quelle marque s’agit-il ? Ici, il y a {brands}. Tapez cette commande dans un canal de cette marque{bound, plural, =0 { : un administrateur le choisit avec « /vigie réglages »} other {, parmi {channels}}}.}}',
  'refusal.draft.not-in-this-state': 'Ce n’est plus possible : le brouillon est « {state} ». Rien n’a changé.',
  'refusal.draft.not-shown-whole':
    'Il contient des caractères que personne ne voit. Modifiez-le et envoyez-le en relecture : ils seront retirés.',
  'refusal.draft.content-changed': 'Le texte a changé depuis cette carte. Lisez le nouveau, puis décidez.',
  'refusal.draft.own-draft': 'Vous l’avez écrit : quelqu’un d’autre doit le valider.',
  'refusal.draft.already-approved': 'Vous avez déjà validé. Il manque quelqu’un d’autre.',
  'refusal.draft.approvals-missing': 'Il manque des validations que la marque demande.',
  'refusal.draft.partly-published': 'Une partie est déjà publique : le texte ne peut plus changer.',
  'refusal.draft.mention-dealt-with':
    'La mention a une autre réponse entre-temps, ou elle est traitée. Rouvrez-la s’il faut aussi celle-ci.',
  'refusal.mention.already-replying': 'Une réponse est déjà en cours.',
  'refusal.mention.unanswerable': 'On ne peut pas y répondre d’ici. Ouvrez la page.',
  'refusal.mention.already-dealt-with': 'C’est déjà traité. Rouvrez d’abord la mention.',
  'refusal.mention.not-dealt-with': 'Elle est encore ouverte.',
  'refusal.mention.already-yours': 'Vous vous en occupez déjà.',
  'refusal.quote.private': 'C’est un message privé : il ne se montre pas à tout le monde. Répondez-y plutôt.',
  'refusal.quote.unsupported': '{network} ne permet pas de citer. Répondez-y, ou écrivez un post avec son lien.',
  'refusal.mention.already-theirs': 'Cette personne s’en occupe déjà.',
  'refusal.account-removed': 'Le compte qui l’a reçue n’est plus connecté : personne ne peut y répondre d’ici.',
  'done.review': 'Envoyé en validation. La carte est dans {channels}.',
  'done.review.no-channel':
    'Envoyé en validation, mais personne ne voit encore la carte : aucun canal ne reçoit les brouillons. Un administrateur tape « /vigie lier brouillons » dans celui qui doit les recevoir.',
  'done.saved': 'Enregistré. Le brouillon repasse en validation.',
  'done.approved': 'Validé. La publication part maintenant.',
  'done.approved.scheduled': 'Validé. Publication prévue le {at}.',
  'done.approved.more':
    'Validé. {count, plural, one {Il manque encore une validation} other {Il manque encore # validations}}.',
  'done.changes': 'Renvoyé à {name}.',
  'done.rejected': 'Refusé.',
  'done.rescheduled': 'Publication prévue le {at}.',
  'done.corrected': 'C’est noté, merci : {sentiment}.',
  'done.assigned': '{name} s’en occupe désormais.',
  'done.digest': 'La semaine en cours est dans {channels}.',
  'done.digest.no-channel':
    'Aucun canal ne reçoit encore le bilan. Un administrateur tape « /vigie lier bilan » dans celui qui doit le recevoir.',
  'done.language': 'Vigie vous répond désormais en français.',
  'done.brand-language':
    'Les cartes de la marque {brand} sont désormais en français. Celles sur lesquelles il reste à faire sont réécrites.',
  'fault.unknown':
    'La base de données s’est interrompue au moment d’enregistrer : c’est peut-être fait, peut-être pas. Regardez la carte avant de réessayer.',
  fault:
    'Cela n’a pas fonctionné, et rien n’a été fait. Réessayez ; si cela continue, prévenez la personne qui gère Vigie.',
  'command.unknown':
    'La commande « {name} » n’existe pas. {suggestion, select, none {} other {Vouliez-vous dire « /vigie {suggestion} » ? }}« /vigie aide » les donne toutes.',
  'command.usage': 'Cette commande s’écrit autrement : {usage}',
  'command.help.intro': 'Ce que Vigie comprend :',
  'command.help.line': '/vigie {usage} : {summary}',
  'command.help.summary': 'cette liste, ou une commande en détail',
  'command.help.detail': 'Sans nom, toutes les commandes. Avec un nom : comment elle s’écrit et qui peut l’utiliser.',
  'command.help.who': 'Pour : {roles}.',
  'command.draft.summary': 'rédiger un post',
  'command.draft.detail':
    'Ouvre un formulaire avec le compte, le texte et l’heure. Le texte écrit après la commande y est repris ; « compte:maison » devant lui choisit où il part. Rien ne part avant que quelqu’un ait validé.',
  'command.draft.unknown-account': 'Il n’y a pas de compte {names} ici : choisissez ci-dessous. Il y a : {known}.',
  'command.edit.summary': 'modifier un brouillon, où que soit sa carte',
  'command.edit.detail':
    'Ouvre le formulaire d’un brouillon. Nommez-le par son code, que « brouillons » donne, comme #4f0a91. Ce qui était validé l’est de nouveau.',
  'command.edit.unknown':
    'Aucun brouillon modifiable ne s’appelle « {typed} ». « /vigie brouillons » les donne avec leurs codes.',
  'command.drafts.summary': 'les brouillons sur lesquels il reste à faire',
  'command.drafts.detail': 'Ceux qui attendent une validation, leur heure, ou une décision après un échec.',
  'command.drafts.none': 'Aucun brouillon n’attend.',
  'command.drafts.line': '{state} : {text} ({author})',
  'command.listed': '{code} {line}',
  'command.drafts.line.scheduled': '{state} pour le {at} : {text} ({author})',
  'command.mentions.summary': 'les mentions qui attendent quelqu’un',
  'command.mentions.detail':
    'Les plus anciennes d’abord. « mentions afficher », pour les rédacteurs, donne une carte à celles qui n’en ont pas dans le canal : à cause de ses réglages, ou parce qu’un résumé les remplace.',
  'command.mentions.none': 'Rien n’attend. Bravo.',
  'command.mentions.line': '{name}, {at} : {text} ({state})',
  'command.mentions.count': '{count, plural, one {Une mention attend} other {# mentions attendent}} :',
  'command.assign.summary': 'confier une mention à quelqu’un, ou à vous-même',
  'command.assign.detail':
    'Nommez la mention par son code, que « mentions » donne, comme #4f0a91, et la personne par « @nom » : « assigner #4f0a91 @nom ». La personne à qui vous la confiez en est prévenue.',
  'command.assign.unknown':
    'Aucune mention en attente ne s’appelle « {typed} ». « /vigie mentions » les donne avec leurs codes.',
  'command.digest.summary': 'la semaine en cours, dans le canal du bilan',
  'command.digest.detail': 'Le bilan de la semaine arrive de lui-même le lundi à {hour}, dans le fuseau de la marque.',
  'command.status.summary': 'l’état des comptes et des canaux',
  'command.status.detail': 'Dit quels comptes fonctionnent, quand ils ont été lus, et ce que reçoit chaque canal.',
  'command.status.brand': '{brand}, fuseau {zone}.',
  'command.status.account.active': '{network}, @{handle} : fonctionne, dernière lecture le {at}.',
  'command.status.account.hashtags':
    '{network}, @{handle} : son serveur ne trouve pas les publications par leurs mots, seulement par hashtags. Ce qui se dit de la marque sans hashtag et sans nommer le compte n’est pas entendu.',
  'command.status.account.never': '{network}, @{handle} : pas encore lu.',
  'command.status.account.failing':
    '{network}, @{handle} : illisible pour le moment ({error}). Prochaine tentative le {at}.',
  'command.status.account.needs-sign-in':
    '{network}, @{handle} : le réseau le refuse. Un administrateur le reconnecte avec le bouton de sa carte, ou avec « /vigie connecter ».',
  'command.status.no-accounts':
    'Aucun compte n’est connecté. Un administrateur en connecte un avec « /vigie connecter ».',
  'command.status.problem.token-refused':
    'Le chat refuse le jeton de Vigie ({detail}). La personne qui gère Vigie réinstalle l’application et règle le nouveau jeton.',
  'command.status.problem.scope-missing':
    'Il manque à l’application le droit {detail}. La personne qui gère Vigie l’ajoute dans les réglages de l’application, puis la réinstalle.',
  'command.status.problem.other-app':
    'Le jeton est celui de l’application {token}, et ce que vous faites arrive pour l’application {heard}. Si les formulaires ne s’ouvrent pas, la personne qui gère Vigie prend les deux jetons, ou la clé de signature, de la même application.',
  'command.status.right':
    '{right, select, VIEW_CHANNEL {Voir le salon} SEND_MESSAGES {Envoyer des messages} READ_MESSAGE_HISTORY {Voir les anciens messages} ATTACH_FILES {Joindre des fichiers} CREATE_PUBLIC_THREADS {Créer des fils publics} SEND_MESSAGES_IN_THREADS {Envoyer des messages dans les fils} other {{name}}}',
  'command.status.problem.channel-refused':
    '{trouble, select, absent {Vigie n’est pas dans #{name} : {entry, select, permissions {modifiez le canal pour que Vigie le voie et puisse y écrire} other {tapez-y « /invite @Vigie »}}.} gone {#{name} n’existe plus, ou Vigie ne le voit plus : {entry, select, permissions {laissez Vigie le voir} other {tapez-y « /invite @Vigie »}}, ou liez un autre canal.} archived {#{name} est archivé : rouvrez-le, ou liez un autre canal.} history {L’historique sous une carte de #{name} est verrouillé, et la suite n’y est pas racontée : déverrouillez le fil.} histories {Le serveur a autant de fils ouverts que Discord en permet, et des historiques de #{name} attendent : fermez-en quelques-uns.} rights {Il manque à Vigie des droits dans #{name} : {rights}. Donnez-les à son rôle dans les réglages du canal.} other {Vigie ne peut pas écrire dans #{name} : autorisez les applications dans les réglages du canal, ou liez un autre canal.}}{trouble, select, history {} histories {} other { Les cartes attendent.}}',
  'command.status.problem.channel-shared':
    'Des personnes d’une autre organisation lisent #{name}, et y voient toutes les cartes. Liez un autre canal avec « /vigie réglages ».',
  'command.status.problem.not-connected':
    'Ce qui se fait dans le chat n’arrive pas en ce moment ({detail}). Si cela dure, la personne qui gère Vigie vérifie le jeton d’application.',
  'command.status.problem.group-gone':
    '@{name} n’existe plus, et ne donne plus de droits à personne. Donnez-les à un autre avec « /vigie équipe », et retirez-les à celui-ci : « /vigie équipe @{name} aucun », ou « nom » et « rôle » dans les champs de « /vigie équipe ».',
  'command.status.problem.organisation':
    'L’application est installée pour toute l’organisation {detail}, ce que Vigie ne prend pas en charge. La personne qui gère Vigie l’installe dans un seul espace de travail, et règle ce jeton.',
  'command.status.problem.unreachable':
    'Le chat ne répond pas ({detail}). Vigie continue d’essayer, et livrera ce qui attend.',
  'command.status.channel': '#{name} reçoit : {purpose}.',
  'command.status.waiting':
    '{cards, plural, =0 {Toutes les cartes sont arrivées.} one {Une carte est en route.} other {# cartes sont en route.}}',
  'command.status.stuck':
    '{count, plural, one {Une carte} other {# cartes}} pour #{name} n’{count, plural, one {a} other {ont}} pas encore pu être {count, plural, one {livrée} other {livrées}} : {error}. Vigie continue d’essayer.',
  'command.status.abandoned':
    '{count, plural, one {Une carte} other {# cartes}} dans #{name} ne {count, plural, one {peut} other {peuvent}} plus être {count, plural, one {modifiée} other {modifiées}}, car le canal a disparu : Vigie a cessé d’essayer. S’il revient, supprimez à la main ce qui ne doit pas y rester.',
  'command.accounts.summary': 'les comptes connectés',
  'command.accounts.detail':
    'Les administrateurs en connectent avec « /vigie connecter » et en retirent avec « /vigie déconnecter ».',
  'command.brand.summary': 'la marque : ce qu’elle écoute, son fuseau, ses règles',
  'command.brand.detail':
    'Montre la marque de ce canal. Les administrateurs la modifient avec « marque modifier », ses mots avec « marque modifier mots », ses règles avec « marque modifier règles », ses rappels avec « marque modifier rappels », et en créent une autre avec « marque nouvelle ». « marque partager » permet à l’équipe de travailler aussi ailleurs, par exemple dans Slack et dans Discord.',
  'command.brand.share.done':
    'Un administrateur de l’autre espace tape ceci dans le canal qui recevra les cartes, d’ici un jour : « /vigie marque rejoindre {code} ». Le code ne sert qu’une fois, et qui lit ce canal voit ce que reçoit {name}.',
  'command.brand.join.done':
    '{name} a aussi son équipe ici : #{channel} reçoit toutes ses cartes. « /vigie réglages {slug} » change cela.',
  'command.brand.join.wrong':
    'Ce code n’est pas valable, ou ne l’est plus : demandez-en un autre avec « /vigie marque partager ».',
  'command.brand.line': '{name} : en {language}, fuseau {zone}.',
  'command.brand.phrases': 'À l’écoute de : {words}.',
  'command.brand.exclusions': 'Sauf : {words}.',
  'command.brand.policy':
    'Avant de publier un post : {approvals, plural, one {une validation} other {# validations}}{own, select, yes { ; celle de l’auteur compte} other {, sans compter celle de l’auteur}}.',
  'command.brand.reply-policy':
    'Avant de répondre : {approvals, plural, one {une validation} other {# validations}}{own, select, yes { ; celle de l’auteur compte} other {, sans compter celle de l’auteur}}.',
  'command.lang.summary': 'la langue des réponses que Vigie vous fait, ou des cartes de la marque',
  'command.lang.detail':
    '« en » ou « fr ». Avec « marque », change la langue des cartes, pour tout le monde ; réservé aux administrateurs.',
  'command.roles.summary': 'qui peut faire quoi',
  'command.roles.detail':
    'Les lecteurs lisent, les rédacteurs répondent aux mentions et rédigent, les valideurs décident des brouillons, les administrateurs font tout. Ils donnent les rôles avec « équipe @nom rédacteur valideur ». Dans Discord, un rôle du serveur peut aussi en recevoir, pour la marque du canal : « équipe @rôle rédacteur ».',
  'command.roles.line': '{name} : {roles}',
  'command.roles.group':
    'Membres de @{name}, pour {brand} : {roles}{gone, select, yes { (@{name} n’existe plus)} other {}}',
  'role.viewer': 'lecteur',
  'role.editor': 'rédacteur',
  'role.approver': 'valideur',
  'role.admin': 'administrateur',
  'purpose.mentions': 'les mentions',
  'purpose.alerts': 'les alertes',
  'purpose.drafts': 'les brouillons',
  'purpose.digest': 'le bilan',
  'purpose.sector': 'la veille sectorielle',
  'language.en': 'anglais',
  'language.fr': 'français',
  'failure.text-too-long': '{network} a refusé : le texte est trop long. Raccourcissez-le.',
  'failure.text-empty': '{network} a refusé : il n’y a pas de texte. Modifiez le brouillon.',
  'failure.duplicate': '{network} a refusé : vous avez déjà publié la même chose. Modifiez le texte.',
  'failure.target-gone':
    'Le post auquel il répond, ou qu’il cite, n’existe plus : il ne peut pas partir. Retirez le brouillon.',
  'failure.part-lost':
    'Personne ne sait où se trouve le post précédent sur {network} : impossible de le continuer. Publiez la suite là-bas vous-même, puis choisissez ici de vous en tenir là.',
  'failure.not-allowed':
    '{network} ne permet pas cela à @{handle}. Vérifiez les droits du compte et qui peut répondre à ce post.',
  'failure.account-suspended': '{network} a suspendu @{handle}. Réglez cela avec {network}, puis réessayez.',
  'failure.unsupported': '{network} ne propose pas cela.',
  'failure.address-refused':
    'L’adresse mène à un réseau interne, ou hors du web, et Vigie n’y va pas. Qui exploite Vigie peut autoriser les adresses internes : VIGIE_ALLOW_INTERNAL_ADDRESSES.',
  'failure.other': '{network} a refusé et répond : « {detail} »',
  'failure.unauthorised': '{network} refuse les identifiants de @{handle}. Une fois le compte reconnecté, réessayez.',
  'failure.gave-up': '{network} est resté longtemps injoignable. Rien n’a été envoyé. Réessayez quand il fonctionnera.',
}
