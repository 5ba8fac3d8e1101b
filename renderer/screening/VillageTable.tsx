import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableFooter from '@mui/material/TableFooter';
import TableRow from '@mui/material/TableRow';
import { isZeroReport, type ScreeningCounts, screeningOutcomes } from '../../shared/contract/screeningOutcomes.ts';
import { calendarDateOf, chineseDate } from '../../shared/rules/calendarDate.ts';
import { colours, measures } from '../app/theme.ts';
import { LineHead } from '../components/LineTable.tsx';
import { momentInWords } from '../components/momentInWords.ts';
import { moveBetweenRows } from '../components/moveBetweenRows.ts';
import { isEmptyVillage, type ScreenedVillage } from './screeningQueries.ts';

interface VillageTableProps {
  readonly villages: readonly ScreenedVillage[];
  /** Whether an action is on its way. */
  readonly busy: boolean;
  readonly onOpen: (village: ScreenedVillage) => void;
  /** Undefined for whoever may not. */
  readonly onZeroReport: ((village: ScreenedVillage) => void) | undefined;
}

const outcomes = Object.keys(screeningOutcomes) as (keyof ScreeningCounts)[];
const states = {
  none: { sign: '○', label: '未开始', action: '开始排查' },
  open: { sign: '◐', label: '进行中', action: '继续排查' },
  filed: { sign: '●', label: '已归档', action: '查看' },
} as const;

/** One line for each village of a month; arrows go from line to line, Enter opens one. */
export function VillageTable({ villages, busy, onOpen, onZeroReport }: VillageTableProps) {
  const total = (of: (village: ScreenedVillage) => number): string =>
    villages.reduce((sum, village) => sum + of(village), 0).toLocaleString('zh-CN');
  return (
    <TableContainer
      sx={{ flex: 1, minHeight: 0, bgcolor: 'background.paper', border: `1px solid ${colours.line}` }}
      onKeyDown={moveBetweenRows}
    >
      <Table
        size="small"
        stickyHeader
        aria-label="各村排查进度"
        sx={{
          '& td, & th': { height: measures.row, px: 0.75, py: 0.25, whiteSpace: 'nowrap' },
          '& .number': { textAlign: 'right' },
          // On a small screen the numbers scroll away below it; what can be done stays in reach.
          '& td.actions': { position: 'sticky', right: 0, bgcolor: 'background.paper', textAlign: 'right' },
        }}
      >
        <LineHead>
          <TableCell>村（社区）</TableCell>
          <TableCell>进度</TableCell>
          <TableCell className="number">在册</TableCell>
          {outcomes.map((outcome) => (
            <TableCell key={outcome} className="number">
              {screeningOutcomes[outcome]}
            </TableCell>
          ))}
          <TableCell>归档</TableCell>
          <TableCell sx={{ textAlign: 'right' }}>办理</TableCell>
        </LineHead>
        <TableBody>
          {villages.map((village) => {
            const { code, name, state, registered, counts, filedAt, filedBy } = village;
            const { sign, label, action } = states[state];
            return (
              <TableRow key={code}>
                <TableCell component="th" scope="row" sx={{ fontWeight: 600 }}>
                  {name}
                </TableCell>
                <TableCell>
                  <span aria-hidden>{sign} </span>
                  {label}
                </TableCell>
                <TableCell className="number">{registered.toLocaleString('zh-CN')}</TableCell>
                {outcomes.map((outcome) => (
                  <TableCell key={outcome} className="number">
                    {counts === null ? '' : counts[outcome].toLocaleString('zh-CN')}
                  </TableCell>
                ))}
                <TableCell
                  title={filedAt === null ? undefined : `${filedBy ?? ''}于${momentInWords(filedAt)}归档`}
                  sx={{ color: 'text.secondary', fontSize: 14 }}
                >
                  {filedAt !== null && dayInWords(filedAt)}
                  {state === 'filed' && counts !== null && isZeroReport(counts) && ' 零报告'}
                </TableCell>
                <TableCell className="actions">
                  {onZeroReport && isEmptyVillage(village) && (
                    <Button
                      size="small"
                      disabled={busy}
                      aria-label={`${name}零报告`}
                      onClick={() => onZeroReport(village)}
                      sx={{ minHeight: 30 }}
                    >
                      零报告
                    </Button>
                  )}
                  <Button
                    data-row
                    size="small"
                    variant={state === 'filed' ? 'text' : 'outlined'}
                    disabled={busy}
                    aria-label={`${action}${name}`}
                    onClick={() => onOpen(village)}
                    sx={{ minHeight: 30, minWidth: 88 }}
                  >
                    {action}
                  </Button>
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
        <TableFooter>
          <TableRow sx={{ '& td, & th': { color: 'text.primary', fontSize: 15, fontWeight: 600 } }}>
            <TableCell component="th" scope="row">
              合计
            </TableCell>
            <TableCell />
            <TableCell className="number">{total((village) => village.registered)}</TableCell>
            {outcomes.map((outcome) => (
              <TableCell key={outcome} className="number">
                {total((village) => village.counts?.[outcome] ?? 0)}
              </TableCell>
            ))}
            <TableCell colSpan={2} />
          </TableRow>
        </TableFooter>
      </Table>
    </TableContainer>
  );
}

/** 11月22日; the month that is shown tells the year, and the cell's title the rest. */
function dayInWords(moment: string): string {
  return chineseDate(calendarDateOf(new Date(moment))).replace(/^\d+年/u, '');
}
