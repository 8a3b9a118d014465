import type { Figure } from './report.ts'
import { repeat, type Way } from './way.ts'

/** The value below which the given part of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
}

export interface Ways {
  readonly vigie: Way
  readonly floor: Way
}

/** Samples in a row on one way before it is the other's turn: what else the machine does then hits both alike. */
const BLOCK = 50

/** One mention to its card, so many in flight: p50 and p99. */
export async function measureLatency(ways: Ways, width: number, warmUp: number, samples: number): Promise<Figure[]> {
  const taken = { vigie: [] as number[], floor: [] as number[] }
  for (const way of [ways.floor, ways.vigie]) await repeat(warmUp, width, way.send)
  while (taken.vigie.length < samples) {
    for (const name of ['floor', 'vigie'] as const) {
      taken[name].push(...(await repeat(Math.max(BLOCK, width * 4), width, ways[name].send)))
    }
  }
  const how = width === 1 ? 'one at a time' : `${width} in flight`
  return [0.5, 0.99].map(part => ({
    name: `mention to card, ${how}, p${part * 100}`,
    unit: 'ms' as const,
    value: percentile(taken.vigie, part),
    floor: percentile(taken.floor, part),
    goal: { atMost: 3 },
    goalOf: 'ratio' as const,
  }))
}

/** A burst of posts until all their cards are there. */
export async function measureThroughput(ways: Ways, count: number, connections: number): Promise<Figure> {
  const floor = (count / (await ways.floor.burst(count, connections))) * 1_000
  const value = (count / (await ways.vigie.burst(count, connections))) * 1_000
  return { name: `mentions, burst of ${count}`, unit: '/s', value, floor, goal: { atLeast: 2_000 } }
}
