import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test/artefacts/playwright',
  timeout: 120_000,
  expect: { timeout: 10_000 },
  // Each journey starts its own program and browser; two cores carry one at a time.
  workers: 1,
  // Where changes are judged, a journey that lost a race with a busy machine is gone through once more, and named by `npm test`.
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test/artefacts/playwright.json' }]],
});
