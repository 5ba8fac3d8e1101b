import Box from '@mui/material/Box';
import type { ImportSummary } from '../../shared/contract/importMethods.ts';
import { calendarDateOf, chineseDate } from '../../shared/rules/calendarDate.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';

interface ImportFactsProps {
  readonly summary: ImportSummary;
  /** Chooses another sheet of the workbook. */
  readonly onSheet: (sheet: string) => void;
}

/** Where the table was found in the file, and what of it is not taken over. */
export function ImportFacts({ summary, onSheet }: ImportFactsProps) {
  const facts = factsOf(summary);
  return (
    <Box sx={{ minWidth: 0, fontSize: 14, color: 'text.secondary', overflowWrap: 'anywhere' }}>
      {summary.doubt !== null && (
        <FieldMessage id="import-doubt" severity="warning">
          {summary.doubt}
        </FieldMessage>
      )}
      {summary.otherSheets.length > 0 ? (
        <label>
          工作表
          <select
            value={summary.sheetName}
            onChange={(event) => onSheet(event.target.value)}
            style={{ font: 'inherit', maxWidth: 240, margin: '0 4px' }}
          >
            {[summary.sheetName, ...summary.otherSheets].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      ) : (
        <>工作表“{summary.sheetName}”</>
      )}
      ，第{summary.headingRow}行是表头。{facts.join('　')}
    </Box>
  );
}

function factsOf({ verdicts, remembered, leftOut, skippedRows, later }: ImportSummary): string[] {
  const skipped = skippedRows.slice(0, 8).join('、');
  return [
    ...(verdicts.update > 0 ? ['更新时空白单元格不改原有内容。'] : []),
    ...(remembered
      ? [`已按${remembered.by}${chineseDate(calendarDateOf(new Date(remembered.at)))}选定的列对应。`]
      : []),
    ...(leftOut.length > 0 ? [`下列各列没有对应，不导入：${leftOut.join('、')}。`] : []),
    ...(skippedRows.length > 0
      ? [`第${skipped}${skippedRows.length > 8 ? `等${skippedRows.length}` : ''}行是标题、说明或空行，不导入。`]
      : []),
    ...(later === null ? [] : [later]),
  ];
}
