import { type DestinationStream, destination, type Logger, pino } from 'pino'
import type { Config } from '../config.ts'
import { faultText } from '../db/fault-text.ts'

interface DescribedFault {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack: string
  readonly cause?: DescribedFault | string
}

/** A fault as it goes to the log: what it says, where it arose and why; none of the values that libraries hang on it. */
export function describeFault(fault: unknown): DescribedFault | string {
  if (!(fault instanceof Error)) return String(fault)
  const { name, message, stack = '', cause } = fault
  return {
    type: name,
    message: faultText(fault),
    ...('code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {}),
    // Whatever the message holds stands before the places.
    stack: stack.slice(stack.indexOf(message) + message.length).trim(),
    ...(cause === undefined ? {} : { cause: describeFault(cause) }),
  }
}

/** JSON lines, on standard error unless told, so that standard output stays what a command answers with. */
export function createLog(config: Config, to: DestinationStream = destination({ fd: 2, sync: true })): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: describeFault },
    // A net below the rule that nobody logs a secret: these names never show their value.
    redact: { paths: ['password', 'secret', 'credentials', '*.password', '*.secret', '*.credentials'], remove: true },
  }
  return pino(options, to)
}
