import type { PublicSource } from '../db/queries/sources.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'

function checkFeed(source: PublicSource['source']): Finding {
  const { ok, warning } = findingsOf('feed')
  const { address, endedAt, failures, lastError, lastReadAt, nextPollAt, problem } = source
  const remedy = 'Take it out with `/vigie feed remove` in the chat.'
  if (endedAt !== null) return warning(`${address}: the site says that it has ended for good`, remedy)
  if (failures > 0) {
    const times = failures === 1 ? 'once' : `${failures} times in a row`
    const error = (lastError ?? 'unknown').replaceAll(/\s+/g, ' ').slice(0, 150)
    const again = `Vigie tries again at ${nextPollAt.toISOString()}`
    // Whoever asks to be left alone, or does not answer at the moment, has hardly moved.
    const passes = problem === 'rate-limited' || problem === 'unavailable'
    const advice = passes ? `${again}.` : `${again}; if it has moved, remove it and add it anew in the chat.`
    return warning(`${address}: could not be read ${times} (${error})`, advice)
  }
  return ok(`${address}: ${lastReadAt === null ? 'not read yet' : `last read ${lastReadAt.toISOString()}`}`)
}

/** What is read at an address; a team may well do without. */
export function checkFeeds(feeds: readonly PublicSource['source'][]): readonly Finding[] {
  return feeds.map(checkFeed)
}
