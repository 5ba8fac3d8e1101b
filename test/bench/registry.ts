import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { read, utils, write } from '@e965/xlsx';
import { createDesk, type Desk } from '../../electron/services/createDesk.ts';
import { inventedChild, inventedOffice, repeatableRandom } from '../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import { openVault, type Vault } from '../../electron/vault/vault.ts';
import { child } from '../../shared/registers/child.ts';
import { type RecordValues, readValue, shownFields } from '../../shared/registers/register.ts';
import { nobodyElse, sessionOf } from '../deskSurroundings.ts';
import { noOutput } from '../noOutput.ts';
import { testUser } from '../testApp.ts';
import { type Figure, median, timed, timedAsync } from './figures.ts';
import type { FilledVault } from './program.ts';

const rounds = 5;
const rowsOfImport = 10_000;
/** A fifth of the rows of a table are about children of the registry and change them, the others about new ones. */
const knownRows = rowsOfImport / 5;
const mebibyte = 1024 * 1024;
const context = { today: '2026-11-21', villages: villageTable(inventedOffice) };

/** The columns of a roster as villages keep it. */
const columns = [
  'name',
  'sex',
  'birth_date',
  'id_number',
  'ethnicity',
  'village',
  'household_address',
  'residence_address',
  'child_types',
  'guardian_name',
  'guardian_relation',
  'guardian_phone',
  'school_or_status',
  'study_state',
  'risk_level',
  'responsible_person',
] as const;

/**
 * What is done with many records at once, on an encrypted registry of `size` children: taking a table over and back, changing,
 * exporting, comparing everybody with everybody.
 */
export async function measureRegistry(filled: FilledVault, size: number): Promise<Figure[]> {
  const vault = await openVault(filled.dataDir, filled.dataKeys);
  let exported: Uint8Array = new Uint8Array();
  const desk = deskOn(vault, (bytes) => {
    exported = bytes;
  });
  try {
    const figures = [
      ...(await measureImport(desk, size)),
      await measureEdit(desk),
      await measureExport(desk, size, () => exported),
      await measureRescan(desk, size),
    ];
    return figures.map((figure) => ({ ...figure, name: `${size.toLocaleString('en')} children: ${figure.name}` }));
  } finally {
    vault.close();
  }
}

/** Somebody who agrees to whole lists. */
const leaderBeside: Parameters<typeof createDesk>[0]['people'] = {
  users: () => Promise.resolve([{ name: '钱书记', roles: ['leader'] }]),
  checkPassword: () =>
    Promise.resolve({
      user: { name: '钱书记', roles: ['leader'], villages: null, mustChangePassword: false, passwordSetAt: null },
      dataKeys: { vaultId: '', keys: new Map() },
    }),
};

function deskOn(vault: Vault, exported: (file: Uint8Array) => void): Desk {
  return createDesk({
    session: sessionOf(testUser.user, vault),
    ...nobodyElse,
    people: leaderBeside,
    output: {
      ...noOutput,
      saveFile: (_, bytes) => {
        exported(bytes.slice());
        return Promise.resolve('export.xlsx');
      },
    },
    now: () => new Date(),
  });
}

/** A workbook about children of the registry and new ones; the known ones have a new telephone of the guardian. */
function workbook(size: number, round: number): Uint8Array {
  const random = repeatableRandom(3);
  const records: RecordValues[] = [];
  // The same random numbers as the registry was filled with, so that the same children come out.
  for (let index = 0; index < size; index += 1) {
    const record = inventedChild(index, random);
    if (index % Math.floor(size / knownRows) === 0 && records.length < knownRows) records.push(record);
  }
  for (let index = 0; index < rowsOfImport - knownRows; index += 1) {
    records.push(inventedChild(size + round * rowsOfImport + index, random));
  }
  const fields = shownFields(child);
  const texts = records.map((record, index) =>
    columns.map((key) => {
      if (key === 'guardian_phone') return `198${String(10_000_000 + round * rowsOfImport + index)}`;
      const value = readValue(child, record, key, context);
      return value === null ? '' : (fields[key]?.kind.format(value, context) ?? '');
    }),
  );
  const sheet = utils.aoa_to_sheet([columns.map((key) => fields[key]?.label ?? key), ...texts], { dense: true });
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, '花名册');
  return new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: true }) as Buffer);
}

/** The library in a thread of its own, with the start of the thread: where a table that may be hostile has to be parsed. */
async function parseInThread(file: Uint8Array): Promise<void> {
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { read } = require('@e965/xlsx');
    parentPort.postMessage(read(workerData, { dense: true }).SheetNames.length);`;
  const thread = new Worker(program, { eval: true, workerData: file });
  await once(thread, 'message');
  await thread.terminate();
}

async function measureImport(desk: Desk, size: number): Promise<Figure[]> {
  const parsed: number[] = [];
  const parsedApart: number[] = [];
  const checked: number[] = [];
  const committed: number[] = [];
  const undone: number[] = [];
  let peak = 0;
  for (let round = 0; round < rounds; round += 1) {
    const file = workbook(size, round);
    parsed.push(timed(() => void read(file, { dense: true })));
    parsedApart.push(await timedAsync(() => parseInThread(file)));
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss() - before);
    }, 20);
    // The page asks for this as it opens; whoever chooses a file takes longer than the thread that waits for it.
    desk.imports.prepare();
    await setTimeout(1_000);
    let importId = '';
    let numbers = { creates: 0, updates: 0 };
    checked.push(
      await timedAsync(async () => {
        const input = { register: child.key, fileName: '花名册.xlsx', job: randomUUID() };
        const summary = await desk.imports.read(input, file);
        ({ importId } = summary);
        numbers = { creates: summary.creates, updates: summary.updates };
      }),
    );
    if (numbers.creates < (rowsOfImport - knownRows) * 0.9 || numbers.updates < knownRows * 0.9) {
      throw new Error(`the table came to ${numbers.creates} new and ${numbers.updates} changed children`);
    }
    let batch = '';
    committed.push(
      await timedAsync(async () => {
        const summary = await desk.imports.commit({ importId, ...numbers, job: randomUUID() });
        batch = summary.committed?.batch ?? '';
      }),
    );
    clearInterval(watch);
    undone.push(await timedAsync(() => desk.registers.undo(child.key, batch)));
    desk.imports.discard(importId);
  }
  const rows = rowsOfImport.toLocaleString('en');
  return [
    {
      name: `${rows} rows read and matched`,
      value: median(checked),
      unit: 'ms',
      runs: rounds,
      bound: 5_000,
      peer: { name: 'the parser alone', own: median(checked), value: median(parsed), maxRatio: 3 },
    },
    {
      name: `the parser alone on these rows, in a thread of its own`,
      value: median(parsedApart),
      unit: 'ms',
      runs: rounds,
      peer: { name: 'the parser alone', own: median(parsedApart), value: median(parsed) },
    },
    { name: `${rows} rows stored, a fifth of them changes`, value: median(committed), unit: 'ms', runs: rounds },
    { name: `that batch taken back`, value: median(undone), unit: 'ms', runs: rounds, bound: 2_000 },
    { name: `memory that the import takes`, value: peak / mebibyte, unit: 'MB', runs: rounds, bound: 300 },
  ];
}

async function measureEdit(desk: Desk): Promise<Figure> {
  const query = { register: child.key, search: '', filters: {}, sort: { field: child.nameField, descending: false } };
  const ids = desk.registers.idsOf(query, 300);
  const measured: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const changes = { responsible_person: `责任人${'甲乙丙丁戊'[round] ?? ''}` };
    measured.push(
      await timedAsync(() =>
        desk.lists.edit({ register: child.key, selection: { ids }, changes, expected: ids.length }),
      ),
    );
  }
  return { name: '300 changed together', value: median(measured), unit: 'ms', runs: 5, bound: 500 };
}

async function measureExport(desk: Desk, size: number, exported: () => Uint8Array): Promise<Figure> {
  const query = { register: child.key, search: '', filters: {}, sort: { field: child.nameField, descending: false } };
  const measured: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const second = { user: '钱书记', password: '' };
    const columns = child.list.map((column) => column.field);
    const input = { register: child.key, selection: { query }, columns, numbers: 'masked' } as const;
    const order = { method: 'list.export', ...input } as const;
    const asked = { purpose: '核对', receiver: '县民政局', order, persons: size, stick: null, second };
    const { permit } = await desk.exports.permit(asked);
    measured.push(await timedAsync(() => desk.lists.exportList({ ...input, permit, job: randomUUID() })));
  }
  if (exported().length < size * 20) throw new Error('the workbook does not hold everybody');
  return {
    name: `${size.toLocaleString('en')} rows exported`,
    value: median(measured),
    unit: 'ms',
    runs: rounds,
    bound: 4_000,
  };
}

/**
 * Everybody compared again among 20,000 children and among ten times as many, which may take ten times as long; in turns, so
 * that both meet the same machine.
 */
export async function measureGrowth(small: FilledVault, large: FilledVault): Promise<Figure> {
  const few: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    few.push(await rescanOf(small));
    many.push(await rescanOf(large));
  }
  return {
    name: '200,000 children: everybody compared again',
    value: median(many),
    unit: 'ms',
    runs: rounds,
    bound: 100_000,
    peer: { name: 'ten times the time of 20,000', own: median(many), value: 10 * median(few), maxRatio: 1 },
  };
}

/**
 * Milliseconds of one comparison of everybody, on files just opened: a registry that fits into memory would have all its pages
 * there from the second time on, and one of ten times its size never.
 */
async function rescanOf(filled: FilledVault): Promise<number> {
  const vault = await openVault(filled.dataDir, filled.dataKeys);
  try {
    const desk = deskOn(vault, () => undefined);
    return await timedAsync(() => desk.duplicates.rescan(child.key));
  } finally {
    vault.close();
  }
}

async function measureRescan(desk: Desk, size: number): Promise<Figure> {
  const measured: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    measured.push(await timedAsync(() => desk.duplicates.rescan(child.key)));
  }
  // The bound is stated for 20,000 and grows with the registry at most in proportion.
  const bound = (10_000 * size) / 20_000;
  return { name: 'everybody compared again', value: median(measured), unit: 'ms', runs: rounds, bound };
}
