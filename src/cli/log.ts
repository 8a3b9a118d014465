import { destination, type Logger, pino } from 'pino'
import type { Config } from '../config.ts'

/** JSON lines on standard error, so that standard output stays what a command answers with. */
export function createLog(config: Config): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    // A net below the rule that nobody logs a secret: these names never show their value.
    redact: { paths: ['password', 'secret', 'credentials', '*.password', '*.secret', '*.credentials'], remove: true },
  }
  return pino(options, destination({ fd: 2, sync: true }))
}
