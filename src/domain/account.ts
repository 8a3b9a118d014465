/** `needs-sign-in`: the network refuses the credentials; its actions wait until a person connects it again. */
export const ACCOUNT_STATES = ['active', 'needs-sign-in', 'removed'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]
