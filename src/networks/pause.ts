import { setTimeout as wait } from 'node:timers/promises'

/** Waits so many milliseconds, or until the signal ends it: then false. Keeps no process alive. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(milliseconds, undefined, { signal, ref: false })
    return true
  } catch {
    return false
  }
}
