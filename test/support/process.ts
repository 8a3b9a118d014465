import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readlink, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

const ROOT = join(import.meta.dirname, '../..')

export interface VigieOptions {
  readonly dataDirectory: string
  /** Variables besides those that every test sets. */
  readonly environment?: Readonly<Record<string, string>>
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** The servers of tests are all on this machine. */
const OURS = { VIGIE_ALLOW_INTERNAL_ADDRESSES: 'true' }

/** Nothing of the environment of whoever runs the tests, but where programs are found. */
function environmentOf({ dataDirectory, environment }: VigieOptions): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
  return { PATH: path, HOME: tmpdir(), DATA_DIR: dataDirectory, PORT: '0', LOG_LEVEL: 'warn', ...OURS, ...environment }
}

/** Runs a command and leaves it to the caller. */
export function launchVigie(words: readonly string[], options: VigieOptions): ChildProcess {
  return spawn(process.execPath, [join(ROOT, 'src/launch.js'), ...words], {
    env: environmentOf(options),
    cwd: tmpdir(),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

/** Waits for its end. */
export async function collect(child: ChildProcess): Promise<Ended> {
  const output = Promise.all([text(child.stdout!), text(child.stderr!)])
  const [code, signal] = await once(child, 'exit')
  const [stdout, stderr] = await output
  return { code, signal, stdout, stderr }
}

/** Runs one command to its end, as `npm run -s vigie -- …` does. */
export async function runVigie(
  words: readonly string[],
  options: VigieOptions,
  input: string | Buffer = '',
): Promise<Ended> {
  const child = launchVigie(words, options)
  // A command that does not read its input may have ended before all of it was written.
  child.stdin!.on('error', () => {})
  child.stdin!.end(input)
  return collect(child)
}

export interface RunningVigie extends AsyncDisposable {
  readonly url: string
  readonly processId: number
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

/** Starts Vigie as `npm start` does, and waits until it has said where it is. Disposing of it kills it. */
export async function startVigie(options: VigieOptions): Promise<RunningVigie> {
  const child = launchVigie(['start'], options)
  child.stdin!.end()
  const ended = collect(child)
  const line = await new Promise<string>((resolve, reject) => {
    let seen = ''
    child.stdout!.on('data', chunk => {
      seen += String(chunk)
      if (seen.includes('\n')) resolve(seen)
    })
    void ended.then(({ code, stderr }) => reject(new Error(`Vigie ended with ${code} before it ran: ${stderr}`)))
  })
  const url = /http:\S+/.exec(line)?.[0]
  if (url === undefined) throw new Error(`no address in ${line}`)
  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    child.kill(signal)
    return ended
  }
  return {
    url,
    processId: child.pid!,
    stop,
    async [Symbol.asyncDispose]() {
      await stop('SIGKILL')
    },
  }
}

/** A data directory that goes with its owner. The path is short, so that a socket fits in. */
export async function makeDataDirectory(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'vigie-')))
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  }
}

/** Processes that work in the directory, as PostgreSQL's do in its own. Linux tells. */
export async function processesIn(directory: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const name of await readdir('/proc')) {
    const at = await readlink(`/proc/${name}/cwd`).catch(() => '')
    if (at.startsWith(directory)) found.push(name)
  }
  return found
}
