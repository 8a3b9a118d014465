/**
 * A process of its own that begins jobs and never ends them, for a test that kills it. `node run-worker.ts '{…}'` (an
 * address) prints the id of each action it has begun with.
 */
import type { DatabaseAddress } from '../../src/db/address.ts'
import { startQueue } from '../../src/jobs/queue.ts'

const address: DatabaseAddress = JSON.parse(process.argv[2] ?? '')
const queue = await startQueue({ address, onError: fault => process.stderr.write(`${String(fault)}\n`) })
await queue.work('perform-action', 1, ({ actionId }) => {
  process.stdout.write(`${actionId}\n`)
  return new Promise(() => {})
})
