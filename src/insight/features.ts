import type { Evidence } from './evidence.ts'

function saturate(sum: number): number {
  return sum / (sum + 2)
}

/** True where no word or picture was found that tells a feeling. */
export function isSilent(evidence: Evidence): boolean {
  return evidence.positive + evidence.negative + evidence.emojiPositive + evidence.emojiNegative === 0
}

/** Features every language shares, so that what is learnt of neutral texts in one holds in all. */
export function describeEvidence(evidence: Evidence): number[] {
  const { positive, negative, emojiPositive, emojiNegative, words } = evidence
  const balance = positive - negative
  return [
    1,
    saturate(positive),
    saturate(negative),
    balance > 0 ? saturate(balance) : 0,
    balance < 0 ? saturate(-balance) : 0,
    saturate(emojiPositive),
    saturate(emojiNegative),
    isSilent(evidence) ? 1 : 0,
    Math.min(3, evidence.exclamations) / 3,
    Math.min(3, evidence.negations) / 3,
    Math.min(5, Math.log2(1 + words)) / 5,
  ]
}

export const EVIDENCE_FEATURES = 11
