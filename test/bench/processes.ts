import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const ROOT = join(import.meta.dirname, '../..')

/** Milliseconds a process may take to say its first word, or to end when asked. */
const PATIENCE = 60_000

/** A process that was started, and has said what it had to say first. */
export interface Running extends AsyncDisposable {
  readonly pid: number
  /** The line it was waited for. */
  readonly line: string
  /** `performance.now()` just before it was started. */
  readonly startedAt: number
  /** SIGKILL, at once; resolves when it is gone. */
  kill(): Promise<void>
}

/** Runs a script of the repository on this Node until the disposal, and waits for the first line of its output. */
export async function run(parameters: readonly string[], environment: Record<string, string> = {}): Promise<Running> {
  // Nothing of the caller's environment may change what is measured.
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const startedAt = performance.now()
  const child = spawn(process.execPath, parameters, { cwd: ROOT, env: { PATH, HOME, TMPDIR, ...environment } })
  const ended = new Promise<void>(resolve => void child.once('close', () => resolve()))
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4_000)
  })

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
    await ended
    clearTimeout(timer)
  }

  const lines = createInterface({ input: child.stdout })
  const first = new Promise<string | undefined>(resolve => {
    lines.once('line', resolve)
    lines.once('close', () => resolve(undefined))
    setTimeout(resolve, PATIENCE, undefined).unref()
  })
  const line = await first
  if (line === undefined || child.pid === undefined) {
    await end('SIGKILL')
    throw new Error(`${parameters.join(' ')} did not start: ${complaints}`)
  }
  return { pid: child.pid, line, startedAt, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => end('SIGTERM') }
}
