/** What a channel is bound to. */
export const PURPOSES = ['mentions', 'alerts', 'drafts', 'digest', 'sector'] as const
export type Purpose = (typeof PURPOSES)[number]

/** A place that nobody binds: direct messages with one person. */
export const DIRECT = 'direct'
export const CHANNEL_PURPOSES = [...PURPOSES, DIRECT] as const
export type ChannelPurpose = (typeof CHANNEL_PURPOSES)[number]
