/** Why a mention cannot wait, from the gravest. */
export const URGENCY_REASONS = ['safety', 'leak', 'legal', 'press'] as const
export type UrgencyReason = (typeof URGENCY_REASONS)[number]
