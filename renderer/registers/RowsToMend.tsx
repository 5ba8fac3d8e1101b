import { useMutation } from '@tanstack/react-query';
import { memo, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { ImportRow, ImportSummary } from '../../shared/contract/importMethods.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import type { Api } from '../api/call.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { rowsForPaper, sentencesForPaper } from './importSentences.ts';

/** Rows of one request, and most rows on paper; a longer list goes back as a file. */
const pageSize = 200;
const mostRows = 1_000;

interface PrintRowsToMendProps {
  readonly summary: ImportSummary;
  readonly disabled: boolean;
}

/** Prints what has to be mended in the table, for the village that sent it. */
export function PrintRowsToMend({ summary, disabled }: PrintRowsToMendProps) {
  const api = useApi();
  const notice = useNotice();
  const reading = useMutation({
    mutationFn: () => readRowsToMend(api, summary.importId),
    onError: (error) => notice({ severity: 'error', text: messageOf(error) }),
  });
  const printed = useRef<unknown>(undefined);
  const { data } = reading;
  useEffect(() => {
    if (data === undefined || printed.current === data) return;
    printed.current = data;
    window.print();
  }, [data]);
  return (
    <>
      <ActionButton
        size="small"
        shortcut="Ctrl+P"
        disabled={disabled}
        loading={reading.isPending}
        onClick={() => reading.mutate()}
      >
        打印待改清单
      </ActionButton>
      {data && <Paper rows={data.rows} summary={summary} left={data.total - data.rows.length} />}
    </>
  );
}

/** The rows that are not taken over because something in them is to be mended or compared, in the order of the sheet. */
async function readRowsToMend(api: Api, importId: string): Promise<{ rows: ImportRow[]; total: number }> {
  const rows: ImportRow[] = [];
  let total = Number.POSITIVE_INFINITY;
  while (rows.length < Math.min(total, mostRows)) {
    const page = await api.call('import.rows', {
      importId,
      verdicts: ['error', 'duplicate'],
      offset: rows.length,
      limit: pageSize,
    });
    total = page.total;
    if (page.rows.length === 0) break;
    rows.push(...page.rows);
  }
  return { rows, total };
}

interface PaperProps {
  readonly rows: readonly ImportRow[];
  readonly summary: ImportSummary;
  /** How many more rows the file of the result names. */
  readonly left: number;
}

/**
 * Cells, their villages and what to do, but no name, no value and no heading that says whom the table lists. On the screen it is not there.
 */
const Paper = memo(function Paper({ rows, summary, left }: PaperProps) {
  const placed = rowsForPaper(rows, summary);
  const hasVillages = placed.some(({ village }) => village !== '');
  return createPortal(
    <div className="print-page numbered" style={{ fontSize: '11pt', lineHeight: 1.5 }}>
      <h1 style={{ fontSize: '15pt', textAlign: 'center', margin: '0 0 5mm' }}>请在原表核对改正</h1>
      <table style={{ width: '100%', borderCollapse: 'collapse' }}>
        <thead>
          <tr>
            <th style={{ ...paperCell, width: '14mm' }}>行</th>
            {hasVillages && <th style={{ ...paperCell, width: '26mm' }}>村（社区）</th>}
            <th style={{ ...paperCell, textAlign: 'left' }}>单元格和处理</th>
          </tr>
        </thead>
        <tbody>
          {placed.map(({ row, village }) => (
            <tr key={row.row} style={{ breakInside: 'avoid' }}>
              <td style={{ ...paperCell, textAlign: 'center' }}>{row.row}</td>
              {hasVillages && <td style={paperCell}>{village}</td>}
              <td style={paperCell}>
                {sentencesForPaper(row).map((sentence) => (
                  <div key={sentence}>{sentence}</div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p>还有{left}行没有列出，请看保存的核对结果。</p>}
    </div>,
    document.body,
  );
});

const paperCell = { border: '0.3mm solid #000', padding: '1mm 2mm', verticalAlign: 'top' } as const;
