import type { World } from './contract.ts'
import { describeDeeds } from './contract-deeds.ts'
import { describeLooks } from './contract-looks.ts'
import { describeSearch } from './contract-search.ts'
import { describeWriting } from './contract-writing.ts'

/** What the port promises of what a network says that it can, beyond what all can. What it cannot is skipped, and said. */
export function describeAbilities(name: string, start: () => Promise<World>): void {
  describeWriting(name, start)
  describeSearch(name, start)
  describeDeeds(name, start)
  describeLooks(name, start)
}
