import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { type ReactNode, type Ref, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Sheet } from '../../shared/forms/sheet.ts';
import type { RecordShape } from '../../shared/registers/register.ts';
import { messageOf } from '../api/CallError.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ScrolledPage } from '../components/ScrolledPage.tsx';
import { stateInWords } from './entryState.ts';
import { GiveUpDialog } from './GiveUpDialog.tsx';
import { HistoryDrawer, type HistoryQuery } from './HistoryDrawer.tsx';
import { IssueSummary } from './IssueSummary.tsx';
import { type RecordAction, RecordMenu } from './RecordMenu.tsx';
import { StaleDialog } from './StaleDialog.tsx';
import type { EntryPage } from './useEntryPage.ts';

interface EntryFrameProps {
  /** The part that scrolls. */
  readonly ref?: Ref<HTMLDivElement>;
  readonly page: EntryPage;
  readonly shape: RecordShape;
  readonly title: string;
  /** Small, before the title. */
  readonly picture?: ReactNode;
  /** What stands before the words on whether the entry is saved. */
  readonly detail?: ReactNode;
  readonly back: { readonly label: string; readonly to: string; readonly state?: unknown };
  /** What is seldom done with an entry that is stored. */
  readonly actions: readonly RecordAction[];
  /** True for whoever may see the entry and not change it. */
  readonly readOnly?: boolean;
  /** Undefined where nothing can be printed. */
  readonly onPrint: (() => void) | undefined;
  /** Null for an entry that is not stored. */
  readonly history: HistoryQuery | null;
  /** Below the actions, in sight like them. */
  readonly ways?: ReactNode;
  readonly messages: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a page on which a record or a form about it is entered: its actions, and the questions they lead to. */
export function EntryFrame({ ref, page, shape, history, ...shown }: EntryFrameProps) {
  const { id, editor } = page;
  const navigate = useNavigate();
  const notice = useNotice();
  const [showsHistory, setShowsHistory] = useState(false);
  const [givingUp, setGivingUp] = useState(false);
  return (
    <>
      <ScrolledPage
        {...(ref && { ref })}
        head={
          <>
            <PageHeader
              title={shown.title}
              named
              picture={shown.picture}
              detail={
                <>
                  {shown.detail}
                  {shown.readOnly === true ? '只能查看' : stateInWords(editor, id)}
                </>
              }
            >
              <Button onClick={() => void navigate(shown.back.to, { state: shown.back.state })}>
                {shown.back.label}
              </Button>
              {id !== null && (
                <>
                  <Button variant="outlined" onClick={() => setShowsHistory(true)}>
                    历史
                  </Button>
                  <RecordMenu actions={shown.actions} />
                </>
              )}
              {shown.onPrint && (
                <ActionButton variant="outlined" shortcut="Ctrl+P" onClick={shown.onPrint}>
                  打印
                </ActionButton>
              )}
              {(editor.changed || editor.restored) && (
                <Button variant="outlined" onClick={() => setGivingUp(true)} disabled={editor.saving}>
                  放弃
                </Button>
              )}
              {shown.readOnly !== true && (
                <ActionButton
                  ref={page.saveButton}
                  variant="contained"
                  shortcut="Ctrl+S"
                  onClick={editor.save}
                  loading={editor.saving}
                >
                  保存
                </ActionButton>
              )}
            </PageHeader>
            {shown.ways}
          </>
        }
        messages={shown.messages}
      >
        {shown.children}
      </ScrolledPage>
      {showsHistory && history !== null && <HistoryDrawer query={history} onClose={() => setShowsHistory(false)} />}
      {givingUp && (
        <GiveUpDialog
          stored={id !== null}
          onGiveUp={() => {
            setGivingUp(false);
            editor.revert();
          }}
          onClose={() => setGivingUp(false)}
        />
      )}
      {editor.theirs && (
        <StaleDialog
          register={shape}
          base={editor.base.values}
          mine={editor.values}
          theirs={editor.theirs}
          onMerge={(merged) => {
            editor.merge(merged);
            notice({ severity: 'info', text: '已按所选合并，请检查后保存' });
          }}
          onClose={editor.keepEditing}
        />
      )}
    </>
  );
}

/** What an entry was begun from, why it could not be saved, and what has to be mended in it. */
export function EntryMessages({
  page: { editor, jump },
  shape,
  sheet,
}: {
  readonly page: EntryPage;
  readonly shape: RecordShape;
  /** The sheet on which the entry is shown; null for a form. */
  readonly sheet: Sheet | null;
}) {
  return (
    <>
      {editor.restored && (
        <Alert severity="info" role="status">
          恢复了未保存的内容，可以接着填；不要的话点右上角的“放弃”。
        </Alert>
      )}
      {editor.saveError && editor.theirs === null && <Alert severity="error">{messageOf(editor.saveError)}</Alert>}
      <IssueSummary register={shape} issues={editor.shownIssues} sheet={sheet} values={editor.values} onJump={jump} />
    </>
  );
}
