import { readSpecification } from '../specifications/folder.ts'
import { createRequestCheck, type RequestCheck } from '../specifications/openapi.ts'

/**
 * The lexicon of putRecord has `"nullable": ["swapRecord"]`, of which only the warning came into the specification
 * (bluesky-social/atproto, lexicons/com/atproto/repo/putRecord.json).
 */
function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull)
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withNull(one)]))
  const isNullable =
    'type' in value && 'description' in value && /\bnullable and optional\b/.test(String(value.description))
  return isNullable ? { ...inner, nullable: true } : inner
}

/** Bluesky's specification as a check of requests, or undefined without VIGIE_SPECS. What is inside records it does not say. */
export function createBlueskyCheck(): RequestCheck | undefined {
  const document = readSpecification('bluesky.json')
  return document === undefined ? undefined : createRequestCheck(withNull(document))
}
