import type { Logger } from 'pino'
import { startApp } from './app.ts'
import type { Config } from './config.ts'

/** Starts, says where, and runs until SIGTERM or SIGINT. Answers with the exit code. */
export async function runUntilStopped(config: Config, root: string, log: Logger): Promise<number> {
  const stopped = new Promise<'stopped'>(resolve => {
    process.once('SIGTERM', () => resolve('stopped'))
    process.once('SIGINT', () => resolve('stopped'))
  })
  const app = await startApp({ config, log, root })
  process.stdout.write(`Vigie is running: ${app.url}\n`)
  const end = await Promise.race([stopped, app.failed])
  if (end !== 'stopped') log.fatal(end)
  await app[Symbol.asyncDispose]()
  log.debug('stopped')
  return end === 'stopped' ? 0 : 70
}
