import fc from 'fast-check'
import { expect, test } from 'vitest'
import { POST_POLICY, policyFor, REPLY_POLICY, slugOf } from '../../src/domain/brand.ts'
import { anyText } from '../support/texts.ts'

test.each([
  ['Acme', 'acme'],
  ['Maison Vigie', 'maison-vigie'],
  ['  L’Oréal -- Paris! ', 'l-oreal-paris'],
  ['Cœur & Âme', 'coeur-ame'],
  ['Straße 7', 'strasse-7'],
  ['ＡＣＭＥ ②', 'acme-2'],
  ['東京', ''],
  ['👋', ''],
  ['', ''],
])('%j: %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

test('a post needs another person, a reply one approver, who may have written it', () => {
  const brand = { policy: POST_POLICY, replyPolicy: REPLY_POLICY }
  expect(policyFor(brand, false)).toEqual({ approvals: 1, authorMayApprove: false })
  expect(policyFor(brand, true)).toEqual({ approvals: 1, authorMayApprove: true })
})

test('any name gives something that can be typed, and that stays what it is', () => {
  fc.assert(
    fc.property(anyText, name => {
      const slug = slugOf(name)
      expect(slug).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/)
      expect(slugOf(slug)).toBe(slug)
    }),
  )
})
