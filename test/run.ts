/**
 * `npm test`: everything that must hold before a change lands, in the order in which mistakes are cheapest to find.
 * Ends with one line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const artefacts = fileURLToPath(new URL('artefacts/', import.meta.url));
rmSync(artefacts, { recursive: true, force: true });
mkdirSync(artefacts, { recursive: true });

const total = { passed: 0, failed: 0 };

/** A step without tests of its own counts as one. */
function check(name: string, command: string, args: readonly string[]): void {
  if (run(name, command, args)) total.passed += 1;
  else total.failed += 1;
}

/** A runner that leaves its counts in a JSON report; one that dies before writing it counts as one failure. */
function runner(name: string, args: readonly string[], report: string, read: (json: never) => typeof total): void {
  const succeeded = run(name, 'npx', args);
  if (!existsSync(report)) {
    total.failed += 1;
    return;
  }
  const counts = read(JSON.parse(readFileSync(report, 'utf8')) as never);
  total.passed += counts.passed;
  // A runner can fail without a failed test, for example in a hook that cleans up.
  total.failed += counts.failed === 0 && !succeeded ? 1 : counts.failed;
}

function run(name: string, command: string, args: readonly string[]): boolean {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    // npm and npx are .cmd files on Windows, which only a shell starts; all words here are our own.
    shell: process.platform === 'win32',
  });
  return status === 0;
}

check('lint and format', 'npx', ['biome', 'ci', '.']);
check('types', 'npm', ['run', '--silent', 'typecheck']);
check('page', 'npm', ['run', '--silent', 'build']);
runner(
  'unit, registers, forms, vault, security',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${artefacts}vitest.json`],
  `${artefacts}vitest.json`,
  (json: { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number }) => ({
    passed: json.numPassedTests,
    failed: Math.max(json.numFailedTests, Math.min(json.numFailedTestSuites, 1)),
  }),
);
runner(
  'journeys in a real browser',
  ['playwright', 'test'],
  `${artefacts}playwright.json`,
  (json: { stats: { expected: number; unexpected: number; flaky: number } }) => ({
    passed: json.stats.expected,
    failed: json.stats.unexpected + json.stats.flaky,
  }),
);

process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
