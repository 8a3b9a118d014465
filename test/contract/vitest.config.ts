import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/**
 * What takes long: the networks' contract against real servers, each from a package of its own beside this file, and the
 * whole app in troubles that it has to wait through.
 */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    include: ['test/contract/*.contract.ts', 'test/**/*.slow.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
