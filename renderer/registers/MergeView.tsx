import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { MethodInput, MethodOutput } from '../../shared/contract/methods.ts';
import { checkRecord, errorsOf } from '../../shared/registers/checkRecord.ts';
import { type MergeChoice, mergeParts, mergeRecords } from '../../shared/registers/mergeRecords.ts';
import type { Issue, RecordValues, Register } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { refreshDuplicates } from './duplicateQueries.ts';
import { MergeRow, mergeGrid } from './MergeRow.tsx';
import { mergeText } from './mergeText.ts';
import { namedField } from './recordValues.ts';

type StoredRecord = MethodOutput<'register.get'>;

interface MergeViewProps {
  readonly register: Register;
  /** The record that stays, on the left. */
  readonly keep: StoredRecord;
  readonly drop: StoredRecord;
}

/**
 * Field by field: the record that stays, the one that goes, and what will be. Every row is a choice by arrow keys; what both
 * have is folded away.
 */
export function MergeView({ register, keep, drop }: MergeViewProps) {
  const { context } = useWork();
  const api = useApi();
  const client = useQueryClient();
  const notice = useNotice();
  const navigate = useNavigate();
  const [choices, setChoices] = useState<Readonly<Record<string, MergeChoice>>>({});
  const [showsSame, setShowsSame] = useState(false);
  const rows = useRef<HTMLDivElement>(null);
  const confirmButton = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => focusChoice(rows.current, 0), []);

  const result = register.derive(mergeRecords(register, keep, drop, choices, context), context);
  const parts = mergeParts(register, keep, drop, context);
  const different = parts.filter((part) => !part.same);
  const text = (values: RecordValues, path: string): string => mergeText(register, values, path, context);
  const same = parts.filter((part) => part.same && text(keep.values, part.path) !== '');
  const errors = errorsOf(checkRecord(register, result, context));
  const { uniqueField } = register;
  const areTwo =
    uniqueField !== undefined &&
    different.some(({ path }) => path === uniqueField) &&
    keep.values.fields[uniqueField] !== null &&
    drop.values.fields[uniqueField] !== null;
  const back = (): void => void navigate(addresses.duplicates(register.key), { replace: true });
  const refresh = (): Promise<void> => refreshDuplicates(client, register.key);
  const fail = (error: Error): void => notice({ severity: 'error', text: messageOf(error) });

  const undo = useMutation({
    mutationFn: (batch: string) => api.call('batch.undo', { register: register.key, batch }),
    onSuccess: async ({ kept }) => {
      await refresh();
      const rest = kept === 0 ? '' : `，有${kept}条后来改过的内容保持原样`;
      notice({ severity: 'success', text: `已撤销合并，两条记录都回来了${rest}` });
    },
    onError: fail,
  });
  const merge = useMutation({
    mutationFn: () =>
      api.call('duplicate.merge', {
        register: register.key,
        keep: { id: keep.id, version: keep.version },
        drop: { id: drop.id, version: drop.version },
        // The contract's arrays are mutable; the result belongs to this request alone.
        values: result as MethodInput<'duplicate.merge'>['values'],
      }),
    onSuccess: async ({ batch }) => {
      notice({
        severity: 'success',
        text: '已合并为一条，另一条在回收站',
        action: { label: '撤销', run: () => undo.mutate(batch) },
      });
      // Away from the page before the record that went is asked for again.
      back();
      await refresh();
    },
  });
  const dismiss = useMutation({
    mutationFn: () => api.call('duplicate.dismiss', { register: register.key, one: keep.id, other: drop.id }),
    onSuccess: async () => {
      notice({
        severity: 'success',
        text: '已记为不是同一人，以后不再列出',
        action: { label: '撤销', run: () => recall.mutate() },
      });
      back();
      await refresh();
    },
    onError: fail,
  });
  const recall = useMutation({
    mutationFn: () => api.call('duplicate.recall', { register: register.key, one: keep.id, other: drop.id }),
    onSuccess: refresh,
    onError: fail,
  });
  const busy = merge.isPending || dismiss.isPending;
  const move = (index: number): void => {
    if (index >= different.length) confirmButton.current?.focus();
    else focusChoice(rows.current, index);
  };

  return (
    <Box sx={{ height: '100%', display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PageHeader title="核对合并" detail={`${different.length}项不同，${same.length}项相同`}>
        <Button onClick={back}>返回</Button>
        <Button
          variant="outlined"
          disabled={busy}
          onClick={() => void navigate(addresses.merge(register.key, drop.id, keep.id), { replace: true })}
        >
          左右互换
        </Button>
        <Button variant="outlined" disabled={busy} onClick={() => dismiss.mutate()}>
          不是同一人
        </Button>
        <ActionButton
          ref={confirmButton}
          variant="contained"
          shortcut="Ctrl+Enter"
          disabled={errors.length > 0 || dismiss.isPending}
          loading={merge.isPending}
          onClick={() => merge.mutate()}
        >
          合并为一条
        </ActionButton>
      </PageHeader>
      {merge.isError && <Alert severity="error">{messageOf(merge.error)}</Alert>}
      {areTwo && (
        <Alert severity="warning" role="note">
          两条的{register.fields[uniqueField]?.label}不同，合并后只留一个，请先核对是不是同一人。
        </Alert>
      )}
      {errors.length > 0 && (
        <Alert severity="error">
          这样选还不能合并：
          {errors.map((issue) => issueInWords(register, issue)).join('；')}
        </Alert>
      )}
      <Box
        sx={{
          flex: 1,
          minHeight: 0,
          overflow: 'auto',
          bgcolor: 'background.paper',
          border: `1px solid ${colours.line}`,
        }}
      >
        <Box sx={{ ...mergeGrid, position: 'sticky', top: 0, zIndex: 1, bgcolor: colours.desk }}>
          <strong>项目</strong>
          <Heading title="保留这一条" detail={changedInWords(keep)} />
          <Heading title="并入左边，进回收站" detail={changedInWords(drop)} />
          <Heading title="合并后" detail="左右键选，回车到下一项" />
        </Box>
        <div ref={rows}>
          {different.map((part, index) => (
            <MergeRow
              key={part.path}
              part={part}
              keep={text(keep.values, part.path)}
              drop={text(drop.values, part.path)}
              result={text(result, part.path)}
              chosen={choices[part.path] ?? part.proposed}
              onChoose={(choice) => setChoices({ ...choices, [part.path]: choice })}
              onMove={(by) => move(Math.max(0, index + by))}
            />
          ))}
        </div>
        {same.length > 0 && (
          <Box sx={{ p: 1 }}>
            <Button size="small" aria-expanded={showsSame} onClick={() => setShowsSame(!showsSame)}>
              {showsSame ? '收起' : '展开'}相同的{same.length}项
            </Button>
          </Box>
        )}
        {showsSame &&
          same.map(({ path, label }) => (
            <Box key={path} sx={mergeGrid}>
              <div>{label}</div>
              <Box sx={{ gridColumn: '2 / -1', whiteSpace: 'pre-line' }}>{text(keep.values, path)}</Box>
            </Box>
          ))}
      </Box>
    </Box>
  );
}

function Heading({ title, detail }: { readonly title: string; readonly detail: string }) {
  return (
    <div>
      <strong>{title}</strong>
      <Box sx={{ color: 'text.secondary' }}>{detail}</Box>
    </div>
  );
}

/** A message that does not name its field gets the name. */
function issueInWords(register: Register, { path, message }: Issue): string {
  const { label } = namedField(register, path);
  return message.includes(label) ? message : `${label}：${message}`;
}

function changedInWords({ updatedAt, updatedBy }: StoredRecord): string {
  return `${updatedBy}，${momentInWords(updatedAt)}改`;
}

/** Puts the cursor on what is chosen in a row. */
function focusChoice(rows: HTMLElement | null, index: number): void {
  rows
    ?.querySelectorAll<HTMLElement>('[role=radiogroup]')
    [index]?.querySelector<HTMLElement>('[tabindex="0"]')
    ?.focus();
}
