import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConnectionCardInput, connectionCard } from '../../src/cards/connection-card.ts'
import { type OutageCardInput, outageCard } from '../../src/cards/outage-card.ts'
import { CONNECTION_STATES } from '../../src/domain/connection.ts'
import { createTranslators } from '../../src/locales/translator.ts'
import { buttonsOf, checkBoth } from './checks.ts'
import { anyWords, ID } from './inputs.ts'

const { en, fr } = createTranslators()

const CONNECTION: ConnectionCardInput = {
  id: ID,
  state: 'tried',
  networkTitle: 'Mastodon',
  brandName: 'Acme',
  name: 'Acme, the shop',
  handle: 'acme',
  service: 'https://social.example',
}

const OUTAGE: OutageCardInput = {
  id: ID,
  networkTitle: 'Mastodon',
  handle: 'acme',
  since: new Date('2026-11-20T08:00:00Z'),
  endedAt: null,
  ending: null,
  timeZone: 'Europe/Paris',
}

describe('any card, whatever accounts are called', () => {
  test('of an account that was opened', () => {
    const any = fc.record({
      state: fc.constantFrom(...CONNECTION_STATES),
      brandName: anyWords,
      name: anyWords,
      handle: anyWords,
      service: fc.oneof(anyWords, fc.constantFrom('', 'https://social.example')),
    })
    fc.assert(
      fc.property(any, change => {
        const card = checkBoth(t => connectionCard({ ...CONNECTION, ...change }, t))
        expect(buttonsOf(card)).toHaveLength(change.state === 'tried' ? 2 : 0)
      }),
      { numRuns: 200 },
    )
  })

  test('of an account that its network refuses', () => {
    const over = fc.record({
      endedAt: fc.constant(new Date('2026-11-20T09:00:00Z')),
      ending: fc.constantFrom('connected' as const, 'removed' as const),
    })
    const any = fc.tuple(anyWords, fc.option(over))
    fc.assert(
      fc.property(any, ([handle, end]) => {
        const card = checkBoth(t => outageCard({ ...OUTAGE, handle, ...end }, t))
        expect(buttonsOf(card)).toHaveLength(end === null ? 1 : 0)
        if (end !== null) expect([card.tone, card.elements.length]).toEqual(['quiet', 1])
      }),
      { numRuns: 200 },
    )
  })
})

test('who it is stands on the card, server and all', () => {
  const card = connectionCard(CONNECTION, en)
  expect(card.elements.find(({ kind }) => kind === 'fields')).toMatchObject({
    fields: [{ value: 'Acme, the shop' }, { value: '@acme' }, { value: 'Mastodon' }, { value: 'social.example' }],
  })
  const alone = connectionCard({ ...CONNECTION, service: '' }, fr)
  expect(alone.elements.find(({ kind }) => kind === 'fields')).toMatchObject({ fields: { length: 3 } })
})
