import { expect, test } from 'vitest';
import { readWorkbook } from '../../../electron/jobs/readWorkbook.ts';
import { resultOrder } from '../../../renderer/registers/keptImport.ts';
import { child } from '../../../shared/registers/child.ts';
import { formatRows } from '../../../shared/registers/rowText.ts';
import { buildWorkbook } from '../../fixtures/workbooks/buildWorkbook.ts';
import { unzipWorkbook } from '../../fixtures/workbooks/unzipWorkbook.ts';
import { context, headings, idNumberOf, importDesk, rowWith, villageWorkbook } from './importDesk.ts';

const other = idNumberOf('43998120160307002');

test('the sheet goes back as it came, faulty cells marked in their own places, with what came of each row', async () => {
  const { imports, read, commit, saved, permit } = importDesk();
  const before = await read(villageWorkbook([rowWith()]));
  await commit(before);
  const file = villageWorkbook([
    rowWith({ 就读学校: '石桥教学点' }),
    rowWith({ 姓名: null, 身份证号: other, 性别: '男' }),
    rowWith({ 姓名: '=1+1', 身份证号: '439981160307002' }),
    [],
    [null, '注：一式两份，分别报送镇政府和村委会'],
  ]);
  const { importId } = await read(file);
  const { summary } = await imports.fix({ importId, row: 6, column: 0, text: '单晓明' });
  const order = resultOrder(summary);
  const { path } = await imports.saveResult({
    ...order,
    permit: await permit({ method: 'import.saveResult', ...order }),
  });
  expect(path).toBe('/somewhere/导入核对结果-儿童-20261121.xlsx');
  const [result] = saved;
  if (!result) throw new Error('nothing saved');

  const [sheet] = (await readWorkbook(result.bytes)).sheets;
  const rowOf = (number: number): string[] =>
    (sheet?.rows.find(({ row }) => row === number)?.cells ?? []).map((cell) => cell?.text ?? '');
  expect(rowOf(1)[0]).toBe('安宁镇双塘村排查汇总表');
  expect(rowOf(2)[0]).toMatch(/^填报单位：安宁镇双塘村（盖章）/u);
  expect(rowOf(3)).toEqual([...headings, '核对结果']);
  const [source] = (await readWorkbook(file)).sheets;
  for (const { row, cells } of source?.rows.filter((each) => each.row > 3) ?? []) {
    const texts = cells.map((cell) => cell?.text ?? '');
    // What was mended here stands as it was taken over.
    expect(rowOf(row).slice(0, texts.length)).toEqual(row === 6 ? texts.with(0, '单晓明') : texts);
  }
  const column = headings.length;
  expect(rowOf(4)[column]).toBe('更新：就读学校或现实状况');
  expect(rowOf(5)[column]).toBe('错误：A5“姓名”：没有填，请补上\nB5“性别”：性别与身份证号不符，请核对其中一项');
  expect(rowOf(6)[column]).toBe(
    '错误：A6“姓名”：原为“=1+1”，已在镇里改为“单晓明”，请在原表也改\nC6“身份证号”：15位旧号码已停用，请核对户口簿后填18位号码',
  );
  expect(rowOf(8)[1]).toMatch(/^注：/u);
  expect(sheet?.rows.flatMap(({ cells }) => cells).every((cell) => cell === null || cell.kind === 'text')).toBe(true);

  const notes =
    [...unzipWorkbook(Buffer.from(result.bytes))].find(([name]) => /comments\d*\.xml$/u.test(name))?.[1] ?? '';
  const text = String(notes);
  expect([...text.matchAll(/ref="([A-Z]+\d+)"/gu)].map(([, cell]) => cell).sort()).toEqual(['A5', 'A6', 'B5', 'C6']);
  expect(text).toContain('原为“=1+1”，已在镇里改为“单晓明”，请在原表也改');
  expect(text).toContain('建议填');
  // What the registry knows does not go back.
  expect(rowOf(4).join('')).not.toContain('中心小学');
});

test('an import that is over has no result', async () => {
  const { imports, read, saved, permit } = importDesk();
  const order = resultOrder(await read(villageWorkbook([rowWith()])));
  imports.discard(order.importId);
  await expect(
    imports.saveResult({ ...order, permit: await permit({ method: 'import.saveResult', ...order }) }),
  ).rejects.toThrowError(/已结束/u);
  expect(saved).toEqual([]);
});

test('a result that was changed after its permit does not leave: another sheet, columns, cells, decisions', async () => {
  const { imports, read, saved, permit, registers } = importDesk();
  const rows = [[...headings], rowWith()];
  const sheets = ['甲村', '乙村'].map((name) => ({ name, rows }));
  const first = await read(buildWorkbook({ sheets }));
  const { importId } = first;
  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    sheet: () => imports.chooseSheet({ importId, sheet: '乙村' }),
    'sheet and back': async () => {
      await imports.chooseSheet({ importId, sheet: '甲村' });
      await imports.chooseSheet({ importId, sheet: '乙村' });
    },
    cell: () => imports.fix({ importId, row: 2, column: 0, text: '单晓明' }),
    decision: () => imports.decide({ importId, rows: [2], decision: 'skip' }),
    columns: () => imports.check({ importId, targets: [{ index: 3, target: null }], defaults: {} }),
    'a cell that is under way': async () => void imports.fix({ importId, row: 2, column: 0, text: '解平' }),
  };
  let order = resultOrder(first);
  for (const [what, change] of Object.entries(changes)) {
    const given = await permit({ method: 'import.saveResult', ...order });
    await change();
    await expect(imports.saveResult({ ...order, permit: given }), what).rejects.toMatchObject({
      code: 'conflict',
      message: '内容刚有变化，请重新填写导出登记',
    });
    order = resultOrder(await imports.decide({ importId, rows: [2], decision: null }));
  }
  const stale = await permit({ method: 'import.saveResult', ...order, revision: order.revision - 1 });
  await expect(imports.saveResult({ ...order, permit: stale })).rejects.toMatchObject({ code: 'conflict' });
  expect(saved).toEqual([]);

  // What was not stored after all has changed nothing.
  const given = await permit({ method: 'import.saveResult', ...order });
  registers.insertMany(child, [child.sample]);
  await expect(imports.commit({ importId, creates: 9, updates: 0 })).rejects.toThrowError();
  expect((await imports.saveResult({ ...order, permit: given })).path).not.toBeNull();
});

test('rows of a group come in as an export writes them, under the name of the group', async () => {
  const { read, rowsOf, commit, stored } = importDesk();
  const groups = child.rows;
  const rows = {
    ...child.sample.rows,
    persuasions: [{ done_on: '2026-10-01', who: '周敏', way: '1', result: '愿意，下周去' }],
  };
  const texts = Object.entries(groups).map(([key, group]) =>
    formatRows(group, rows[key as keyof typeof rows] ?? [], context),
  );
  const labels = Object.values(groups).map(({ label }) => label);
  const id = String(child.sample.fields.id_number);
  const file = buildWorkbook({
    sheets: [
      {
        rows: [
          ['姓名', '身份证号', ...labels],
          ['欧阳朵朵', id, ...texts],
        ],
      },
    ],
  });
  const summary = await read(file);
  expect(rowsOf(summary.importId)[0]?.issues).toEqual([]);
  await commit(summary);
  const held = stored(id)?.values.rows;
  for (const [key, given] of Object.entries(rows)) {
    expect(held?.[key]).toMatchObject(
      given.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'shared'))),
    );
  }
  expect(rowsOf((await read(file)).importId)[0]).toMatchObject({ verdict: 'same' });
});

test('a group that is written in another way is named with its cell', async () => {
  const { read, rowsOf } = importDesk();
  const file = buildWorkbook({
    sheets: [
      {
        rows: [
          ['姓名', '性别', '身份证号', '劝返记录'],
          ['欧阳朵朵', '女', '439981201503070024', '去过两次'],
        ],
      },
    ],
  });
  expect(rowsOf((await read(file)).importId)[0]).toMatchObject({
    verdict: 'error',
    issues: [{ cell: 'D2', message: expect.stringMatching(/应逐行写成“日期：…，劝返人及单位：…”/u) }],
  });
});
