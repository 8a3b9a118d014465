import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/contract/**', 'test/bench/**', '**/node_modules/**'],
    globalSetup: ['test/support/global-setup.ts'],
    // Real servers and a real database: slow machines deserve patience, hangs do not.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // One graph of modules for each worker, as in the running process: loading it anew for each file took a fifth of the time.
    isolate: false,
  },
})
