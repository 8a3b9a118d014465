import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Calibration, calibrate, type Three } from '../../src/insight/model.ts'
import { fitCalibration } from '../../src/insight/training/calibration.ts'

const AS_IT_IS: Calibration = { slope: 1, negative: 0, positive: 0, silent: 0 }
const sum = fc.double({ min: -20, max: 20, noNaN: true })

describe('calibration', () => {
  test('makes probabilities of any sums', () => {
    fc.assert(
      fc.property(sum, sum, sum, fc.boolean(), (negative, neutral, positive, silent) => {
        const likely = calibrate([negative, neutral, positive], silent, { ...AS_IT_IS, silent: 0.4 })
        expect(likely.reduce((total, one) => total + one, 0)).toBeCloseTo(1)
        expect(Math.min(...likely)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  /** Texts of which the model says the same each time, and of which so many are what it says. */
  function judged(right: number, sums: Three) {
    return Array.from({ length: 100 }, (_, index) => {
      return { sums, isSilent: false, label: index < right ? 0 : 1 + (index % 2), weight: 1 }
    })
  }

  test('is less sure of what is less often right', () => {
    const sums: Three = [3, 0, 0]
    const [before] = calibrate(sums, false, AS_IT_IS)
    const [doubted] = calibrate(sums, false, fitCalibration(judged(50, sums)))
    const [trusted] = calibrate(sums, false, fitCalibration(judged(90, sums)))
    expect(before).toBeGreaterThan(0.9)
    expect(doubted).toBeLessThan(0.65)
    expect(trusted).toBeGreaterThan(0.8)
  })

  test('leaves what is as sure as it is right as it is', () => {
    const fitted = fitCalibration(judged(91, [3, 0, 0]))
    expect(calibrate([3, 0, 0], false, fitted)[0]).toBeCloseTo(0.91, 1)
  })

  test('learns that silence is neutral where it is', () => {
    const silent = Array.from({ length: 100 }, () => {
      return { sums: [0, 0, 0] as Three, isSilent: true, label: 1, weight: 1 }
    })
    expect(fitCalibration(silent).silent).toBeGreaterThan(0.3)
  })
})
