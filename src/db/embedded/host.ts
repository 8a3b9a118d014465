import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'

/** What the launcher needs to know of the machine; tests give another one. */
export interface Host {
  /** As `process.platform` and `process.arch` have it. */
  platform: string
  architecture: string
  /** Where unix sockets go when the data directory's path is too long for one. */
  temporaryDirectory: string
  /** Where `sh`, `flock`, `unshare` and `setpriv` are looked for. Not the caller's PATH: what we run must not depend on it. */
  commandPath: string
  /** Overrides where the installed PostgreSQL package is (its `native` folder). */
  nativeDirectory?: string
}

export function thisHost(): Host {
  return {
    platform: process.platform,
    architecture: process.arch,
    temporaryDirectory: tmpdir(),
    commandPath: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin',
  }
}

/**
 * The whole environment of what we run: PG* variables would change PostgreSQL's settings, and we read its messages,
 * so they must come in English.
 */
export function cleanEnvironment(host: Host): Record<string, string> {
  return { PATH: host.commandPath, LC_ALL: 'C' }
}

export interface CommandResult {
  /** Exit code; 127 where the command does not exist, as a shell has it; null when a signal ended it. */
  code: number | null
  output: string
}

/** Runs a short command without a shell. `descriptor` becomes its file descriptor 3. Never rejects. */
export function runCommand(host: Host, command: readonly string[], descriptor?: number): Promise<CommandResult> {
  const [program = '', ...parameters] = command
  return new Promise(resolve => {
    const child = spawn(program, parameters, {
      env: cleanEnvironment(host),
      stdio: ['ignore', 'pipe', 'pipe', descriptor ?? 'ignore'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', error => resolve({ code: 127, output: error.message }))
    child.once('close', code => resolve({ code, output: output.trim() }))
  })
}
