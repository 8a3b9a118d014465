/** The page on which accounts are connected. */
export const connectPage = {
  'connect.page.window': '{title} · Vigie',
  'connect.page.title': 'Connect {network}',
  'connect.page.title.problem': 'This page does not open',
  'connect.page.heading': 'Connect {network} to {brand}',
  'connect.page.heading.again': 'Reconnect @{handle} on {network}',
  'connect.page.asked':
    '{name} asked for this in {platform, select, slack {Slack} discord {Discord} other {the team’s chat}}. If that was not you, close this page: it does nothing then.',
  'connect.page.will': 'What Vigie will be able to do',
  'connect.page.will.inbox': 'Read what is addressed to the account: mentions, replies, quotes.',
  'connect.page.will.search': 'Search the network’s public posts for the brand’s words.',
  'connect.page.will.publish':
    'Publish posts{replies, select, true { and replies} other {}} that the team has approved{media, plural, =0 {} one {, with an image} other {, with up to # images}}.',
  'connect.page.will.deeds': 'On the team’s demand: {deeds}.',
  'connect.page.deed.delete': 'delete posts of the account',
  'connect.page.deed.edit': 'edit posts of the account',
  'connect.page.deed.like': 'like posts',
  'connect.page.deed.repost': 'share posts',
  'connect.page.will.counts': 'Read how many people follow the account and react to its posts.',
  'connect.page.wont':
    'It publishes nothing by itself. What it signs in with is stored encrypted, and shown to nobody.',
  'connect.page.confirm-later': 'Nothing is connected before you have confirmed it in the chat.',
  'connect.page.continue': 'Continue',
  'connect.page.service': 'Server',
  'connect.page.service.hint':
    'Such as {example}: what stands behind the second @ of the account’s name, or in its address.',
  'connect.page.service.usual': 'Where the account lives, if that is not {service}.',
  'connect.page.authorise.heading': 'Sign in at the network',
  'connect.page.authorise.text':
    'You go on to your server, sign in there and let Vigie in. Vigie does not see your password.',
  'connect.page.authorise': 'Go on to the server',
  'connect.page.secret.heading': 'Or with an access token',
  'connect.page.handle': 'Account',
  'connect.page.handle.hint': 'Its name on the network, such as {example}.',
  'connect.page.secret.application-password': 'Password for Vigie',
  'connect.page.secret.application-password.hint':
    'Not your own password: in the network’s settings, under “App passwords” or the like, make one for Vigie. You can withdraw it there at any time.',
  'connect.page.secret.access-token': 'Access token',
  'connect.page.secret.access-token.hint': 'Made in the settings of your server, under “Development” or the like.',
  'connect.page.try': 'Sign in',
  'connect.page.away.heading': 'On to {host}',
  'connect.page.away.text':
    'Sign in there and let Vigie in: it brings you back here. If nothing happens, follow the link.',
  'connect.page.away.link': 'Go on to {host}',
  'connect.page.found.heading': 'It works: one step is left',
  'connect.page.found.text': 'Vigie has opened this account:',
  'connect.page.found.confirm':
    'Now confirm it in {platform, select, slack {Slack} discord {Discord} other {the team’s chat}}, within ten minutes: Vigie writes to you directly. If no message comes, type “/vigie connect” there again. You can close this page.',
  'connect.page.confirmed.heading': '@{handle} is connected',
  'connect.page.confirmed.text': 'Vigie reads it from now on. You can close this page.',
  'connect.page.declined.heading': 'The account is not connected',
  'connect.page.declined.text':
    'You said that it is not the one, and Vigie has forgotten it. Type “/vigie connect” in the chat to begin anew. You can close this page.',
  'connect.problem.heading': 'That did not work',
  'connect.problem.handle-missing': 'Say which account it is.',
  'connect.problem.secret-missing': 'Enter the password or token that Vigie is to sign in with.',
  'connect.problem.service-missing': 'Say on which server the account lives.',
  'connect.problem.service-unreadable': 'That is no address of a server. Write it as {example}.',
  'connect.problem.service-insecure':
    'Only servers with https are called: what is sent to others can be read on the way.',
  'connect.problem.service-internal':
    'That is an address inside a network of its own, which Vigie does not call. If it is meant, whoever runs Vigie allows it with VIGIE_ALLOW_INTERNAL_ADDRESSES.',
  'connect.problem.refused':
    '{network} does not take {how, select, network {what it has just given out. Try again} token {this access token. Check that all of it was copied and that it was not withdrawn} other {this name and this password. Check both: it must be a password made for Vigie, not your own}}.',
  'connect.problem.rejected':
    '{network} does not let Vigie in with this account. Sign in there yourself and see what it says: it may be suspended, or the server may allow no other programs.',
  'connect.problem.unavailable':
    'The server does not answer as a server of {network} does. Check its name; if that is right, it may be down: try again in a few minutes.',
  'connect.problem.denied':
    'You, or your server, said no: nothing was connected. If that was by mistake, go on to the server again.',
  'connect.problem.not-authorised':
    'Your server brought you back with an error and without letting Vigie in. Try again; if it stays so, whoever runs that server can tell why.',
  'connect.problem.brand':
    'Another brand has this account. Disconnect it there first, with “/vigie disconnect”, or sign in with another account.',
  'connect.problem.too-often':
    'That was tried too often. Type “/vigie connect” in the chat for another link, once you have checked what you enter.',
  'connect.problem.fault':
    'Something went wrong inside Vigie, and nothing was connected. Try again; if it stays so, tell whoever runs Vigie.',
  'connect.problem.rate-limited':
    '{network} wants no further attempts before {at}. Try again after that; type “/vigie connect” if this page is closed by then.',
  'connect.problem.other-account':
    'You have signed in as @{found}, but what is to be reconnected is @{expected}. Sign in as @{expected}, perhaps after signing out at the network; to connect @{found} as well, type “/vigie connect” in the chat.',
  'connect.denied.unknown': 'There is no such page, or no longer. Type “/vigie connect” in the chat for a link.',
  'connect.denied.used':
    'This link was opened before, in another browser perhaps, and opens only once. If that was not you, nothing is lost: without you nothing is connected. Type “/vigie connect” in the chat for another.',
  'connect.denied.expired':
    'More than ten minutes have passed, and what was entered is forgotten. Type “/vigie connect” in the chat for another link.',
  'connect.denied.not-allowed':
    'Only admins of the team connect accounts, and you are none any more. “/vigie roles” in the chat tells who they are.',
  'connect.denied.not-yours':
    'This page belongs to another browser, or you were brought back from the network twice. Go on where you began, or type “/vigie connect” in the chat for another link.',
  'connect.denied.too-many': 'Too many wrong links came from your network. Wait a minute, then open yours again.',
  'connect.denied.foreign-form':
    'This form was not sent from Vigie’s page, so nothing was done. Go back and send it again.',
  'connect.fault': 'Something went wrong inside Vigie, and nothing was connected. Go back and try again.',
} as const
