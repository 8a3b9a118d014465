import type { Command } from 'commander'
import { runUntilStopped } from '../main.ts'
import { createLog } from './log.ts'
import type { Program } from './program.ts'

export function addStart(parent: Command, program: Program): void {
  parent
    .command('start')
    .description('run until SIGTERM or Ctrl-C')
    .action(async () => {
      const config = program.config()
      process.exitCode = await runUntilStopped(config, program.root, createLog(config))
    })
}
