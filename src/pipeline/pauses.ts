/**
 * When places in a chat are left alone, and what brings the pump back to them. In memory: after a restart it may well be
 * tried at once, and what waits is found by the sweep.
 */
export interface Pauses {
  /** True while a place is left alone because it could not be reached. */
  isHeld(key: string): boolean
  hold(key: string, until: Date): void
  release(key: string): void
  /** A place rests after a delivery, where a platform wants that. */
  rest(key: string, milliseconds: number): void
  /** True if it is too early for the next card. An alarm will bring it, so that nobody's job waits meanwhile. */
  mustRest(key: string, channelId: string): boolean
  /** Comes back to the channel at that moment, once for each reason. */
  wake(reason: string, channelId: string, at: Date): void
  /** No alarm goes off any more. */
  stop(): void
}

/** Milliseconds; what is due later is found by the sweep. Timers hold no more than 24 days, and the less the better. */
const LONGEST_ALARM = 600_000

/** `comeBack` delivers what waits in a channel. */
export function createPauses(now: () => Date, comeBack: (channelId: string) => void): Pauses {
  const held = new Map<string, number>()
  const resting = new Map<string, number>()
  const alarms = new Map<string, NodeJS.Timeout>()
  let isStopped = false

  function wake(reason: string, channelId: string, at: Date): void {
    if (isStopped || alarms.has(reason)) return
    const alarm = setTimeout(
      () => {
        alarms.delete(reason)
        comeBack(channelId)
      },
      Math.min(Math.max(0, at.getTime() - now().getTime()), LONGEST_ALARM),
    )
    alarms.set(reason, alarm)
  }

  return {
    isHeld: key => (held.get(key) ?? 0) > now().getTime(),
    hold: (key, until) => void held.set(key, until.getTime()),
    release: key => void held.delete(key),
    rest: (key, milliseconds) => void resting.set(key, now().getTime() + milliseconds),
    mustRest(key, channelId) {
      const until = resting.get(key) ?? 0
      if (until <= now().getTime()) return false
      wake(`rest of ${key}`, channelId, new Date(until))
      return true
    },
    wake,
    stop() {
      isStopped = true
      for (const alarm of alarms.values()) clearTimeout(alarm)
    },
  }
}
