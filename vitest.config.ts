import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores on an office PC and on the build machines: a native module and a browser share them.
    maxWorkers: 2,
  },
});
