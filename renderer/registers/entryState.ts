import { errorsOf } from '../../shared/registers/checkRecord.ts';
import { timeInWords } from '../components/momentInWords.ts';
import { fieldId } from '../fields/FieldControl.tsx';
import type { RecordEditor } from './useRecordEditor.ts';

/** Whether an entry is saved, and how much of it has to be mended. */
export function stateInWords(editor: RecordEditor, id: string | null): string {
  if (editor.saving) return '正在保存';
  const errors = errorsOf(editor.shownIssues).length;
  const trouble = errors > 0 ? `，${errors}处需要改正` : '';
  if (!editor.changed) return id === null ? '还没有填写' : '已保存';
  if (editor.draftState.kind === 'kept') return `没有保存，草稿存于${timeInWords(editor.draftState.at)}${trouble}`;
  if (editor.draftState.kind === 'failed') return '没有保存，草稿也没有存上，请尽快保存';
  return `没有保存${trouble}`;
}

/** Of several paths the one whose field stands first on the page. */
export function firstOnPage(paths: readonly string[]): string | undefined {
  const ids = new Map(paths.map((path) => [fieldId(path), path]));
  const element = document.querySelector([...ids.keys()].map((each) => `#${CSS.escape(each)}`).join(',') || 'none');
  return element ? ids.get(element.id) : undefined;
}

/** The id of what had the cursor when a new entry was saved; null for nothing, undefined on any other way here. */
export function focusOf(state: unknown): string | null | undefined {
  if (typeof state !== 'object' || state === null || !('focus' in state)) return undefined;
  return typeof state.focus === 'string' ? state.focus : null;
}
