/**
 * What Vigie needs in a channel: discord.com/developers/docs/topics/permissions. Also what the invitation asks for, and
 * nothing else.
 */
export const NEEDED = {
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  ATTACH_FILES: 1n << 15n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
} as const
export type Right = keyof typeof NEEDED

/** Names of the rights as Discord's own settings call them, in English. */
export const RIGHTS = Object.keys(NEEDED) as readonly Right[]

const ADMINISTRATOR = 1n << 3n

export interface Roles {
  readonly guild: string
  readonly owner: string
  readonly roles: readonly { readonly id: string; readonly permissions: string }[]
}

export interface Overwrite {
  readonly id: string
  readonly allow: string
  readonly deny: string
}

/** Rights that somebody lacks in a channel: discord.com/developers/docs/topics/permissions#permission-overwrites. */
export function findMissing(
  who: { readonly user: string; readonly roles: readonly string[] },
  { guild, owner, roles }: Roles,
  overwrites: readonly Overwrite[],
): readonly Right[] {
  if (who.user === owner) return []
  const own = roles.filter(({ id }) => id === guild || who.roles.includes(id))
  const base = own.reduce((sum, { permissions }) => sum | BigInt(permissions), 0n)
  if ((base & ADMINISTRATOR) !== 0n) return []
  const ofEveryone = overwrites.filter(({ id }) => id === guild)
  const ofRoles = overwrites.filter(({ id }) => id !== guild && who.roles.includes(id))
  const ofSelf = overwrites.filter(({ id }) => id === who.user)
  const rights = [ofEveryone, ofRoles, ofSelf].reduce((sum, some) => {
    const deny = some.reduce((all, one) => all | BigInt(one.deny), 0n)
    const allow = some.reduce((all, one) => all | BigInt(one.allow), 0n)
    return (sum & ~deny) | allow
  }, base)
  return RIGHTS.filter(right => (rights & NEEDED[right]) === 0n)
}

/** Where somebody of a server lets Vigie in, with these rights and no other. */
export function inviteLink(application: string): string {
  const permissions = Object.values(NEEDED).reduce((sum, bit) => sum | bit, 0n)
  return `https://discord.com/oauth2/authorize?client_id=${application}&scope=bot+applications.commands&permissions=${permissions}`
}
