// Made by training/train-model.ts; sources and licences in README.md.
/** A row a feature of features.ts: what it adds for negative, neutral, positive. */
export const EVIDENCE_WEIGHTS: readonly (readonly [number, number, number])[] = [
  [0.14,-0.47,0.1],
  [-0.89,-1.13,1.43],
  [0.99,-0.86,-0.65],
  [-0.81,-0.87,1.08],
  [0.62,-0.55,-0.66],
  [-1.42,0.01,1.07],
  [1.17,-0.59,-1.16],
  [-0.12,-0.4,0.22],
  [0.04,-0.21,-0.03],
  [1.08,-0.11,-1.55],
  [-0.4,1.31,-0.82],
]
