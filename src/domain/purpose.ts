/** What a channel is bound to. */
export const PURPOSES = ['mentions', 'alerts', 'drafts', 'digest', 'sector'] as const
export type Purpose = (typeof PURPOSES)[number]
