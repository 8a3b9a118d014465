import { type Calibration, calibrate, type Three } from '../model.ts'

/** A text that was not trained on: what the model made of it, and what it is. */
export interface Judged {
  readonly sums: Three
  readonly isSilent: boolean
  readonly label: number
  readonly weight: number
}

const STEPS = 400
const RATE = 0.3
/** Pulls each number towards where it began: a few hundred texts must not bend it far. */
const PULL = 0.02

/** The slope and the shifts under which the labels are likeliest: by gradient descent, always the same steps. */
export function fitCalibration(judged: readonly Judged[]): Calibration {
  const all = judged.reduce((sum, { weight }) => sum + weight, 0)
  let now: Calibration = { slope: 1, negative: 0, positive: 0, silent: 0 }
  for (let index = 0; index < STEPS; index += 1) {
    let [slope, negative, positive, silent] = [PULL * (now.slope - 1), PULL * now.negative, PULL * now.positive, 0]
    silent = PULL * now.silent
    for (const one of judged) {
      const errors = calibrate(one.sums, one.isSilent, now).map(
        (likely, kind) => ((likely - (kind === one.label ? 1 : 0)) * one.weight) / all,
      )
      const [first = 0, second = 0, third = 0] = errors
      slope += first * one.sums[0] + second * one.sums[1] + third * one.sums[2]
      negative += first
      positive += third
      if (one.isSilent) silent += second
    }
    now = {
      slope: now.slope - RATE * slope,
      negative: now.negative - RATE * negative,
      positive: now.positive - RATE * positive,
      silent: now.silent - RATE * silent,
    }
  }
  return now
}
