import { expect, test } from 'vitest';
import { isMarkable, markedRound } from '../../../renderer/screening/markedRound.ts';
import type { Mark } from '../../../renderer/screening/screeningQueries.ts';
import { openScreeningDesk, villageA, villageB } from '../services/screeningDesk.ts';

test('what the page shows at once after a mark is what the core answers afterwards', () => {
  const { screening, create, change, wait, desk } = openScreeningDesk();
  const [seen, changed, moved] = ['甲一', '乙二', '丙三'].map((name) => create({ name, village: villageA }));
  wait();
  const { round } = screening.open({ month: '2026-11', village: villageA });
  wait();
  change(changed ?? '', { remark: '已转学' });
  change(moved ?? '', { village: villageB });
  const added = create({ name: '丁四', village: villageA });
  const records = [seen ?? '', changed ?? '', added];
  const marks: Mark[] = [{ kind: 'seen' }, { kind: 'notSeen', reason: '外出' }, { kind: 'none' }];
  for (const mark of marks) {
    wait();
    const author = { at: desk.time.toISOString(), by: '周敏' };
    const shown = markedRound(screening.round(round), records, mark, author);
    screening.mark({ round, records, mark });
    expect(shown).toEqual(screening.round(round));
  }
  expect(
    screening
      .round(round)
      .children.filter(isMarkable)
      .map(({ name }) => name),
  ).toEqual(['甲一']);
});
