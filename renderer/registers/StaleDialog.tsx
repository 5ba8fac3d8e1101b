import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import type { RecordShape, RecordValues } from '../../shared/registers/register.ts';
import { useWork } from '../app/WorkContext.ts';
import { momentInWords } from '../components/momentInWords.ts';
import type { StoredEntry } from './entryStore.ts';
import { type Difference, differences, takeTheirs } from './recordValues.ts';

interface StaleDialogProps {
  readonly register: RecordShape;
  readonly base: RecordValues | null;
  readonly mine: RecordValues;
  readonly theirs: StoredEntry;
  readonly onMerge: (values: RecordValues) => void;
  readonly onClose: () => void;
}

type Side = 'mine' | 'theirs';

const changedBy: Readonly<Record<Difference['changedBy'], string>> = {
  me: '只有本人改过',
  them: '只有对方改过',
  both: '两人都改过',
  unknown: '请选一个',
};

/** Two versions side by side, field by field; nothing is overwritten before the user has seen and chosen it. */
export function StaleDialog({ register, base, mine, theirs, onMerge, onClose }: StaleDialogProps) {
  const { context } = useWork();
  const rows = differences(register, { base, mine, theirs: theirs.values }, context);
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const sideOf = (row: Difference): Side | undefined =>
    choices[row.path] ?? (row.changedBy === 'me' ? 'mine' : row.changedBy === 'them' ? 'theirs' : undefined);
  const complete = rows.every((row) => sideOf(row) !== undefined);
  const take = (paths: readonly string[]): void => onMerge(takeTheirs(mine, theirs.values, paths));
  return (
    <Dialog open maxWidth="md" fullWidth aria-labelledby="stale-title" onClose={onClose}>
      <DialogTitle id="stale-title">这份记录刚被别人保存过</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 1 }}>
          {theirs.updatedBy}在{momentInWords(theirs.updatedAt)}保存了这份记录。请逐项选定用哪一个，选好后再保存。
        </DialogContentText>
        <Table size="small" aria-label="两个版本的不同">
          <TableHead>
            <TableRow>
              <TableCell width="18%">项目</TableCell>
              <TableCell>选择</TableCell>
              <TableCell width="18%">说明</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={row.path}>
                <TableCell component="th" scope="row" id={`stale-${row.path}`}>
                  {row.label}
                </TableCell>
                <TableCell>
                  <RadioGroup
                    aria-labelledby={`stale-${row.path}`}
                    value={sideOf(row) ?? ''}
                    onChange={(_, side) =>
                      setChoices({ ...choices, [row.path]: side === 'theirs' ? 'theirs' : 'mine' })
                    }
                  >
                    <FormControlLabel value="mine" control={<Radio sx={{ py: 0.25 }} />} label={`本人：${row.mine}`} />
                    <FormControlLabel
                      value="theirs"
                      control={<Radio sx={{ py: 0.25 }} />}
                      label={`对方：${row.theirs}`}
                    />
                  </RadioGroup>
                </TableCell>
                <TableCell sx={{ color: 'text.secondary' }}>{changedBy[row.changedBy]}</TableCell>
              </TableRow>
            ))}
            {rows.length === 0 && (
              <TableRow>
                <TableCell colSpan={3}>两个版本的内容相同，直接采用即可。</TableCell>
              </TableRow>
            )}
          </TableBody>
        </Table>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>先不处理</Button>
        <Button variant="outlined" onClick={() => take(rows.map((row) => row.path))}>
          全部用对方的
        </Button>
        <Button
          variant="contained"
          disabled={!complete}
          onClick={() => take(rows.filter((row) => sideOf(row) === 'theirs').map((row) => row.path))}
        >
          按所选合并
        </Button>
      </DialogActions>
    </Dialog>
  );
}
