import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Figure } from './report.ts'
import { openVigieWay } from './vigie-way.ts'
import { startVigie, type Workshop } from './workshop.ts'

/** Milliseconds after ready at which nothing more is being prepared. */
const SETTLED = 5_000

/** A process and all that come from it. Linux only: read from /proc. */
async function processTree(root: number): Promise<readonly number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // The command, in brackets, may hold anything; state and parent follow its last bracket (proc(5)).
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
    if (/^\d+$/.test(name) && parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const found = [root]
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid) found.push(child)
  }
  return found
}

/**
 * MB of the processes together. What they share, as PostgreSQL's do its buffers, is counted once (proportional set size);
 * where the system does not tell that, resident sizes, which count it for each.
 */
async function memoryOf(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async pid => {
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
      const status = rollup === '' ? await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '') : ''
      return Number(/^(?:Pss|VmRSS):\s+(\d+) kB$/m.exec(rollup + status)?.[1] ?? 0)
    }),
  )
  return (sizes.reduce((sum, size) => sum + size, 0) * 1_024) / 1_000_000
}

/** Idle on a new data directory, and after a burst; PostgreSQL included. */
export async function measureMemory(workshop: Workshop): Promise<readonly Figure[]> {
  await using app = await startVigie(workshop, await workshop.makeDirectory())
  await delay(SETTLED)
  const idle = await memoryOf(await processTree(app.pid))
  using way = await openVigieWay(workshop.client, app.url)
  const count = workshop.isQuick ? 1_000 : 4_000
  await way.burst(count, 32)
  const after = await memoryOf(await processTree(app.pid))
  return [
    { id: 'memory-idle', name: 'memory, idle', unit: 'MB', value: idle, goal: { atMost: 200 } },
    { id: 'memory-after', name: `memory, after ${count} mentions`, unit: 'MB', value: after },
  ]
}
