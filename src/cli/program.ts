import type { Config } from '../config.ts'

/** What a subcommand works with. */
export interface Program {
  readonly root: string
  /** Reads the environment; throws `ConfigError`. Not read for `--help`. */
  readonly config: () => Config
  readonly input: AsyncIterable<Buffer | string>
  /** True if a person sits in front of the input. */
  readonly isInteractive: boolean
  print(line: string): void
}

/** Exit codes, as in BSD's sysexits.h. */
export const EXIT = {
  ok: 0,
  usage: 64,
  badData: 65,
  unavailable: 69,
  software: 70,
  cannotCreate: 73,
  temporary: 75,
  noPermission: 77,
  config: 78,
} as const

/** Something the person at the command line got wrong or must know; one line, and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode: number = EXIT.usage) {
    super(message)
    this.exitCode = exitCode
  }
}
