import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type GroupGrant, rolesFor, rolesForAll } from '../../src/domain/group.ts'
import { ROLES, type Role } from '../../src/domain/member.ts'

const brands = ['acme', 'bolt', 'cora']
const groups = ['red', 'blue', 'green']
const roleList = fc.uniqueArray(fc.constantFrom<Role>(...ROLES))
const grant: fc.Arbitrary<GroupGrant> = fc.record({
  brandId: fc.constantFrom(...brands),
  groupId: fc.constantFrom(...groups),
  roles: roleList,
})
const person = fc.record({ roles: roleList, groups: fc.uniqueArray(fc.constantFrom(...groups)) })

describe('roles by groups', () => {
  test('are for one brand, beside one’s own', () => {
    const ada = { roles: ['viewer' as const], groups: ['red'] }
    const grants: readonly GroupGrant[] = [
      { brandId: 'acme', groupId: 'red', roles: ['approver', 'editor'] },
      { brandId: 'bolt', groupId: 'red', roles: ['editor'] },
      { brandId: 'bolt', groupId: 'blue', roles: ['admin'] },
    ]
    expect(rolesFor(ada, grants, 'acme')).toEqual(['viewer', 'editor', 'approver'])
    expect(rolesFor(ada, grants, 'bolt')).toEqual(['viewer', 'editor'])
    expect(rolesFor({ ...ada, groups: [] }, grants, 'acme')).toEqual(['viewer'])
    expect(rolesForAll(ada, grants, ['acme', 'bolt'])).toEqual(['viewer', 'editor'])
    expect(rolesForAll(ada, grants, ['acme'])).toEqual(['viewer', 'editor', 'approver'])
    expect(rolesForAll(ada, grants, [])).toEqual(['viewer'])
  })

  it('opens nothing but what a group of theirs has for that brand', () => {
    fc.assert(
      fc.property(person, fc.array(grant), fc.constantFrom(...brands), (who, grants, brandId) => {
        const given = grants.filter(one => one.brandId === brandId && who.groups.includes(one.groupId))
        expect(new Set(rolesFor(who, grants, brandId))).toEqual(
          new Set([...who.roles, ...given.flatMap(({ roles }) => roles)]),
        )
      }),
    )
  })

  it('has for the whole no more than for each brand, and what is one’s own in any case', () => {
    fc.assert(
      fc.property(person, fc.array(grant), fc.subarray(brands, { minLength: 1 }), (who, grants, some) => {
        const all = rolesForAll(who, grants, some)
        for (const role of who.roles) expect(all).toContain(role)
        for (const brandId of some) expect(rolesFor(who, grants, brandId)).toEqual(expect.arrayContaining([...all]))
      }),
    )
  })
})
