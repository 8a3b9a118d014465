export type EmbeddedDatabaseFault =
  /** Another live Vigie, or another server, has the data directory. */
  | 'held'
  | 'not-writable'
  | 'disk-full'
  /** No PostgreSQL package for this operating system and processor, or it cannot run here. */
  | 'unsupported-platform'
  /** We are root, PostgreSQL refuses to be, and no way to another user is open. */
  | 'cannot-become-unprivileged'
  | 'newer-server-version'
  | 'older-server-version'
  /** Anything else; `lastLines` says what PostgreSQL said. */
  | 'failed'

/**
 * The embedded database cannot be started. `message` is one line for an operator: what is wrong and what to do.
 * `lastLines` are the last lines PostgreSQL or initdb wrote, oldest first; empty where neither had been run.
 */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError'
  readonly reason: EmbeddedDatabaseFault
  readonly lastLines: string[]

  constructor(reason: EmbeddedDatabaseFault, message: string, lastLines: string[] = []) {
    super(message)
    this.reason = reason
    this.lastLines = lastLines
  }
}

/** The error code of a failed system call (`ENOENT`, `EACCES` …), or undefined for any other error. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Turns what PostgreSQL said before it gave up into an error whose single line names the cause. */
export function describeFailure(what: string, dataDirectory: string, lastLines: string[]): EmbeddedDatabaseError {
  const output = lastLines.join('\n')
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(output)) {
    return new EmbeddedDatabaseError(
      'disk-full',
      `The disk that holds ${dataDirectory} is full (${what}): make room, or set DATA_DIR to a place with some, and start again.`,
      lastLines,
    )
  }
  if (/lock file ".*" already exists|pre-existing shared memory block/.test(output)) {
    return new EmbeddedDatabaseError(
      'held',
      `Another database server has ${dataDirectory} open: stop it, or give this Vigie its own DATA_DIR.`,
      lastLines,
    )
  }
  const cause =
    lastLines.findLast(line => /FATAL|PANIC|error:|ERROR/.test(line)) ?? lastLines.at(-1) ?? 'it said nothing'
  return new EmbeddedDatabaseError('failed', `${what} failed in ${dataDirectory}: ${cause.trim()}`, lastLines)
}
