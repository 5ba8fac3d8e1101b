import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { type PrintFact, printedNumbers, printOutcomes, printWays } from '../../shared/contract/printMethods.ts';
import { LineTable } from '../components/LineTable.tsx';
import { momentInWords } from '../components/momentInWords.ts';

interface PrintTableProps {
  readonly label: string;
  readonly prints: readonly PrintFact[];
  readonly onOpen: (print: PrintFact) => void;
  /** Tells what came out of a print on paper. */
  readonly onTell: (print: PrintFact) => void;
}

const columns = [
  { title: '编号', width: 122 },
  { title: '时间', width: 172 },
  { title: '表' },
  { title: '方式', width: 112 },
  { title: '数量', width: 150 },
  { title: '身份证号', width: 84 },
  { title: '打印人', width: 92 },
  { title: '结果', width: 142 },
];

/** Prints and saved files, one line each. Arrows go from line to line, Enter opens one. */
export function PrintTable({ label, prints, onOpen, onTell }: PrintTableProps) {
  return (
    <LineTable label={label} columns={columns}>
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
    </LineTable>
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
