import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { ImportPreview, MethodInput } from '../../shared/contract/methods.ts';
import type { FieldValue } from '../../shared/fields/kinds.ts';
import type { Register } from '../../shared/registers/register.ts';
import { messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';
import { ImportColumns } from './ImportColumns.tsx';
import { ImportTable } from './ImportTable.tsx';
import { spanOf } from './spanOf.ts';
import { type Verdict, verdictOrder, verdicts } from './verdicts.ts';

/** Columns and defaults as the clerk wants them. */
export type ImportChanges = Omit<MethodInput<'import.check'>, 'importId'>;

interface ImportCheckProps {
  readonly register: Register;
  readonly preview: ImportPreview;
  readonly changes: ImportChanges | null;
  /** Whether the table shows what the entry above it leads to. */
  readonly checked: boolean;
  readonly committing: boolean;
  readonly error: Error | null;
  readonly onChange: (changes: ImportChanges) => void;
  readonly onCommit: (rows: number[]) => void;
  readonly onRestart: () => void;
}

/** What was understood of the workbook, row by row, before anything is stored. */
export function ImportCheck({
  register,
  preview,
  changes,
  checked,
  committing,
  error,
  onChange,
  onCommit,
  onRestart,
}: ImportCheckProps) {
  const { context } = useWork();
  const [only, setOnly] = useState<Verdict | null>(null);
  const [showColumns, setShowColumns] = useState(false);
  const known: ImportChanges = changes ?? {
    targets: preview.columns.map(({ index, target }) => ({ index, target })),
    defaults: preview.defaults,
  };
  // A field asked for stays on the page after it was answered, so that the answer can be changed.
  const [asked, setAsked] = useState<readonly string[]>([]);
  const questions = [...new Set([...asked, ...preview.missingFields, ...Object.keys(preview.defaults)])].filter(
    (key) => register.fields[key] !== undefined,
  );
  const isWide = (key: string): boolean => {
    const field = register.fields[key];
    return field !== undefined && spanOf(field, context) === '1 / -1';
  };
  // Single boxes first, so that rows of boxes to tick leave no holes between them.
  const ordered = [...questions].sort((one, other) => Number(isWide(one)) - Number(isWide(other)));
  const answer = (key: string, value: FieldValue | null): void => {
    setAsked(questions);
    const given = value === null || typeof value === 'string' || typeof value === 'boolean' ? value : [...value];
    onChange({ ...known, defaults: { ...known.defaults, [key]: given } });
  };
  const fresh = preview.rows.filter((row) => row.verdict === 'new').map((row) => row.row);
  const rows = only === null ? preview.rows : preview.rows.filter((row) => row.verdict === only);
  const blocked = preview.missingFields.length > 0;

  return (
    <>
      <PageHeader
        title={`导入${register.title}`}
        detail={`${preview.fileName}　工作表“${preview.sheetName}”，第${preview.headingRow}行是表头`}
      >
        <Button variant="outlined" onClick={onRestart} disabled={committing}>
          换一个文件
        </Button>
        <ActionButton
          variant="contained"
          shortcut="Ctrl+S"
          disabled={fresh.length === 0 || blocked || !checked}
          loading={committing}
          onClick={() => onCommit(fresh)}
        >
          导入{fresh.length}
          {register.noun}
        </ActionButton>
      </PageHeader>
      {error && <Alert severity="error">{messageOf(error)}</Alert>}
      {questions.length > 0 && (
        <Paper
          component="section"
          aria-label="统一填写"
          sx={{ border: `1px solid ${colours.line}`, px: 2, py: 1.5, flex: 'none', maxHeight: 400, overflow: 'auto' }}
        >
          <Typography variant="body2" sx={{ mb: 1 }}>
            {blocked
              ? `表里没有下面几项，请填一次，全表通用。还有${preview.missingFields.length}项没有填，填好才能导入。`
              : '下面几项全表通用，可以改：'}
          </Typography>
          <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))', gap: 1.5 }}>
            {ordered.map((key) => {
              const field = register.fields[key];
              return (
                field && (
                  <Box key={key} sx={{ gridColumn: spanOf(field, context) }}>
                    <FieldControl
                      id={fieldId(`default.${key}`)}
                      field={field}
                      value={known.defaults[key] ?? null}
                      onChange={(value) => answer(key, value)}
                      context={context}
                      variant="form"
                      required={preview.missingFields.includes(key)}
                    />
                  </Box>
                )
              );
            })}
          </Box>
        </Paper>
      )}
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap', flex: 'none' }}>
        <VerdictChip label="全部" count={preview.rows.length} active={only === null} onClick={() => setOnly(null)} />
        {verdictOrder.map((verdict) => {
          const count = preview.rows.filter((row) => row.verdict === verdict).length;
          return (
            count > 0 && (
              <VerdictChip
                key={verdict}
                label={verdicts[verdict].label}
                count={count}
                active={only === verdict}
                title={verdicts[verdict].meaning}
                onClick={() => setOnly(only === verdict ? null : verdict)}
              />
            )
          );
        })}
        {preview.skippedRows.length > 0 && (
          <Typography variant="body2" color="textSecondary">
            另有{preview.skippedRows.length}行是标题、说明或空行，不导入（第{preview.skippedRows.slice(0, 8).join('、')}
            {preview.skippedRows.length > 8 ? '等' : ''}行）
          </Typography>
        )}
        <Button
          size="small"
          sx={{ ml: 'auto' }}
          aria-expanded={showColumns}
          onClick={() => setShowColumns(!showColumns)}
        >
          {showColumns ? '收起各列对应' : '核对各列对应'}
        </Button>
      </Box>
      {showColumns && (
        <ImportColumns
          preview={preview}
          targets={known.targets}
          disabled={committing}
          onChange={(targets) => onChange({ ...known, targets })}
        />
      )}
      <ImportTable preview={preview} rows={rows} />
    </>
  );
}

interface VerdictChipProps {
  readonly label: string;
  readonly count: number;
  readonly active: boolean;
  readonly title?: string;
  readonly onClick: () => void;
}

function VerdictChip({ label, count, active, title, onClick }: VerdictChipProps) {
  return (
    <Button
      size="small"
      variant="outlined"
      color={active ? 'primary' : 'inherit'}
      aria-pressed={active}
      title={title}
      onClick={onClick}
      sx={{
        minHeight: 32,
        fontSize: 14,
        borderColor: active ? 'primary.main' : colours.line,
        ...(active ? { bgcolor: colours.accentWash, fontWeight: 600 } : {}),
      }}
    >
      {label} {count}
    </Button>
  );
}
