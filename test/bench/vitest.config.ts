import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Speed, each as a ratio against a floor measured in the same run. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    benchmark: { include: ['test/bench/*.bench.ts'] },
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
})
