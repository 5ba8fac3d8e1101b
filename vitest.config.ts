import { defineConfig } from 'vitest/config';
import { quickSurroundings } from './test/quickSurroundings.ts';

/** Rules and pages without a process, a vault or memory to be measured. Modules hold no state, so their files may share a worker. */
const rules = ['test/unit/{forms,papers,renderer,shared,templates}/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores on an office PC and on the build machines: a native module and a browser share them.
    maxWorkers: 2,
    env: quickSurroundings(),
    projects: [
      // Reading the sources anew for each file took as long as the tests.
      { extends: true, test: { name: 'rules', include: rules, isolate: false } },
      { extends: true, test: { name: 'program', include: ['test/**/*.test.ts'], exclude: rules } },
    ],
  },
});
