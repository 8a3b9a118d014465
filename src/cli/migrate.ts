import type { Command } from 'commander'
import type { Program } from './program.ts'
import { withStorage } from './storage.ts'

export function addMigrate(parent: Command, program: Program): void {
  parent
    .command('migrate')
    .description('bring the database up to date and stop; `start` does it as well')
    .action(() => withStorage(program, async () => program.print('The database is up to date.')))
}
