import { parseArgs } from 'node:util'
import { build, isBuilt } from '../../src/build.ts'
import { createClient } from './client.ts'
import { openFloorWay } from './floor/way.ts'
import { ROOT } from './processes.ts'
import { describe, describeMachine, type Figure, toTable } from './report.ts'
import { measureLatency, measureThroughput } from './speed.ts'
import { makeTemporaryDirectory, startVigie } from './vigie.ts'
import { openVigieWay } from './vigie-way.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
})
if (!(await isBuilt(ROOT))) await build(ROOT)
await using stack = new AsyncDisposableStack()
const client = stack.use(createClient(64))
const directories = [stack.use(await makeTemporaryDirectory()), stack.use(await makeTemporaryDirectory())]
const floor = stack.use(await openFloorWay(client, directories[0]!.path))
const app = stack.use(await startVigie(client, directories[1]!.path))
const vigie = stack.use(await openVigieWay(client, app.url))
const ways = { vigie, floor }
const figures: Figure[] = []
figures.push(...(await measureLatency(ways, 1, 50, values.quick ? 100 : 300)))
figures.push(...(await measureLatency(ways, 16, 100, values.quick ? 200 : 800)))
figures.push(await measureThroughput(ways, values.quick ? 1_000 : 4_000, 32))
const machine = describeMachine()
process.stdout.write(
  values.json ? `${JSON.stringify({ machine, figures }, null, 2)}\n` : `${describe(machine)}\n\n${toTable(figures)}\n`,
)
