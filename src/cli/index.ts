import { Command, CommanderError } from 'commander'
import { ConfigError, readEnvironment } from '../config.ts'
import { EmbeddedDatabaseError } from '../db/embedded/index.ts'
import { faultText } from '../db/fault-text.ts'
import { DatabaseUnusableError } from '../db/migrate.ts'
import { VaultError } from '../db/vault.ts'
import { ListenError } from '../http/server.ts'
import { findRoot, readVersion } from '../root.ts'
import { addAccount } from './account.ts'
import { addBrand } from './brand.ts'
import { addClassify } from './classify.ts'
import { addDoctor } from './doctor.ts'
import { addKey } from './key.ts'
import { describeFault } from './log.ts'
import { addMigrate } from './migrate.ts'
import { CommandError, EXIT, type Program } from './program.ts'
import { addStart } from './start.ts'

/** The exit code for whatever went wrong; what is told apart here comes with a line for the operator. */
function exitCodeOf(fault: unknown): number | undefined {
  if (fault instanceof CommandError) return fault.exitCode
  if (fault instanceof ConfigError || fault instanceof VaultError) return EXIT.config
  if (fault instanceof ListenError || fault instanceof DatabaseUnusableError) return EXIT.unavailable
  if (fault instanceof EmbeddedDatabaseError) {
    if (fault.reason === 'held') return EXIT.temporary
    return fault.reason === 'not-writable' || fault.reason === 'disk-full' ? EXIT.cannotCreate : EXIT.unavailable
  }
  return undefined
}

async function run(program: Program, words: readonly string[]): Promise<number> {
  const parent = new Command('vigie')
    .description('Vigie, the lookout of a brand’s community team')
    .version(readVersion(program.root))
    .exitOverride()
    .showHelpAfterError('(--help tells how it goes)')
  for (const add of [addStart, addMigrate, addBrand, addAccount, addKey, addDoctor, addClassify]) add(parent, program)
  try {
    await parent.parseAsync(words, { from: 'user' })
    return Number(process.exitCode ?? EXIT.ok)
  } catch (fault) {
    // commander has said what it had to say: help was asked for, or the words were wrong.
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.ok : EXIT.usage
    const code = exitCodeOf(fault)
    const line = code === undefined ? JSON.stringify(describeFault(fault), null, 2) : faultText(fault)
    process.stderr.write(`${line}\n`)
    return code ?? EXIT.software
  }
}

const program: Program = {
  root: findRoot(),
  config: readEnvironment,
  input: process.stdin,
  isInteractive: process.stdin.isTTY === true,
  print: line => void process.stdout.write(`${line}\n`),
}
// Not process.exit: output on a pipe may still be on its way.
process.exitCode = await run(program, process.argv.slice(2))
