import { expect, test } from 'vitest'
import { routeMention } from '../../src/domain/route.ts'

test.each([
  { isClearlyNegative: false, isUrgent: false, isAlert: false, purposes: ['mentions'] },
  { isClearlyNegative: true, isUrgent: false, isAlert: true, purposes: ['mentions', 'alerts'] },
  { isClearlyNegative: false, isUrgent: true, isAlert: true, purposes: ['mentions', 'alerts'] },
  { isClearlyNegative: true, isUrgent: true, isAlert: true, purposes: ['mentions', 'alerts'] },
])('clearly negative $isClearlyNegative, urgent $isUrgent: $purposes', ({ isAlert, purposes, ...mention }) => {
  expect(routeMention(mention)).toEqual({ isAlert, purposes })
})
