import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallError } from '../../../renderer/api/CallError.ts';
import { createDraftKeeper } from '../../../renderer/registers/draftKeeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const draft = (remark: string, id: string | null = null) => ({
  register: 'child',
  id,
  version: null,
  values: { fields: { remark }, rows: {} },
});

/** A store that answers in the order in which the test lets it. */
function slowStore() {
  const stored: string[] = [];
  const answers: (() => void)[] = [];
  const answered = (entry: string): Promise<void> =>
    new Promise((resolve) => {
      answers.push(() => {
        stored.push(entry);
        resolve();
      });
    });
  return {
    stored,
    answer: async () => {
      answers.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
    requests: {
      save: (entry: ReturnType<typeof draft>) => answered(`save ${entry.values.fields.remark}`),
      discard: () => answered('discard'),
    },
  };
}

test('the last words before a pause are stored once', async () => {
  const store = slowStore();
  const keeper = createDraftKeeper(store.requests as never);
  keeper.schedule(draft('一'));
  await vi.advanceTimersByTimeAsync(300);
  keeper.schedule(draft('一二'));
  await vi.advanceTimersByTimeAsync(1_000);
  await store.answer();
  expect(store.stored).toEqual(['save 一二']);
  expect(keeper.state().kind).toBe('kept');
});

test('a draft that is on its way never lands on the discard that came after it', async () => {
  const store = slowStore();
  const keeper = createDraftKeeper(store.requests as never);
  keeper.schedule(draft('一'));
  await vi.advanceTimersByTimeAsync(1_000);
  const discarded = keeper.discard('child', null);
  await store.answer();
  await store.answer();
  await discarded;
  expect(store.stored).toEqual(['save 一', 'discard']);
  expect(keeper.state().kind).toBe('idle');
});

test('leaving a record for another one stores the first at once', async () => {
  const store = slowStore();
  const keeper = createDraftKeeper(store.requests as never);
  keeper.schedule(draft('甲', 'a'));
  keeper.schedule(draft('乙', 'b'));
  await vi.advanceTimersByTimeAsync(1_000);
  await store.answer();
  await store.answer();
  expect(store.stored).toEqual(['save 甲', 'save 乙']);
});

test('a draft that could not be stored is said, and the next one is tried again', async () => {
  let fails = true;
  const keeper = createDraftKeeper({
    save: () => (fails ? Promise.reject(new Error('full')) : Promise.resolve()),
    discard: () => Promise.resolve(),
  });
  keeper.schedule(draft('一'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(keeper.state().kind).toBe('failed');
  fails = false;
  keeper.schedule(draft('一二'));
  await keeper.flush();
  expect(keeper.state().kind).toBe('kept');
});

/** A store that is busy with another batch until it is told otherwise. */
function busyStore() {
  const stored: string[] = [];
  const store = {
    stored,
    isBusy: true,
    requests: {
      save: async (entry: ReturnType<typeof draft>) => {
        if (store.isBusy) throw new CallError({ code: 'busy', message: '正在保存另一批数据，请等它完成后再试' });
        stored.push(entry.values.fields.remark);
      },
      discard: async () => undefined,
    },
  };
  return store;
}

test('a draft that meets a long import is stored when the import is over, without another key being pressed', async () => {
  const store = busyStore();
  const keeper = createDraftKeeper(store.requests as never);
  keeper.schedule(draft('一'));
  await keeper.flush();
  expect(keeper.state().kind).toBe('failed');
  await vi.advanceTimersByTimeAsync(10_000);
  store.isBusy = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(store.stored).toEqual(['一']);
  expect(keeper.state().kind).toBe('kept');
});

test('a draft that waits for an import gives way to newer words, and is not stored after it was given up', async () => {
  const store = busyStore();
  const keeper = createDraftKeeper(store.requests as never);
  keeper.schedule(draft('旧', '1'));
  await keeper.flush();
  keeper.schedule(draft('新', '1'));
  keeper.schedule(draft('二', '2'));
  const discarded = keeper.discard('child', '2');
  store.isBusy = false;
  await discarded;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(store.stored).toEqual(['新']);
});

test('a draft that was given up while it was on its way does not come back when it fails', async () => {
  const store = busyStore();
  const keeper = createDraftKeeper(store.requests as never);
  keeper.schedule(draft('一'));
  void keeper.flush();
  await keeper.discard('child', null);
  store.isBusy = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(store.stored).toEqual([]);
});
