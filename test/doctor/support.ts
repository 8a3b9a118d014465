import { join } from 'node:path'
import { pino } from 'pino'
import { readConfig } from '../../src/config.ts'
import { examine } from '../../src/doctor/index.ts'
import type { Finding } from '../../src/domain/finding.ts'

const root = join(import.meta.dirname, '../..')

/** Everything that doctor finds with these variables. */
export async function examineWith(
  environment: Readonly<Record<string, string>>,
  now = () => new Date(),
): Promise<readonly Finding[]> {
  const config = readConfig({ PORT: '0', ...environment })
  const log = pino({ level: 'silent' })
  const findings: Finding[] = []
  for await (const finding of examine({ config, root, nodeVersion: process.versions.node, log, now })) {
    findings.push(finding)
  }
  return findings
}

/** What one check found, as state and words. */
export function about(findings: readonly Finding[], check: string): readonly string[] {
  return findings.filter(finding => finding.check === check).map(({ state, said }) => `${state}: ${said}`)
}

export function problemsIn(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ state }) => state === 'problem' || state === 'warning')
}
