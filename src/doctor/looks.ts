import type { LookLag } from '../db/queries/looks.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'

const { ok, warning } = findingsOf('looks')

/** Milliseconds from which on edits and deletions are followed too late: a day's posts are looked at every half hour. */
const PATIENCE = 2 * 3_600_000

/** Whether what was posted is looked at again in time; nothing is late while Vigie does not run. */
export function checkLooks(servers: readonly LookLag[], now: Date, isRunning: boolean): readonly Finding[] {
  return servers.map(({ network, service, due, since }) => {
    const where = service === '' ? network : `${network} at ${service}`
    const late = since === null ? 0 : now.getTime() - since.getTime()
    const waiting = `${due} ${due === 1 ? 'look is' : 'looks are'} due, the oldest for ${Math.round(late / 60_000)} minutes`
    if (due === 0) return ok(`${where}: posts are looked at again on time`)
    if (!isRunning) return ok(`${where}: ${waiting}: they are made once Vigie runs`)
    if (late < PATIENCE) return ok(`${where}: ${waiting}`)
    return warning(
      `${where}: ${waiting}, so that edits and deletions are followed late`,
      'There is more to look at than its limits allow, or it does not answer: `/vigie status` and the log tell which.',
    )
  })
}
