import { z } from 'zod'

/**
 * What a button, select or modal carries: which thing and which version of it, never its state. At most 100
 * characters, the limit of Discord's custom_id, the tightest of the platforms.
 */
export interface Reference {
  /** Begins with what it does: `draft.approve`. */
  readonly action: string
  readonly id: string
  readonly version: number
  /** One per modal shown, so that a form sent twice is one submission. */
  readonly nonce?: string
}

const MAXIMUM_LENGTH = 100

const pattern =
  /^(?<action>[a-z]+(?:\.[a-z-]+)+):(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(?<version>0|[1-9]\d{0,8})(?::(?<nonce>[0-9A-Za-z_-]{1,22}))?$/
const text = z.string().max(MAXIMUM_LENGTH).regex(pattern)

export function formatReference(reference: Reference): string {
  const base = `${reference.action}:${reference.id}:${reference.version}`
  return reference.nonce === undefined ? base : `${base}:${reference.nonce}`
}

/** Undefined for anything Vigie cannot have written: what a platform sends back is input like any other. */
export function parseReference(value: string): Reference | undefined {
  const groups = pattern.exec(text.safeParse(value).data ?? '')?.groups
  if (groups?.action === undefined || groups.id === undefined || groups.version === undefined) return undefined
  const base = { action: groups.action, id: groups.id, version: Number(groups.version) }
  return groups.nonce === undefined ? base : { ...base, nonce: groups.nonce }
}
