import { openFloorWay } from './floor/way.ts'
import type { Figure } from './report.ts'
import { percentile } from './statistics.ts'
import { openVigieWay } from './vigie-way.ts'
import type { Way } from './way.ts'
import { startVigie, type Workshop } from './workshop.ts'

interface Ways {
  readonly vigie: Way
  readonly floor: Way
}

async function withWays<T>(workshop: Workshop, work: (ways: Ways) => Promise<T>): Promise<T> {
  await using floor = await openFloorWay(workshop)
  await using app = await startVigie(workshop, await workshop.makeDirectory())
  using vigie = await openVigieWay(workshop.client, app.url)
  return await work({ vigie, floor })
}

/** Samples in a row on one way before it is the other's turn: what else the machine does then hits both alike. */
const BLOCK = 50

async function takeTurns({ vigie, floor }: Ways, width: number, warmUp: number, count: number) {
  await floor.measure(warmUp, width)
  await vigie.measure(warmUp, width)
  const samples = { vigie: [] as number[], floor: [] as number[] }
  while (samples.vigie.length < count) {
    samples.floor.push(...(await floor.measure(BLOCK, width)))
    samples.vigie.push(...(await vigie.measure(BLOCK, width)))
  }
  return samples
}

/**
 * Samples that do not count: Node translates what runs often into faster code, which for the floor's few lines is over
 * sooner than for a program, and people meet one that has been running.
 */
const WARM_UP = 1_000

/** One mention by HTTP to its card in the channel, one at a time and 16 in flight. */
export function measureLatency(workshop: Workshop): Promise<readonly Figure[]> {
  return withWays(workshop, async ways => {
    const figures: Figure[] = []
    for (const width of [1, 16]) {
      const samples = await takeTurns(ways, width, WARM_UP, workshop.isQuick ? 100 : 300 * (width === 1 ? 1 : 4))
      for (const part of [50, 99]) {
        figures.push({
          id: `latency-${width}-p${part}`,
          name: `mention to card, ${width === 1 ? 'one at a time' : `${width} in flight`}, p${part}`,
          unit: 'ms',
          value: percentile(samples.vigie, part / 100),
          floor: percentile(samples.floor, part / 100),
          goal: { atMost: 3, of: 'ratio' },
        })
      }
    }
    return figures
  })
}

/** A burst of posts until all their cards are there. */
export function measureThroughput(workshop: Workshop): Promise<readonly Figure[]> {
  const count = workshop.isQuick ? 1_000 : 4_000
  return withWays(workshop, async ({ vigie, floor }) => {
    for (const way of [floor, vigie]) await way.burst(count / 4, 32)
    const atFloor = (count / (await floor.burst(count, 32))) * 1_000
    const value = (count / (await vigie.burst(count, 32))) * 1_000
    const name = `mentions to cards, ${count} by 32 connections`
    return [{ id: 'throughput', name, unit: '/s', value, floor: atFloor, goal: { atLeast: 2_000 } }]
  })
}
