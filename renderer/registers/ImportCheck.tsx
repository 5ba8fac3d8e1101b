import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import type { ImportPreview } from '../../shared/contract/importMethods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { CallError, messageOf } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { ActionButton } from '../components/ActionButton.tsx';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ImportColumns } from './ImportColumns.tsx';
import { ImportCommonFields } from './ImportCommonFields.tsx';
import { ImportTable } from './ImportTable.tsx';
import { type ImportChanges, rowsToMend } from './keptImport.ts';
import { RowsToMendPaper } from './RowsToMend.tsx';
import { UnknownVillages } from './UnknownVillages.tsx';
import { type Verdict, verdictOrder, verdicts } from './verdicts.ts';

interface ImportCheckProps {
  readonly register: Register;
  readonly preview: ImportPreview;
  readonly entered: ImportChanges;
  /** Whether the table shows what the entry above it leads to. */
  readonly checked: boolean;
  readonly committing: boolean;
  readonly error: Error | null;
  readonly onChange: (changes: ImportChanges) => void;
  /** The office's settings have changed, so the rows are to be judged anew. */
  readonly onSettingsChange: () => void;
  readonly onCommit: (rows: number[]) => void;
  readonly onRestart: () => void;
}

type Row = ImportPreview['rows'][number];
/** A verdict, or the rows that carry something to look at, whatever their verdict. */
type Filter = Verdict | 'warning';

const hasWarning = (row: Row): boolean => row.issues.some((issue) => issue.severity === 'warning');

/** What was understood of the workbook, row by row, before anything is stored. */
export function ImportCheck({
  register,
  preview,
  entered,
  checked,
  committing,
  error,
  onChange,
  onSettingsChange,
  onCommit,
  onRestart,
}: ImportCheckProps) {
  const [only, setOnly] = useState<Filter | null>(null);
  const [showColumns, setShowColumns] = useState(false);
  const fresh = preview.rows.filter((row) => row.verdict === 'new').map((row) => row.row);
  const counts = [
    ...verdictOrder.map((verdict) => ({
      filter: verdict as Filter,
      ...verdicts[verdict],
      rows: preview.rows.filter((row) => row.verdict === verdict),
    })),
    {
      filter: 'warning' as const,
      label: '请核对',
      meaning: '有需要核对的内容；属于“新增”的也会导入',
      rows: preview.rows.filter(hasWarning),
    },
  ].filter(({ rows }) => rows.length > 0);
  const rows = counts.find(({ filter }) => filter === only)?.rows ?? preview.rows;
  const toMend = useMemo(() => rowsToMend(preview), [preview]);
  const reason = error === null ? whyNot(register, preview, fresh.length) : undefined;

  return (
    <>
      <PageHeader title={`导入${register.title}`} detail={checked || error !== null ? '' : '正在核对…'}>
        <Button variant="outlined" onClick={onRestart} disabled={committing}>
          换一个文件
        </Button>
        <ActionButton
          variant="contained"
          shortcut="Ctrl+S"
          disabled={reason !== undefined || !checked}
          loading={committing}
          onClick={() => onCommit(fresh)}
        >
          导入{fresh.length}
          {register.noun}
        </ActionButton>
      </PageHeader>
      {error && (
        <Alert severity="error" sx={{ flex: 'none' }}>
          {messageOf(error)}
        </Alert>
      )}
      <Box sx={{ flex: 'none', fontSize: 14, color: 'text.secondary' }}>
        <Box role="status">
          {reason !== undefined && (
            <FieldMessage id="import-reason" severity="error">
              不能导入：{reason}
            </FieldMessage>
          )}
        </Box>
        {preview.doubt !== null && (
          <FieldMessage id="import-doubt" severity="warning">
            {preview.doubt}
          </FieldMessage>
        )}
        <UnknownVillages names={preview.unknownVillages} onAdded={onSettingsChange} />
        {preview.fileName}　工作表“{preview.sheetName}”，第{preview.headingRow}行是表头
        {preview.leftOut.length > 0 && <>　下列各列没有对应，不导入：{preview.leftOut.join('、')}</>}
      </Box>
      {preview.obstacle === null && (
        <ImportCommonFields
          register={register}
          missing={preview.missingFields}
          values={entered.defaults}
          errors={error instanceof CallError ? error.fields : {}}
          onChange={(defaults) => onChange({ ...entered, defaults })}
        />
      )}
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap', flex: 'none' }}>
        <FilterButton label="全部" count={preview.rows.length} active={only === null} onClick={() => setOnly(null)} />
        {counts.map(({ filter, label, meaning, rows: { length } }) => (
          <FilterButton
            key={filter}
            label={label}
            count={length}
            active={only === filter}
            title={meaning}
            onClick={() => setOnly(only === filter ? null : filter)}
          />
        ))}
        {preview.skippedRows.length > 0 && (
          <Typography variant="body2" color="textSecondary">
            另有{preview.skippedRows.length}行是标题、说明或空行，不导入（第{preview.skippedRows.slice(0, 8).join('、')}
            {preview.skippedRows.length > 8 ? '等' : ''}行）
          </Typography>
        )}
        <Box sx={{ ml: 'auto', display: 'flex', gap: 1 }}>
          {toMend.length > 0 && (
            <ActionButton size="small" shortcut="Ctrl+P" onClick={() => window.print()}>
              打印要改的{toMend.length}行
            </ActionButton>
          )}
          <Button size="small" aria-expanded={showColumns} onClick={() => setShowColumns(!showColumns)}>
            {showColumns ? '收起各列对应' : '核对各列对应'}
          </Button>
        </Box>
      </Box>
      {showColumns && (
        <ImportColumns
          preview={preview}
          targets={entered.targets}
          disabled={committing}
          onChange={(targets) => onChange({ ...entered, targets })}
        />
      )}
      <ImportTable preview={preview} rows={rows} />
      <RowsToMendPaper rows={toMend} />
    </>
  );
}

/** Why the table cannot be taken over as it stands, as one sentence. */
function whyNot(register: Register, preview: ImportPreview, fresh: number): string | undefined {
  if (preview.obstacle !== null) return preview.obstacle;
  if (preview.missingFields.length > 0) {
    const labels = preview.missingFields.map((key) => register.fields[key]?.label ?? key);
    return `“${labels.join('、')}”没有填，请在下面填一次，全表通用`;
  }
  if (fresh > 0) return undefined;
  return rowsToMend(preview).length > 0
    ? '没有可以新增的行，请按下面的提示在原表改好再导入'
    : '没有可以新增的行，表里的内容都已在名册';
}

interface FilterButtonProps {
  readonly label: string;
  readonly count: number;
  readonly active: boolean;
  readonly title?: string;
  readonly onClick: () => void;
}

function FilterButton({ label, count, active, title, onClick }: FilterButtonProps) {
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
