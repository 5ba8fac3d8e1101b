import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import MuiLink from '@mui/material/Link';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { type ExportFact, printedNumbers, printWays } from '../../shared/contract/printMethods.ts';
import { addresses } from '../app/addresses.ts';
import { momentInWords } from '../components/momentInWords.ts';
import { person } from '../room/person.ts';
import { amountInWords, outcomeInWords } from './PrintTable.tsx';
import type { FoundPrint } from './printQueries.ts';

interface PrintDetailsProps {
  readonly found: FoundPrint;
  readonly onTell: () => void;
  readonly onClose: () => void;
}

/** What a print was: what stands at its foot, how it went out, and about whom it was. */
export function PrintDetails({ found: { print, genuine, records }, onTell, onClose }: PrintDetailsProps) {
  const outcome = outcomeInWords(print);
  const told =
    print.outcomeAt === null ? outcome : `${outcome}（${print.outcomeBy}　${momentInWords(print.outcomeAt)}）`;
  const lines: readonly (readonly [string, string])[] = [
    ['表', /^F\d/u.test(print.form) ? `${print.title}（${print.form}）` : print.title],
    ['方式', `${printWays[print.way]}，${amountInWords(print)}`],
    ['打印人', `${print.by}　${momentInWords(print.at)}`],
    ['身份证号', printedNumbers[print.numbers]],
    ...(print.reason === '' ? [] : [['用途', print.reason] as const]),
    ...(print.file === null ? [] : leavingLines(print.file, print.way === 'paper')),
    ['校验码', print.code],
    ['结果', told],
  ];
  return (
    <Dialog open onClose={onClose} aria-labelledby="print-title" fullWidth maxWidth="sm">
      <DialogTitle id="print-title">打印编号{print.serial}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
        {genuine ? null : (
          <Alert severity="error">这条登记与校验码对不上，可能被改动过；请报告负责人，并用备份核对。</Alert>
        )}
        <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: '88px 1fr', rowGap: 0.5 }}>
          {lines.map(([label, text]) => (
            <Fragment key={label}>
              <Box component="dt" sx={{ color: 'text.secondary' }}>
                {label}
              </Box>
              <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                {text}
              </Box>
            </Fragment>
          ))}
        </Box>
        {records.length > 0 && (
          <section aria-label="印了谁">
            <Box sx={{ color: 'text.secondary', mb: 0.5 }}>印了{records.length.toLocaleString('zh-CN')}人</Box>
            <Box
              {...person}
              sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5, maxHeight: 160, overflow: 'auto' }}
            >
              {records.map(({ register, id, name, kept }) =>
                kept ? (
                  <MuiLink key={id} component={Link} to={addresses.record(register, id)}>
                    {name}
                  </MuiLink>
                ) : (
                  <span key={id}>{name === '' ? '（已销毁）' : `${name}（在回收站）`}</span>
                ),
              )}
            </Box>
          </section>
        )}
      </DialogContent>
      <DialogActions>
        {print.way === 'paper' && (
          <Button variant="outlined" onClick={onTell}>
            {print.outcome === null ? '登记是否打出' : '重新登记结果'}
          </Button>
        )}
        <Button variant="contained" onClick={onClose} autoFocus>
          关闭
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** What is known of a file that left, or of paper for so many people that somebody had to agree. */
function leavingLines(
  { receiver, columns, stick, approver, alone, files, sha256 }: ExportFact,
  onPaper: boolean,
): [string, string][] {
  return [
    ['交给谁', receiver],
    ...(onPaper ? [] : [['存到', stick === null ? '本机文件夹' : `U盘 ${stick}`] as [string, string]]),
    ...(columns.length === 0 ? [] : [['项目', columns.join('、')] as [string, string]]),
    ...(approver === null
      ? []
      : [['同意人', alone ? `${approver}（本人，例外：没有别人可以同意）` : approver] as [string, string]]),
    ...(sha256 === null ? [] : [['文件指纹', `${files === 1 ? '' : `${files}个文件　`}${sha256}`] as [string, string]]),
  ];
}
