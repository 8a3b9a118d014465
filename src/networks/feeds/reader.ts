import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ReadDocument, SentDocument } from './document.ts'

/** Milliseconds for a document: ten megabytes of an honest one are read in a tenth of that. */
const PATIENCE = 10_000
/** Milliseconds after which a process that has nothing to do is ended: it holds some 50 MB. */
const REST = 30_000
/** Megabytes of what a process may hold: ten megabytes of text can become four hundred in the parser. */
const MEMORY = 512

/** The program of a process: its source, or what `build.ts` made of it, which lies beside the bundle. */
const PROGRAM = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? 'worker.ts' : 'vigie-feeds.js')

/**
 * Reads documents of strangers in processes of their own, so that nothing waits for one that is made to take long: such a
 * one is given up. Not in threads: one that runs out of memory takes the whole process with it, whatever its limits.
 */
export interface DocumentReader extends AsyncDisposable {
  /** Undefined if it takes too long or too much memory. Rejects if the signal says so first. */
  read(document: SentDocument, signal: AbortSignal): Promise<ReadDocument | undefined>
}

export interface DocumentReaderOptions {
  /** Milliseconds for a document, the start of a process included. */
  readonly patience?: number
}

interface Helper {
  readonly child: ChildProcess
  /** Aborted once it has ended. */
  readonly ended: AbortSignal
}

function start(): Helper {
  const child = fork(PROGRAM, {
    // None of what this process was started with, its secrets above all, is for it.
    env: {},
    execArgv: [`--max-old-space-size=${MEMORY}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Bytes and dates go as they are.
    serialization: 'advanced',
  })
  const ending = new AbortController()
  for (const event of ['exit', 'error'] as const) child.once(event, () => ending.abort())
  return { child, ended: ending.signal }
}

export function createDocumentReader({ patience = PATIENCE }: DocumentReaderOptions = {}): DocumentReader {
  const helpers = new Set<Helper>()
  const idle = new Map<Helper, NodeJS.Timeout>()

  function take(): Helper {
    for (const [helper, alarm] of idle) {
      clearTimeout(alarm)
      idle.delete(helper)
      if (helper.ended.aborted) continue
      helper.child.ref()
      helper.child.channel?.ref()
      return helper
    }
    const helper = start()
    helpers.add(helper)
    return helper
  }

  /** It is no reason for this process to stay. */
  function rest(helper: Helper): void {
    helper.child.unref()
    helper.child.channel?.unref()
    idle.set(helper, setTimeout(() => void end(helper), REST).unref())
  }

  async function end(helper: Helper): Promise<void> {
    clearTimeout(idle.get(helper))
    idle.delete(helper)
    helpers.delete(helper)
    if (helper.ended.aborted) return
    // Whoever gives it back waits for its end.
    helper.child.ref()
    const exit = once(helper.child, 'exit')
    helper.child.kill('SIGKILL')
    await exit
  }

  return {
    async read(document, signal) {
      signal.throwIfAborted()
      const helper = take()
      const { child, ended } = helper
      try {
        const signals = [signal, ended, AbortSignal.timeout(patience)]
        const answered = once(child, 'message', { signal: AbortSignal.any(signals) })
        // Where it cannot be sent, it has ended, or does.
        child.send(document, () => {})
        const [answer] = await answered
        rest(helper)
        return answer as ReadDocument
      } catch {
        await end(helper)
        signal.throwIfAborted()
        return undefined
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...helpers].map(end))
    },
  }
}
