import { createHash } from 'node:crypto'

export const ROLES = ['viewer', 'editor', 'approver', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** What a person may do. Every button and command names the one it needs. */
export const PERMISSIONS = ['read', 'handle-mentions', 'write-drafts', 'review-drafts', 'administer'] as const
export type Permission = (typeof PERMISSIONS)[number]

const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  editor: ['read', 'handle-mentions', 'write-drafts'],
  approver: ['read', 'review-drafts'],
  admin: PERMISSIONS,
}

/** A person of the team, as the domain needs to know them. */
export interface Person {
  readonly id: string
  readonly roles: readonly Role[]
}

/** True if one of the person's roles grants the permission; no role grants nothing. */
export function may(person: Pick<Person, 'roles'>, permission: Permission): boolean {
  return person.roles.some(role => GRANTS[role].includes(permission))
}

/** True while the person wants no direct messages: what would be one is left out, not kept for later. */
export function isMuted(member: { readonly mutedUntil: Date | null }, now: Date): boolean {
  return member.mutedUntil !== null && member.mutedUntil > now
}

/** Stands for who holds which role: another number, but for a chance in a thousand million, once that has changed. */
export function roleMark(people: readonly Person[]): number {
  const held = people
    .filter(({ roles }) => roles.some(role => role !== 'viewer'))
    .map(({ id, roles }) => `${id} ${ROLES.filter(role => role !== 'viewer' && roles.includes(role)).join(' ')}`)
    .sort()
  return createHash('sha256').update(held.join('\n')).digest().readUIntBE(0, 6) % 1_000_000_000
}
