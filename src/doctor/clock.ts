import { type Finding, findingsOf } from '../domain/finding.ts'
import { ask } from './ask.ts'

/** Milliseconds. Slack refuses what is signed more than five minutes off: docs.slack.dev/authentication/verifying-requests-from-slack. */
const NOTICEABLE = 60_000
const TOO_MUCH = 5 * 60_000

const ADVICE = 'Let the system set its clock (NTP), here and where the database runs.'

/** What it means that somebody's clock is ahead of ours, by so many milliseconds. */
function judge(ahead: number, whose: string): Finding {
  const { ok, warning, wrong } = findingsOf('clock')
  const seconds = Math.round(Math.abs(ahead) / 1_000)
  if (Math.abs(ahead) <= NOTICEABLE) return ok(`as that of ${whose}`)
  const said = `${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} that of ${whose}`
  if (Math.abs(ahead) <= TOO_MUCH) return warning(said, ADVICE)
  return wrong(said, `${ADVICE} What Slack signs is refused at such a difference.`)
}

/** Against the server's Date, which is in whole seconds and, from a cache, as old as Age says (RFC 9110, 6.6.1; RFC 9111, 5.1). */
async function compare(server: string, now: () => Date): Promise<Finding> {
  const { host } = new URL(server)
  const asked = now().getTime()
  const answer = await ask(server, 'HEAD')
  const answered = now().getTime()
  const { unchecked } = findingsOf('clock')
  if ('fault' in answer) return unchecked(`not compared with that of ${host} (${answer.fault})`)
  await answer.response.body?.cancel()
  const { headers } = answer.response
  const date = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(date)) return unchecked(`not compared with that of ${host}, which does not tell the time`)
  const age = Number.parseInt(headers.get('age') ?? '0', 10) || 0
  return judge(date + age * 1_000 + 500 - (asked + answered) / 2, host)
}

/** Our clock against the database's, as `ahead` milliseconds of ours, and against servers elsewhere. */
export async function checkClock(
  ahead: number | undefined,
  servers: readonly string[],
  now: () => Date,
): Promise<readonly Finding[]> {
  const ofDatabase = ahead === undefined ? [] : [judge(ahead, 'the database')]
  const others = await Promise.all([...new Set(servers)].map(server => compare(server, now)))
  if (ofDatabase.length + others.length > 0) return [...ofDatabase, ...others]
  return [findingsOf('clock').unchecked('no other clock to compare with')]
}
