import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The networks' contract against real servers, each from a package of its own beside this file. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/contract/*.contract.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
})
