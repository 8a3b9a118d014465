import { openStorage, type Storage } from '../storage.ts'
import { createLog } from './log.ts'
import type { Program } from './program.ts'

/** Opens the database for one command, beside a Vigie that runs or without one. */
export async function withStorage(program: Program, work: (storage: Storage) => Promise<void>): Promise<void> {
  const config = program.config()
  await using storage = await openStorage({ config, root: program.root, log: createLog(config), mayShare: true })
  await work(storage)
}
