import type { Config } from '../config.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'
import { INSTALLATION } from '../http/operations.ts'
import { ask } from './ask.ts'

const PROXY = 'Let it lead to Vigie’s PORT, with TLS in front; /healthz answers there while Vigie runs.'

/** Where it listens, as somebody on this machine calls it. */
export function localUrl({ host, port }: Config): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

export interface FoundProcess {
  readonly finding: Finding
  /** Undefined if it cannot be told. */
  readonly isRunning: boolean | undefined
}

async function markAt(url: string): Promise<{ readonly mark: string | null; readonly status: number } | string> {
  const answer = await ask(`${url}/healthz`)
  if ('fault' in answer) return answer.fault
  await answer.response.body?.cancel()
  return { mark: answer.response.headers.get(INSTALLATION), status: answer.response.status }
}

/** Whether this Vigie runs where HOST and PORT say, and works. */
export async function checkProcess(
  config: Config,
  installations: readonly string[] | undefined,
): Promise<FoundProcess> {
  const { ok, unchecked, warning, gone } = findingsOf('process')
  if (config.port === 0) return { finding: unchecked('PORT is 0, so it cannot be asked'), isRunning: undefined }
  const url = localUrl(config)
  const answer = await markAt(url)
  if (typeof answer === 'string') return { finding: ok(`does not run at ${url} (${answer})`), isRunning: false }
  if (answer.mark === null || installations?.includes(answer.mark) === false) {
    const who = answer.mark === null ? 'something else' : 'another Vigie, with another key,'
    return {
      finding: warning(`${who} answers at ${url}`, 'If this Vigie is to run there, stop the other, or set PORT.'),
      isRunning: false,
    }
  }
  const ready = await ask(`${url}/readyz`)
  if ('response' in ready && ready.response.ok) return { finding: ok(`runs at ${url}`), isRunning: true }
  const said = 'fault' in ready ? ready.fault : (await ready.response.text()).slice(0, 300)
  return { finding: gone(`runs at ${url} and is not ready: ${said}`, 'Look at its log.'), isRunning: true }
}

/** Whether PUBLIC_URL leads to this Vigie, as far as can be seen from here. */
export async function checkPublicUrl(
  { publicUrl }: Config,
  installations: readonly string[] | undefined,
  isRunning: boolean | undefined,
): Promise<Finding> {
  const { ok, unchecked, wrong, gone } = findingsOf('public address')
  if (publicUrl === undefined) return unchecked('PUBLIC_URL is not set')
  const answer = await markAt(publicUrl)
  if (typeof answer === 'object' && answer.mark !== null) {
    if (installations === undefined)
      return unchecked(`a Vigie answers at ${publicUrl}; without a key nobody can tell which`)
    if (installations.includes(answer.mark)) return ok(`${publicUrl} leads to this Vigie`)
    return wrong(`another Vigie, with another key, answers at ${publicUrl}`, PROXY)
  }
  if (isRunning !== true) {
    const why = isRunning === false ? 'this Vigie does not run' : 'it is not known whether this Vigie runs'
    return unchecked(`${publicUrl} could not be checked, since ${why}`)
  }
  if (typeof answer === 'string') {
    return gone(
      `${publicUrl} is not reached from here (${answer})`,
      `${PROXY} Where a network does not let its machines reach their own public address, check from outside.`,
    )
  }
  return wrong(`${publicUrl}/healthz is answered with ${answer.status}, and not by this Vigie`, PROXY)
}
