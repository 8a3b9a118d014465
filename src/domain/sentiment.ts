/** How a mention is meant towards the brand, from worst to best. */
export const SENTIMENTS = ['negative', 'neutral', 'positive'] as const
export type Sentiment = (typeof SENTIMENTS)[number]
