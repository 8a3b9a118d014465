// Made by training/train-model.ts; sources and licences in README.md.
import type { Vocabulary } from '../lexicon.ts'
import type { Calibration } from '../model.ts'

/** A row a feature of features.ts: what it adds for negative, neutral, positive. */
export const EVIDENCE_WEIGHTS: readonly (readonly [number, number, number])[] = [
  [-0.21,0.07,-0.08],
  [-0.69,-0.86,0.99],
  [0.66,-0.78,-0.48],
  [-0.84,-0.58,0.66],
  [0.42,-0.39,-0.68],
  [-1.83,-0.74,1.33],
  [1.77,-1.47,-1.67],
  [-0.21,0.24,0.01],
  [-0.07,-0.2,0.11],
  [0.72,-0.46,-0.55],
  [0.25,-0.1,-0.41],
]
/** How the sums become probabilities, by what a text is read with. */
export const CALIBRATION: Readonly<Record<Vocabulary, Calibration>> = {
  en: {"slope":1,"negative":0.31,"positive":0.15,"silent":-0.19},
  fr: {"slope":1,"negative":0.02,"positive":0.15,"silent":0.11},
  es: {"slope":1.03,"negative":-0.21,"positive":-0.25,"silent":-0.32},
  de: {"slope":1.1,"negative":0.09,"positive":-0.02,"silent":-0.07},
  it: {"slope":1.05,"negative":0.03,"positive":-0.1,"silent":-0.17},
  pt: {"slope":1,"negative":0.04,"positive":-0.08,"silent":-0.07},
  mixed: {"slope":1.01,"negative":0.08,"positive":0,"silent":-0.08},
  any: {"slope":1.01,"negative":0.08,"positive":0,"silent":-0.08},
}
