/**
 * Where the list goes on, from the cursor that a page came with. Bluesky's own cursors of notifications are times, and the next
 * page holds what is strictly older: of several posts of the same millisecond, those behind the page's end would never be
 * listed. So such a cursor is moved by a millisecond, unless that leads to the same page again. It also tells when to stop
 * where the page itself is empty: an account with a million likes has many pages without a mention.
 */
export function onward(given: string | undefined, current: string | undefined, since: number): string | undefined {
  if (given === undefined || given === current) return undefined
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(given)) return given
  const time = Date.parse(given)
  if (time < since) return undefined
  const moved = new Date(time + 1).toISOString()
  return moved === current ? given : moved
}

/**
 * Milliseconds by which a look ends behind the newest that was read before. Lists are ordered by the time of writing that the
 * author's client stated, so one that was indexed late, or written with a slow clock, turns up below what was already read.
 */
export const OVERLAP = 2 * 60 * 60_000
