import { expect } from 'vitest'

/** `expect.poll` for what must come about, however busy the machine is. */
export function eventually<T>(look: () => T) {
  return expect.poll(look, { timeout: 25_000, interval: 20 })
}
