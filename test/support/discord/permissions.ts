/** Bits of discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags. */
export const RIGHTS = {
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
} as const

const all = Object.values(RIGHTS).reduce((sum, bit) => sum | bit, 0n)

/** Sets of rights that are not all of them. */
export const MISSING = {
  none: all,
  but(...names: readonly (keyof typeof RIGHTS)[]): bigint {
    return names.reduce((rest, name) => rest & ~RIGHTS[name], all)
  },
}
