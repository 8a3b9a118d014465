import { isConnectionFault } from '../db/client.ts'
import { openStorage, type Storage } from '../storage.ts'
import { createLog } from './log.ts'
import { CommandError, EXIT, type Program } from './program.ts'

/**
 * Opens the database for one command, beside a Vigie that runs or without one. That Vigie, or the command that started
 * the database, may end at any moment and take the database along.
 */
export async function withStorage(program: Program, work: (storage: Storage) => Promise<void>): Promise<void> {
  const config = program.config()
  try {
    await using storage = await openStorage({ config, root: program.root, log: createLog(config), mayShare: true })
    await work(storage)
  } catch (fault) {
    if (!isConnectionFault(fault)) throw fault
    const message = 'The database stopped while this was under way: look what was done, and run it again.'
    throw new CommandError(message, EXIT.temporary)
  }
}
