/**
 * `npm run sec` and `npm run sec:full`: the forty checks of safety, each a line `PASS|FAIL|NONE id figure`. The tests are those of
 * `npm test` whose names begin with a number of the list; a number without a test fails. Ends with 1 when one failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CheckId, checks, notCovered, notMade } from './checks.ts';

interface Outcome {
  readonly passed: boolean;
  readonly figure: string | undefined;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const artefacts = fileURLToPath(new URL('../artefacts/', import.meta.url));
mkdirSync(artefacts, { recursive: true });
const outcomes = new Map<CheckId, Outcome[]>();

function note(title: string, outcome: Outcome): void {
  for (const [, id = ''] of title.matchAll(/\b(c\d\d): /gu)) {
    if (isCheckId(id)) outcomes.set(id, [...(outcomes.get(id) ?? []), outcome]);
  }
}

function isCheckId(id: string): id is CheckId {
  return Object.hasOwn(checks, id);
}

function report(name: string, parameters: readonly string[]): unknown {
  const path = `${artefacts}${name}`;
  rmSync(path, { force: true });
  const full = process.argv.includes('--full') ? { HULEI_SEC: 'full' } : {};
  const { stderr } = spawnSync('npx', parameters, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...full, PLAYWRIGHT_JSON_OUTPUT_FILE: path },
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!existsSync(path)) throw new Error(`no report of ${parameters[0]}: ${stderr}`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

interface UnitReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly meta?: { readonly figure?: string };
    }[];
  }[];
}

interface JourneySuite {
  readonly suites?: readonly JourneySuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly ok: boolean;
    readonly tests: readonly {
      readonly status: string;
      readonly annotations: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}

const units = report('sec-unit.json', [
  'vitest',
  'run',
  '--testNamePattern=\\bc\\d\\d: ',
  '--reporter=json',
  `--outputFile=${artefacts}sec-unit.json`,
]) as UnitReport;
for (const { assertionResults } of units.testResults) {
  for (const { fullName, status, meta } of assertionResults) {
    if (status === 'passed' || status === 'failed')
      note(fullName, { passed: status === 'passed', figure: meta?.figure });
  }
}

function noteJourneys({ suites = [], specs = [] }: JourneySuite): void {
  for (const { title, ok, tests } of specs) {
    if (tests.every(({ status }) => status === 'skipped')) continue;
    const figure = tests.flatMap(({ annotations }) => annotations).find(({ type }) => type === 'figure')?.description;
    note(title, { passed: ok, figure });
  }
  for (const suite of suites) noteJourneys(suite);
}
noteJourneys(
  report('sec-journeys.json', ['playwright', 'test', '--grep=\\bc\\d\\d: ', '--reporter=json']) as JourneySuite,
);

let failed = 0;
for (const [id, title] of Object.entries(checks) as [CheckId, string][]) {
  const found = outcomes.get(id) ?? [];
  const none = notMade[id];
  const passed = found.length > 0 && found.every((outcome) => outcome.passed);
  const verdict = none !== undefined && found.length === 0 ? 'NONE' : passed ? 'PASS' : 'FAIL';
  if (verdict === 'FAIL') failed += 1;
  const figures = found.flatMap(({ figure }) => figure ?? []);
  const told = [
    none ??
      (figures.length > 0
        ? figures.join('; ')
        : `${found.filter((outcome) => outcome.passed).length} of ${found.length} tests`),
    notCovered[id],
  ];
  process.stdout.write(
    `${verdict} ${id} ${title}: ${told.filter((part) => part !== undefined).join(' (')}${told[1] ? ')' : ''}\n`,
  );
}
process.exitCode = failed === 0 ? 0 : 1;
