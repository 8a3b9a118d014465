import { type Finding, findingsOf } from '../domain/finding.ts'

/** The version that Vigie is made for and tested with. */
const MAJOR = 24

/** `version` as in `process.versions.node`. */
export function checkNode(version: string): Finding {
  const { ok, warning, wrong } = findingsOf('Node')
  const major = Number.parseInt(version, 10)
  if (major === MAJOR) return ok(version)
  const advice = `Install Node ${MAJOR}; on Linux with glibc, npm ci brings its own.`
  if (major < MAJOR) return wrong(`${version} is older than ${MAJOR}`, advice)
  return warning(`${version} is newer than what Vigie is tested with`, advice)
}
