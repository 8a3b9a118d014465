import type { Figure } from './report.ts'
import { median } from './statistics.ts'
import { startVigie, type Workshop } from './workshop.ts'

async function secondsToReady(workshop: Workshop, directory: string): Promise<number> {
  await using app = await startVigie(workshop, directory)
  return app.readyAfter / 1_000
}

/** From the start of the process until it is ready, the bundle being built: on a new data directory, and again on it. */
export async function measureStart(workshop: Workshop): Promise<readonly Figure[]> {
  const cold: number[] = []
  const warm: number[] = []
  for (let round = 0; round < (workshop.isQuick ? 1 : 3); round++) {
    const directory = await workshop.makeDirectory()
    cold.push(await secondsToReady(workshop, directory))
    warm.push(await secondsToReady(workshop, directory))
    warm.push(await secondsToReady(workshop, directory))
  }
  return [
    { id: 'start-cold', name: 'start to ready, new data directory', unit: 's', value: median(cold) },
    { id: 'start-warm', name: 'start to ready, again', unit: 's', value: median(warm), goal: { atMost: 1.2 } },
  ]
}
