import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { cleanEnvironment, type Host } from './host.ts'

/**
 * Becomes the program, after leaving a watchdog behind that reads our end of the standard input. Nothing is ever written
 * there: when Node dies, by whatever signal, the pipe closes, the reading ends and the program gets SIGINT, a fast
 * shutdown. Node closes it too as soon as the program has ended, so no watchdog stays to signal a stranger who was given
 * the same number. It is no child of the program (the subshell between them ends at once), because a postmaster takes a
 * child it does not know for a crash. A background command's own input is /dev/null, hence descriptor 4; 3 is the data
 * directory's lock, which a watchdog must not keep.
 */
const SCRIPT = `exec 4<&0
program=$$
( ( trap '' HUP INT TERM; read -r nothing <&4; kill -INT "$program" ) 3<&- >/dev/null 2>&1 & )
exec "$@" 4<&- </dev/null`

/** How many lines are kept to explain an end. */
const KEPT_LINES = 20

/** How long, in milliseconds, the last lines may take after the end: children of a killed server hold the pipe open. */
const LAST_LINES_TIME = 500

export interface ProcessEnd {
  /** Null when a signal ended it; 127 where it could not be run. */
  code: number | null
  /** The last lines it wrote, oldest first. */
  lastLines: string[]
}

export interface SupervisedProcess {
  /** Undefined where it could not be run; `ended` tells why. */
  processId: number | undefined
  /** Never rejects. */
  ended: Promise<ProcessEnd>
  signal: (name: 'SIGINT' | 'SIGQUIT') => void
}

export interface SupervisedProcessOptions {
  host: Host
  /** What the program is run through to have the right user; empty for our own. */
  wrapper: readonly string[]
  command: readonly string[]
  /** The data directory's lock: the program holds it as long as it runs. */
  lockDescriptor: number
  log: (line: string) => void
}

/**
 * Runs a program that gets SIGINT when this process dies. It has a session of its own, so Ctrl-C in the terminal
 * reaches us alone, and we stop it when we have finished with it.
 */
export function superviseProcess(options: SupervisedProcessOptions): SupervisedProcess {
  const { host, wrapper, command, lockDescriptor, log } = options
  const [program = '', ...parameters] = [...wrapper, 'sh', '-c', SCRIPT, 'vigie', ...command]
  const child = spawn(program, parameters, {
    cwd: '/',
    env: cleanEnvironment(host),
    stdio: ['pipe', 'pipe', 'pipe', lockDescriptor],
    detached: true,
  })
  const lastLines: string[] = []
  function keep(line: string): void {
    lastLines.push(line)
    if (lastLines.length > KEPT_LINES) lastLines.shift()
    log(line)
  }
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', keep)
  }
  const ended = new Promise<ProcessEnd>(resolve => {
    const allRead = new Promise(read => child.once('close', read))
    child.once('error', error => resolve({ code: 127, lastLines: [...lastLines, error.message] }))
    child.once('exit', async code => {
      await Promise.race([allRead, delay(LAST_LINES_TIME, undefined, { ref: false })])
      resolve({ code, lastLines })
    })
  })
  return { processId: child.pid, ended, signal: name => child.kill(name) }
}
