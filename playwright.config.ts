import { defineConfig } from '@playwright/test';
import { quickSurroundings } from './test/quickSurroundings.ts';

// Before the journeys' own processes are started, which get them.
Object.assign(process.env, quickSurroundings());

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test/artefacts/playwright',
  timeout: 120_000,
  expect: { timeout: 10_000 },
  // Each journey starts its own program and browser; two cores carry one at a time.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test/artefacts/playwright.json' }]],
});
