import type { Config } from '../config.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'
import { isLoopback } from '../http/local/access.ts'
import { localUrl } from './address.ts'

const OR_HERE = 'Until then accounts are connected with `account add`.'

/** Who can open the page on which accounts are connected, as far as the settings say. */
export function checkConnectPage(config: Config): Finding {
  const { ok, warning } = findingsOf('connect page')
  const { publicUrl, host, port, slack, discord } = config
  if (publicUrl === undefined) {
    const advice = `Set PUBLIC_URL to an https address that leads to Vigie. ${OR_HERE}`
    if (!isLoopback(host))
      return warning('nobody can open it: PUBLIC_URL is not set, and HOST is not this machine', advice)
    const said = `only a browser on this machine can open it${port === 0 ? '' : `, at ${localUrl(config)}/connect`}`
    // Whoever works on the local page sits at this machine.
    return slack === undefined && discord === undefined ? ok(said) : warning(`${said}: PUBLIC_URL is not set`, advice)
  }
  // It is https, or of this machine: the configuration takes nothing else.
  return isLoopback(new URL(publicUrl).hostname)
    ? ok(`only a browser on this machine can open it, at ${publicUrl}/connect`)
    : ok(`whoever reaches ${publicUrl} can open it, over https`)
}
