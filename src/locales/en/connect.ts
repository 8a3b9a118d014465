/** Connecting accounts, as far as the chat has to do with it. */
export const connect = {
  'command.connect.summary': 'connect an account of the brand',
  'command.connect.detail':
    'Gives you the way to a page of Vigie’s that is for you alone, opens once and within ten minutes. There you sign in at the network, or enter a password made for Vigie; nothing secret is typed into the chat. Nothing is connected before you have confirmed it here: with the card that comes to you, or with “/vigie connect” again.',
  'option.network': 'network',
  'option.network.about': 'Where the account lives; you are asked otherwise',
  'command.connect.unknown':
    'There is no network “{name}”. {suggestion, select, none {} other {Did you mean “{suggestion}”? }}There are: {networks}.',
  'command.connect.more':
    'Write only “/vigie connect {network}”. What else is needed is asked for on the page. If what you typed is a password, change it: it does not belong in a chat.',
  'connect.link':
    'On this page you connect an account of {network} to {brand}. It is for you alone, opens once, and within ten minutes.',
  'connect.link.open': 'Open the page',
  'connect.unreachable':
    'Vigie has no address that your browser could reach: whoever runs Vigie sets PUBLIC_URL, or connects the account on the command line, with “account add {network} --brand {slug} --handle …”.',
  'modal.connect.title': 'Connect an account',
  'modal.connect.submit': 'Go on',
  'modal.connect.intro': 'You get the way to a page for it. Nothing secret is typed here.',
  'modal.connect.network': 'Network',
  'modal.connection.title': 'Is this the account?',
  'modal.connection.submit': 'Send',
  'modal.connection.intro':
    '{name}, @{handle}, on {network}{server, select, none {} other { ({server})}}. It is connected only if you say so.',
  'modal.connection.answer': 'What to do',
  'connection.header': '{network}: is this the account?',
  'connection.text': 'You have opened it on Vigie’s page. It is connected to {brand} only once you confirm it.',
  'connection.name': 'Name',
  'connection.handle': 'Account',
  'connection.network': 'Network',
  'connection.server': 'Server',
  'connection.until': 'After ten minutes without an answer Vigie forgets it, its password included.',
  'connection.button.confirm': 'Connect it',
  'connection.button.decline': 'Not this one',
  'connection.header.confirmed': '{network}: @{handle} is connected',
  'connection.header.declined': '{network}: @{handle} is not connected',
  'connection.header.expired': '{network}: @{handle} is not connected',
  'connection.confirmed': 'It belongs to {brand} from now on.',
  'connection.declined': 'You said that it is not the one. Vigie has forgotten it.',
  'connection.expired': 'Nobody confirmed it within ten minutes. Vigie has forgotten it; “/vigie connect” begins anew.',
  'done.connected': 'Connected. Vigie reads it from now on, and “/vigie status” says how it is.',
  'done.declined': 'Not connected: Vigie has forgotten it. “/vigie connect” begins anew.',
  'refusal.connection.not-yours': 'Somebody else has opened this account, and only they can confirm it.',
  'refusal.connection.expired':
    'That was more than ten minutes ago, so Vigie has forgotten the account and nothing was connected. “/vigie connect” begins anew.',
  'refusal.connection.over': 'You have answered that already.',
  'refusal.connection.brand':
    'By now another brand has this account, so nothing was connected. Disconnect it there first, with “/vigie disconnect”.',
  'outage.header': '{network} refuses @{handle}',
  'outage.text':
    '{network} does not take what Vigie signs in with as @{handle} any more: perhaps a password was changed, or Vigie’s access was withdrawn there. Until the account is connected again, nothing is read and nothing goes out on it.',
  'outage.waits':
    'What is to go out on it waits, and goes out once it is connected again; what is more than two hours late by then asks for a new time. Likes and deletions wait as long as it takes. What was written meanwhile is read then.',
  'outage.button': 'Reconnect',
  'outage.since': 'Since {since}. Only admins can reconnect it.',
  'outage.works': 'It works again already.',
  'outage.header.connected': '{network}, @{handle}: works again',
  'outage.header.removed': '{network}, @{handle}: disconnected',
  'outage.over': 'It was refused from {since} to {until}.',
  'option.disconnect.about': 'Which account; you are asked otherwise',
  'command.disconnect.summary': 'take an account out',
  'command.disconnect.detail':
    'Asks which one, says what that means and does it only then. Its password is erased, its history stays.',
  'modal.disconnect.title': 'Disconnect an account',
  'modal.disconnect.next': 'Go on',
  'modal.disconnect.submit': 'Do it',
  'modal.disconnect.account': 'Account',
  'modal.disconnect.which': '{network}, @{handle}:',
  'modal.disconnect.sure':
    'Vigie erases what it signs in with, reads nothing more of it and publishes nothing more there. What was read and published stays. Connected again later, it is read from a day before.',
  'modal.disconnect.posts':
    '{posts, plural, =0 {Nothing is planned for it.} one {One post that is planned for it will not go out there: its card will say so.} other {# posts that are planned for it will not go out there: their cards will say so.}}',
  'modal.disconnect.mentions':
    '{mentions, plural, =0 {No mention that came by it waits.} one {One mention that came by it still waits: nobody can answer it from here any more.} other {# mentions that came by it still wait: nobody can answer them from here any more.}}',
  'modal.disconnect.really': 'Disconnect it?',
  'modal.disconnect.keep': 'No, keep it',
  'modal.disconnect.remove': 'Yes, disconnect it',
  'done.kept': '{network}, @{handle} stays connected. Nothing was changed.',
  'done.disconnected': '{network}, @{handle} is disconnected, and what Vigie signed in with is erased.',
} as const
