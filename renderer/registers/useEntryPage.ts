import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { messageOf } from '../api/CallError.ts';
import { useWork } from '../app/WorkContext.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { firstOnPage, focusOf } from './entryState.ts';
import { type EditorOptions, type RecordEditor, useRecordEditor } from './useRecordEditor.ts';

interface EntryPageOptions extends Omit<EditorOptions, 'onSaved' | 'onRefused'> {
  /** The address of an entry that is stored. */
  readonly addressOf: (id: string) => string;
  /** Puts the cursor into the field of a path. */
  readonly onJump: (path: string) => void;
}

/** What was done to an entry that is no longer there, and how it is brought back. */
interface TakenAway {
  /** Where to go from here. */
  readonly to: string;
  readonly said: string;
  readonly bringBack: () => Promise<unknown>;
  readonly saidWhenBack: string;
  /** What other pages show of it is read again. */
  readonly refresh: () => Promise<unknown>;
}

/** A page on which one record or one form about it is entered. */
export interface EntryPage {
  readonly id: string | null;
  readonly editor: RecordEditor;
  readonly saveButton: RefObject<HTMLButtonElement | null>;
  /** The id of what had the cursor when the entry was first saved; null for nothing, undefined on any other way here. */
  readonly focusAtStart: string | null | undefined;
  readonly jump: (path: string) => void;
  /** Whether what is stored is what is seen; says so when it is not. */
  readonly isStored: () => boolean;
  /** Leaves the page of an entry that was taken away, and offers to bring it back. */
  readonly leave: (taken: TakenAway) => void;
}

/** The editor of an entry, and what its page says and where its cursor goes when the entry is saved, refused or taken away. */
export function useEntryPage({ addressOf, onJump, ...options }: EntryPageOptions): EntryPage {
  const { id, store } = options;
  const { drafts } = useWork();
  const navigate = useNavigate();
  const location = useLocation();
  const notice = useNotice();
  const saveButton = useRef<HTMLButtonElement>(null);
  const [focusAtStart] = useState(() => focusOf(location.state));
  const editor = useRecordEditor({
    ...options,
    onSaved: (saved) => {
      const odd = saved.warnings.length === 0 ? '' : `，有${saved.warnings.length}处请以后核对`;
      notice({ severity: 'success', text: `已保存${odd}` });
      const { activeElement } = document;
      const focus = activeElement === document.body ? null : (activeElement?.id ?? null);
      if (id === null) {
        stays.current = true;
        void navigate(addressOf(saved.id), { replace: true, state: { focus } });
      } else if (focus === null) saveButton.current?.focus();
    },
    onRefused: (paths) => {
      const first = firstOnPage(paths) ?? paths[0];
      if (first !== undefined) onJump(first);
    },
  });
  // What is said about an entry goes with it.
  const stays = useRef(false);
  useEffect(() => {
    stays.current = false;
    return () => {
      if (!stays.current) notice(null);
    };
  }, [notice]);
  const isStored = (): boolean => {
    if (id !== null && !editor.changed) return true;
    notice({ severity: 'info', text: '打印的是保存过的内容，请先保存', action: { label: '保存', run: editor.save } });
    return false;
  };
  const leave = ({ to, said, bringBack, saidWhenBack, refresh }: TakenAway): void => {
    const undo = async (): Promise<void> => {
      try {
        await bringBack();
        await refresh();
        notice({ severity: 'success', text: saidWhenBack, named: true });
      } catch (error) {
        notice({ severity: 'error', text: messageOf(error) });
      }
    };
    stays.current = true;
    void drafts.discard(store.draft.register, store.draft.id);
    void refresh();
    void navigate(to);
    notice({ severity: 'success', text: said, named: true, action: { label: '撤销', run: () => void undo() } });
  };
  return { id, editor, saveButton, focusAtStart, jump: onJump, isStored, leave };
}
