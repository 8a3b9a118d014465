import fc from 'fast-check'
import { expect, test } from 'vitest'
import { may, PERMISSIONS, type Permission, ROLES, type Role } from '../../src/domain/member.ts'

test.each<[Role, readonly Permission[]]>([
  ['viewer', ['read']],
  ['editor', ['read', 'handle-mentions', 'write-drafts']],
  ['approver', ['read', 'review-drafts']],
  ['admin', ['read', 'handle-mentions', 'write-drafts', 'review-drafts', 'administer']],
])('%s: %j', (role, granted) => {
  expect(PERMISSIONS.filter(permission => may({ roles: [role] }, permission))).toEqual(granted)
})

test('no role, no permission', () => {
  expect(PERMISSIONS.filter(permission => may({ roles: [] }, permission))).toEqual([])
})

test('several roles grant what each of them grants, and nothing more', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ROLES)), fc.constantFrom(...PERMISSIONS), (roles, permission) => {
      expect(may({ roles }, permission)).toBe(roles.some(role => may({ roles: [role] }, permission)))
    }),
  )
})
