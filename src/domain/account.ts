/** `needs-sign-in`: the network refuses the credentials; its actions wait until a person connects it again. */
export const ACCOUNT_STATES = ['active', 'needs-sign-in', 'removed'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** What ends the time in which a network refuses an account. */
export const OUTAGE_ENDS = ['connected', 'removed'] as const
export type OutageEnd = (typeof OUTAGE_ENDS)[number]
