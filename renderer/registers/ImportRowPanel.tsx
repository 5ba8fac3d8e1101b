import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import {
  type ImportDecision,
  type ImportRow,
  type ImportSummary,
  importDecisions,
  importVerdicts,
} from '../../shared/contract/importMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { Key } from '../components/Key.tsx';
import { person } from '../room/person.ts';
import { isBinned, outcomeInWords, valueInBrief } from './importSentences.ts';
import { isRepeated } from './isRepeated.ts';
import type { Fix } from './useImport.ts';

interface ImportRowPanelProps {
  readonly register: Register;
  readonly columns: ImportSummary['columns'];
  /** Undefined while it is read, and when the list has none. */
  readonly row: ImportRow | undefined;
  /** Nothing can be changed any more, because the rows were stored. */
  readonly readOnly: boolean;
  /** What was stored was taken back. */
  readonly undone: boolean;
  readonly onFix: (fix: Fix) => void;
  /** Goes to the cell of a column, by its index, to mend it. */
  readonly onMend: (column: number) => void;
  readonly onDecide: (rows: number[], decision: ImportDecision | null) => void;
  /** How many rows are listed when the list is of those nobody has decided about; otherwise 0. */
  readonly undecided: number;
  /** Decides about all of them. */
  readonly onDecideAll: (decision: ImportDecision) => void;
  /** Goes to another row of the sheet. */
  readonly onRow: (row: number) => void;
  /** Shows the stored record that the row may be about. */
  readonly onRecord: (id: string) => void;
}

/** With Alt: a digit alone begins a text in the table's cell. */
const decisionKeys = { new: 'Alt+1', update: 'Alt+2', skip: 'Alt+3' } as const satisfies Record<ImportDecision, string>;

/** Everything about the current row: what is wrong and how to mend it, what would change, and whom it may repeat. */
export function ImportRowPanel({ row, ...props }: ImportRowPanelProps) {
  return (
    <Box
      component="section"
      aria-label="这一行"
      // Keyboard users scroll it with the arrow keys.
      tabIndex={0}
      sx={{
        minWidth: 0,
        overflow: 'auto',
        bgcolor: 'background.paper',
        border: `1px solid ${colours.line}`,
        p: 1.5,
        fontSize: 14,
      }}
    >
      {row && <Content row={row} {...props} />}
    </Box>
  );
}

function Content({
  register,
  columns,
  row,
  readOnly,
  undone,
  onFix,
  onMend,
  onDecide,
  undecided,
  onDecideAll,
  onRow,
  onRecord,
}: ImportRowPanelProps & { readonly row: ImportRow }) {
  const { match } = row;
  const headingOf = (index: number | null): string => columns.find((column) => column.index === index)?.heading ?? '';
  const repeated = (index: number): boolean =>
    isRepeated(register, columns.find((column) => column.index === index)?.target ?? null);
  const take = (column: number, text: string, everywhere: boolean): void =>
    onFix({ row: row.row, column, text, ...(everywhere ? { everywhere } : {}) });
  return (
    <>
      <Typography variant="h3" component="h2" {...person} sx={{ overflowWrap: 'anywhere' }}>
        第{row.row}行　{row.name}
      </Typography>
      <Box role="status" sx={{ color: 'text.secondary', mb: 0.5 }}>
        {readOnly ? storedInWords(row, undone) : outcomeInWords(row)}
      </Box>
      {!readOnly && row.decisions.length > 0 && (
        <Box role="group" aria-label="怎么办" sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75, py: 0.5 }}>
          {row.decisions.map((decision) => (
            <ActionButton
              key={decision}
              size="small"
              variant={row.decision === decision ? 'contained' : 'outlined'}
              shortcut={decisionKeys[decision]}
              aria-pressed={row.decision === decision}
              onClick={() => onDecide([row.row], row.decision === decision ? null : decision)}
            >
              {importDecisions[decision]}
            </ActionButton>
          ))}
        </Box>
      )}

      {!readOnly && undecided > 1 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 0.75, pb: 0.5 }}>
          列出的{undecided.toLocaleString('zh-CN')}行
          {(['new', ...(isBinned(match) ? (['update'] as const) : []), 'skip'] as const).map((decision) => (
            <Button key={decision} size="small" onClick={() => onDecideAll(decision)} sx={smallButton}>
              {decision === 'update' ? '在回收站的都恢复并更新' : `都${importDecisions[decision]}`}
            </Button>
          ))}
        </Box>
      )}

      {!readOnly && (
        <Box sx={{ color: 'text.secondary', mb: 0.5 }}>
          <Key>Enter</Key> 或 <Key>F2</Key> 改表里选中的一格，也可以直接输入
        </Box>
      )}

      {match && (
        <Part>
          <Box sx={{ overflowWrap: 'anywhere' }}>
            {matchInWords(match)}：{match.reason}
          </Box>
          {match.kind === 'row' &&
            match.differences.map(({ column, earlier, own }) => (
              <Box key={column} sx={{ overflowWrap: 'anywhere' }}>
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  {headingOf(column)}
                </Box>{' '}
                第{match.row}行：{valueInBrief(earlier) || '（空）'}；本行：{valueInBrief(own) || '（空）'}
              </Box>
            ))}
          <Button
            size="small"
            onClick={() => (match.kind === 'row' ? onRow(match.row) : onRecord(match.id))}
            sx={smallButton}
          >
            {match.kind === 'row' ? `看第${match.row}行` : '打开核对'}
          </Button>
        </Part>
      )}

      {row.issues.map((issue) => {
        const { column } = issue;
        return (
          <Part key={`${issue.cell} ${issue.field} ${issue.message}`}>
            <FieldMessage id={`import-issue-${issue.cell}-${issue.field}`} severity={issue.severity}>
              {issue.severity === 'warning' && '请核对：'}
              {issue.message}
            </FieldMessage>
            {!readOnly && column !== null && (
              <Box sx={{ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: 0.5, mt: 0.5 }}>
                {issue.proposals.map(({ text, reason }) => (
                  <Box key={text} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}>
                    <Button
                      size="small"
                      variant="outlined"
                      onClick={() => take(column, text, false)}
                      sx={{ ...smallButton, whiteSpace: 'normal', textAlign: 'left', overflowWrap: 'anywhere' }}
                    >
                      采用 {text}
                    </Button>
                    {repeated(column) && (
                      <Button size="small" onClick={() => take(column, text, true)} sx={smallButton}>
                        同样的全部改
                      </Button>
                    )}
                    <Box component="span" sx={{ color: 'text.secondary', fontSize: 13 }}>
                      {reason}
                    </Box>
                  </Box>
                ))}
                <Button size="small" onClick={() => onMend(column)} sx={smallButton}>
                  改这一格
                </Button>
              </Box>
            )}
          </Part>
        );
      })}

      {row.changes.length > 0 && (
        <Part>
          <Box sx={{ fontWeight: 600 }}>
            {row.decision === null && row.verdict === 'duplicate' ? '选“更新那条”会改' : '会改'}
            {row.changes.length}项
          </Box>
          <Box component="dl" sx={{ m: 0 }}>
            {row.changes.map(({ field, label, before, after }) => (
              <Box key={field} sx={{ py: 0.25, overflowWrap: 'anywhere' }}>
                <Box component="dt" sx={{ color: 'text.secondary' }}>
                  {label}
                </Box>
                <Box component="dd" sx={{ m: 0 }}>
                  {before === '' ? '（空）' : <del>{valueInBrief(before)}</del>} →{' '}
                  <strong>{after === '' ? '（清空）' : valueInBrief(after)}</strong>
                </Box>
              </Box>
            ))}
          </Box>
        </Part>
      )}

      {row.fixes.map(({ column, original }) => (
        <Part key={column}>
          <Box sx={{ overflowWrap: 'anywhere' }}>
            “{headingOf(column)}”在这里改过，原表为{original === '' ? '空' : `“${valueInBrief(original)}”`}
          </Box>
          {!readOnly && (
            <Button size="small" onClick={() => take(column, original, false)} sx={smallButton}>
              恢复原文
            </Button>
          )}
        </Part>
      ))}
    </>
  );
}

function matchInWords(match: NonNullable<ImportRow['match']>): string {
  if (match.kind === 'row') return `第${match.row}行“${match.name}”`;
  return `${match.deleted ? '回收站里的' : '名册里的'}“${match.name}”`;
}

/** What became of a row, once the import is stored. */
function storedInWords({ outcome, verdict }: ImportRow, undone: boolean): string {
  if (undone && outcome !== 'none') return '导入过，已撤销';
  if (outcome === 'create') return '已新增';
  return outcome === 'update' ? '已更新' : `${importVerdicts[verdict]}，没有导入`;
}

function Part({ children }: { readonly children: ReactNode }) {
  return <Box sx={{ borderTop: `1px solid ${colours.line}`, py: 1 }}>{children}</Box>;
}

const smallButton = { minHeight: 28, py: 0.25, fontSize: 14 } as const;
