import { Hono } from 'hono'
import type { Metrics } from './metrics.ts'

export interface OperationsOptions {
  readonly metrics: Metrics
  /** Told with every answer of /healthz, so that `doctor` can see whether an address leads here. */
  readonly installation: string
  /** Each says what is wrong, or undefined if nothing is. */
  readonly checks: Readonly<Record<string, () => Promise<string | undefined>>>
}

/** Header with the installation's mark. */
export const INSTALLATION = 'x-vigie-installation'

/** For whoever runs Vigie: is it alive, can it work, what does it do. */
export function createOperations({ metrics, installation, checks }: OperationsOptions): Hono {
  const app = new Hono()
  app.get('/healthz', context => context.json({ status: 'ok' }, 200, { [INSTALLATION]: installation }))
  app.get('/readyz', async context => {
    const entries = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const problem = await check().catch((fault: unknown) =>
          fault instanceof Error ? fault.message : String(fault),
        )
        return [name, problem ?? 'ok'] as const
      }),
    )
    const isReady = entries.every(([, state]) => state === 'ok')
    return context.json(
      { status: isReady ? 'ready' : 'not ready', checks: Object.fromEntries(entries) },
      isReady ? 200 : 503,
    )
  })
  app.get('/metrics', async context => {
    const { contentType, text } = await metrics.render()
    return context.body(text, 200, { 'content-type': contentType })
  })
  return app
}
