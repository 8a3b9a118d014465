import { describe, expect, test } from 'vitest'
import { PURPOSES } from '../../src/domain/purpose.ts'
import { routeMention } from '../../src/domain/route.ts'

const calm = { isClearlyNegative: false, isUrgent: false }
const negative = { isClearlyNegative: true, isUrgent: false }
const urgent = { isClearlyNegative: false, isUrgent: true }
const both = { isClearlyNegative: true, isUrgent: true }

describe('where a mention’s card goes', () => {
  test.each([
    ['calm', calm, false, 'mentions'],
    ['clearly negative', negative, true, 'alerts'],
    ['urgent', urgent, true, 'alerts'],
    ['both', both, true, 'alerts'],
  ] as const)('%s', (_, mention, isAlert, purpose) => {
    expect(routeMention({ ...mention, bound: new Set(PURPOSES) })).toEqual({ isAlert, purposes: [purpose] })
  })

  test.each([[negative], [urgent], [both]])(
    'an alert of a brand without a channel for alerts goes among the mentions: %j',
    mention => {
      const bound = new Set(PURPOSES.filter(purpose => purpose !== 'alerts'))
      expect(routeMention({ ...mention, bound })).toEqual({ isAlert: true, purposes: ['mentions'] })
    },
  )

  test('what is calm wakes nobody, even where there is no other channel', () => {
    expect(routeMention({ ...calm, bound: new Set(['alerts']) })).toEqual({ isAlert: false, purposes: ['mentions'] })
  })
})
