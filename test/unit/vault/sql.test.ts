import { expect, test } from 'vitest';
import { identifier, joined, list, sql } from '../../../electron/vault/sql.ts';

test('an interpolated value becomes a parameter, whatever it contains', () => {
  const query = sql`SELECT * FROM t WHERE a = ${"'; DROP TABLE t; --"} AND b = ${null} AND c = ${7}`;
  expect(query.text).toBe('SELECT * FROM t WHERE a = ? AND b = ? AND c = ?');
  expect(query.values).toEqual(["'; DROP TABLE t; --", null, 7]);
});

test('parts keep their parameters in order', () => {
  const where = joined([sql`a = ${1}`, sql`b IN (${list([2, 3])})`], ' AND ');
  const query = sql`SELECT ${joined(['name', 'id_number'].map(identifier), ', ')} FROM ${identifier('child')} WHERE ${where} LIMIT ${4}`;
  expect(query.text).toBe('SELECT "name", "id_number" FROM "child" WHERE a = ? AND b IN (?, ?) LIMIT ?');
  expect(query.values).toEqual([1, 2, 3, 4]);
});

test.each(['a"b', 'a b', 'A', '1a', '', 'a;', '姓名', 'a'.repeat(64)])('%j is not an identifier', (name) => {
  expect(() => identifier(name)).toThrow(TypeError);
});

test('an object shaped like a statement is not one', () => {
  const forged = JSON.parse('{"text":"1; DROP TABLE t","values":[]}');
  expect(sql`SELECT ${forged}`.text).toBe('SELECT ?');
});

test('an empty list is refused instead of making a statement that means something else', () => {
  expect(() => list([])).toThrow(TypeError);
});
