import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { inventedChild, inventedOffice, repeatableRandom } from '../../electron/services/demo/inventedChildren.ts';
import { villageTable } from '../../electron/services/office/officeStore.ts';
import {
  createRegisterService,
  type RegisterService,
} from '../../electron/services/registers/createRegisterService.ts';
import { schemaDifference } from '../../electron/services/registers/schemaDifference.ts';
import { nameOrder, searchKeys } from '../../electron/services/search/searchKeys.ts';
import { databaseHandle, type WritableDatabase } from '../../electron/vault/database.ts';
import { openEncrypted } from '../../electron/vault/open.ts';
import type { MethodInput } from '../../shared/contract/methods.ts';
import { child } from '../../shared/registers/child.ts';
import { type Figure, median, percentile, timed } from './figures.ts';

const rounds = 5;
const termsPerRound = 60;

/** What clerks type, letter by letter: each ends in a whole term that finds somebody. */
const kinds = [
  'two hanzi',
  'pinyin initials',
  'full pinyin',
  'confused pinyin',
  'last four of an ID',
  'guardian',
  'last four of a telephone',
  'village and surname',
] as const;
type Terms = Readonly<Record<(typeof kinds)[number], readonly string[]>>;

/** Search, open and save on an encrypted file of `size` children, each beside the same service on a file in clear. */
export function measureServices(size: number): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'hulei-bench-'));
  try {
    const encrypted = openEncrypted(join(folder, 'encrypted'), randomBytes(32), { create: { label: randomBytes(16) } });
    const plain = new Database(join(folder, 'plain'), { timeout: 500 });
    for (const pragma of ['locking_mode=EXCLUSIVE', 'journal_mode=WAL', 'synchronous=FULL', 'temp_store=MEMORY']) {
      plain.pragma(pragma);
    }
    for (const pragma of ['secure_delete=ON', 'foreign_keys=ON', 'cache_size=-262144']) plain.pragma(pragma);
    const sides: Readonly<Record<'encrypted' | 'plain', Side>> = {
      encrypted: fill(encrypted.database, (statement) => encrypted.execute(statement), size),
      plain: fill(databaseHandle(plain), (statement) => void plain.exec(statement), size),
    };
    const figures = compare(sides, size);
    encrypted.close();
    plain.close();
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Side {
  readonly service: RegisterService;
  readonly ids: readonly string[];
  readonly terms: Terms;
}

function fill(database: WritableDatabase, execute: (statement: string) => void, size: number): Side {
  for (const statement of schemaDifference(database, [child])) execute(statement);
  const villages = villageTable(inventedOffice);
  const service = createRegisterService({
    registerOf: () => child,
    databaseOf: () => database,
    context: () => ({ today: '2026-11-21', villages }),
    user: () => '周敏',
    now: () => new Date('2026-11-21T09:00:00+08:00'),
    newId: randomUUID,
  });
  const random = repeatableRandom(11);
  const people: Person[] = [];
  for (let start = 0; start < size; start += 10_000) {
    const children = Array.from({ length: Math.min(10_000, size - start) }, (_, index) =>
      inventedChild(start + index, random),
    );
    service.insertMany(child, children);
    for (const { fields, rows } of children.slice(0, Math.ceil((termsPerRound * rounds * 10_000) / size))) {
      const guardian = rows.members?.[0];
      people.push({
        name: String(fields.name),
        idNumber: String(fields.id_number),
        guardian: String(guardian?.name),
        phone: String(guardian?.phone),
        village: villages.label(String(fields.village)),
      });
    }
  }
  const ids = service.idsOf(everybody(''), 500);
  return { service, ids, terms: termsOf(people) };
}

/** What is searched of a child. */
interface Person {
  readonly name: string;
  readonly idNumber: string;
  readonly guardian: string;
  readonly phone: string;
  readonly village: string;
}

/** Southern Mandarin hears no difference in these; every name of the sample that has one is typed the other way. */
const confused: readonly (readonly [string, string])[] = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
  ['ing', 'in'],
  ['eng', 'en'],
];

function confusedSpelling(pinyin: string): string {
  const found = confused.find(([usual]) => pinyin.includes(usual));
  return found ? pinyin.replace(found[0], found[1]) : pinyin;
}

function termsOf(people: readonly Person[]): Terms {
  const fullPinyin = (name: string): string => nameOrder(name).split('\t')[0]?.replaceAll(' ', '') ?? '';
  const letterByLetter = (term: string): string[] =>
    [...term].map((_, index) => [...term].slice(0, index + 1).join(''));
  return {
    'two hanzi': people.flatMap(({ name }) => letterByLetter([...name].slice(-2).join(''))),
    'pinyin initials': people.flatMap(({ name }) => {
      const initials = searchKeys('personName', name).find(
        ({ key, place }) => place === 0 && /^[a-z]+$/u.test(key) && key.length === [...name].length,
      );
      return letterByLetter(initials?.key ?? '');
    }),
    'full pinyin': people.map(({ name }) => fullPinyin(name)),
    'confused pinyin': people.map(({ name }) => confusedSpelling(fullPinyin(name))),
    'last four of an ID': people.map(({ idNumber }) => idNumber.slice(-4)),
    guardian: people.map(({ guardian }) => guardian),
    'last four of a telephone': people.map(({ phone }) => phone.slice(-4)),
    'village and surname': people.map(({ name, village }) => `${village} ${name.slice(0, 1)}`),
  };
}

function everybody(search: string) {
  return { register: child.key, search, filters: {}, sort: { field: 'name', descending: false } };
}

function compare(sides: Readonly<Record<'encrypted' | 'plain', Side>>, size: number): Figure[] {
  const n = size.toLocaleString('en');
  const figures: Figure[] = [];
  const both = (name: string, bound: number, share: number, work: (side: Side, round: number) => number[]): void => {
    const values = { encrypted: [] as number[][], plain: [] as number[][] };
    // Both sides take turns, so that a busy moment of the machine meets both.
    for (let round = -1; round < rounds; round += 1) {
      for (const key of ['encrypted', 'plain'] as const) {
        const measured = work(sides[key], round);
        if (round >= 0) values[key].push(measured);
      }
    }
    // A round's terms are cheap and dear ones mixed; its mean is the same mixture on both sides.
    const typicalRound = (all: readonly (readonly number[])[]): number =>
      median(all.map((round) => round.reduce((sum, value) => sum + value, 0) / round.length));
    figures.push({
      name: `${n} children: ${name}`,
      value: percentile(values.encrypted.flat(), share),
      unit: 'ms',
      runs: values.encrypted.flat().length,
      bound,
      peer: {
        name: 'file in clear',
        own: typicalRound(values.encrypted),
        value: typicalRound(values.plain),
        maxRatio: 1.3,
      },
    });
  };

  for (const kind of kinds) {
    both(`search as typed, ${kind}, p95`, 10, 0.95, (side, round) =>
      Array.from({ length: termsPerRound }, (_, index) => {
        const terms = side.terms[kind];
        const typed = terms[(index * 7 + (round + 1) * termsPerRound) % terms.length] ?? '';
        return timed(() => side.service.listPage({ ...everybody(typed), offset: 0, limit: 100 }));
      }),
    );
  }
  both('open', 5, 0.5, (side) => side.ids.slice(0, 100).map((id) => timed(() => side.service.get(child.key, id))));
  both('save with history', 5, 0.5, (side, round) =>
    side.ids.slice(0, 40).map((id) => {
      const record = side.service.get(child.key, id);
      const values = structuredClone(record.values);
      values.fields.remark = `第${round + 2}次走访`;
      const input: MethodInput<'register.save'> = { register: child.key, id, version: record.version, values };
      return timed(() => side.service.save(input));
    }),
  );
  figures.push({
    name: `${n} children: first page of the list`,
    value: median(
      Array.from({ length: 11 }, () =>
        timed(() => sides.encrypted.service.listPage({ ...everybody(''), offset: 0, limit: 100 })),
      ),
    ),
    unit: 'ms',
    runs: 11,
    bound: 50,
  });
  return figures;
}
