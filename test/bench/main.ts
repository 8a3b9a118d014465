import { parseArgs } from 'node:util'
import { build } from '../../src/build.ts'
import { isBuilt } from '../../src/bundle.js'
import { measureClassifier } from './classifier.ts'
import { measureLoss } from './loss.ts'
import { measureMemory } from './memory.ts'
import { ROOT } from './processes.ts'
import { describeMachine, type Figure, toJson, toText } from './report.ts'
import { measureLatency, measureThroughput } from './speed.ts'
import { measureStart } from './start.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

const USAGE = `npm run bench                    every figure, as a table
npm run -s bench -- --json       as one JSON document
npm run bench -- --quick         fewer samples
npm run bench -- --only latency  one of: latency, throughput, start, memory, loss, classifier; may be repeated
`

const MEASUREMENTS = new Map<string, (workshop: Workshop) => Promise<readonly Figure[]>>([
  ['latency', measureLatency],
  ['throughput', measureThroughput],
  ['start', measureStart],
  ['memory', measureMemory],
  ['loss', measureLoss],
  ['classifier', measureClassifier],
])

async function measure(names: readonly string[], isQuick: boolean): Promise<readonly Figure[]> {
  // The launcher would build it too, but in a process that then is not the one that people run.
  if (!(await isBuilt(ROOT))) await build(ROOT)
  await using workshop = openWorkshop(isQuick)
  const interrupted = Promise.withResolvers<never>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupted.reject(new Error(`ended by ${signal}`)))
  }
  const figures: Figure[] = []
  for (const name of names) {
    process.stderr.write(`measuring ${name} …\n`)
    const work = MEASUREMENTS.get(name)?.(workshop) ?? []
    figures.push(...(await Promise.race([work, interrupted.promise])))
  }
  return figures
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
})
const names = values.only ?? [...MEASUREMENTS.keys()]
if (values.help || !names.every(name => MEASUREMENTS.has(name))) {
  process.stderr.write(USAGE)
  process.exitCode = values.help ? 0 : 64
} else {
  try {
    const figures = await measure(names, values.quick)
    const machine = describeMachine()
    process.stdout.write(values.json ? toJson(machine, figures) : toText(machine, figures))
  } catch (fault) {
    process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`)
    process.exitCode = 1
  }
}
