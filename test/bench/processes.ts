import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
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

/** A process and all that come from it. Linux only: read from /proc. */
export async function processTree(root: number): Promise<readonly number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // The command, in brackets, may hold anything; state and parent follow its last bracket (proc(5)).
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
    if (/^\d+$/.test(name) && parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const found = [root]
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid) found.push(child)
  }
  return found
}
