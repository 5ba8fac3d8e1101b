import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { type PrintFact, printedNumbers, printOutcomes, printWays } from '../../shared/contract/printMethods.ts';
import { measures } from '../app/theme.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { moveBetweenRows } from '../components/moveBetweenRows.ts';

interface PrintTableProps {
  readonly label: string;
  readonly prints: readonly PrintFact[];
  readonly onOpen: (print: PrintFact) => void;
  /** Tells what came out of a print on paper. */
  readonly onTell: (print: PrintFact) => void;
}

/** Prints and saved files, one line each. Arrows go from line to line, Enter opens one. */
export function PrintTable({ label, prints, onOpen, onTell }: PrintTableProps) {
  return (
    <Table
      size="small"
      stickyHeader
      aria-label={label}
      onKeyDown={moveBetweenRows}
      sx={{
        tableLayout: 'fixed',
        minWidth: 1000,
        '& td, & th': { height: measures.row, px: 1, py: 0.25 },
        '& td, & th.cell': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
      }}
    >
      <TableHead>
        <TableRow sx={{ '& th': { bgcolor: '#f3f5f4', fontSize: 14, fontWeight: 600 } }}>
          <TableCell width={122}>编号</TableCell>
          <TableCell width={172}>时间</TableCell>
          <TableCell>表</TableCell>
          <TableCell width={112}>方式</TableCell>
          <TableCell width={150}>数量</TableCell>
          <TableCell width={84}>身份证号</TableCell>
          <TableCell width={92}>打印人</TableCell>
          <TableCell width={142}>结果</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {prints.map((print) => (
          <TableRow key={print.id} hover onDoubleClick={() => onOpen(print)}>
            <TableCell component="th" scope="row" className="cell">
              <MuiLink component="button" type="button" data-row onClick={() => onOpen(print)} underline="hover">
                {print.serial}
              </MuiLink>
            </TableCell>
            <TableCell>{momentInWords(print.at)}</TableCell>
            <TableCell title={print.title}>{print.title}</TableCell>
            <TableCell>{printWays[print.way]}</TableCell>
            <TableCell>{amountInWords(print)}</TableCell>
            <TableCell>{printedNumbers[print.numbers]}</TableCell>
            <TableCell title={print.by}>{print.by}</TableCell>
            <TableCell>
              {print.outcome === null && print.way === 'paper' ? (
                <Button
                  size="small"
                  variant="outlined"
                  aria-label={`登记是否打出：${print.serial}`}
                  onClick={() => onTell(print)}
                  sx={{ minHeight: 28, py: 0 }}
                >
                  登记是否打出
                </Button>
              ) : (
                outcomeInWords(print)
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** 25份，25页×2 */
export function amountInWords({ records, pages, copies }: PrintFact): string {
  const times = copies === 1 ? '' : `×${copies}份`;
  // A list or an attachment has no pages.
  const sheets = pages === 0 ? '' : `，${pages.toLocaleString('zh-CN')}页${times}`;
  return `${records.toLocaleString('zh-CN')}条${sheets}`;
}

/** What became of it, in words. */
export function outcomeInWords({ outcome, way }: PrintFact): string {
  if (outcome !== null) return printOutcomes[outcome];
  return way === 'paper' ? '还没登记' : '没有记下';
}
