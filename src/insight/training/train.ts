/** Makes the tables anew, each step in a process of its own since it reads what the one before has written, and measures them. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const STEPS = ['make-lexicon.ts', 'train-model.ts', 'measure.ts']

for (const step of STEPS) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, step), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}
