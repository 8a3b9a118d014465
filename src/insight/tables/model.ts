// Made by training/train-model.ts; sources and licences in README.md.
/** A row a feature of features.ts: what it adds for negative, neutral, positive. */
export const EVIDENCE_WEIGHTS: readonly (readonly [number, number, number])[] = [
  [0.14,-0.44,0.07],
  [-0.74,-1.03,1.28],
  [0.93,-0.79,-0.65],
  [-0.94,-0.9,1.22],
  [0.58,-0.72,-0.39],
  [-1.43,-0.02,1.08],
  [1.13,-0.55,-1.13],
  [-0.14,-0.46,0.26],
  [0.07,-0.23,-0.04],
  [1.03,-0.12,-1.47],
  [-0.4,1.34,-0.85],
]
