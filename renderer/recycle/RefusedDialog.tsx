import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import type { MethodOutput } from '../../shared/contract/methods.ts';
import type { Register } from '../../shared/registers/register.ts';
import { person } from '../room/person.ts';

interface RefusedDialogProps {
  readonly register: Register;
  readonly answer: MethodOutput<'recycle.restore'>;
  readonly onClose: () => void;
}

/** Names one by one the records that could not be put back, and why. */
export function RefusedDialog({ register, answer: { restored, refused }, onClose }: RefusedDialogProps) {
  const told = (count: number): string => `${count.toLocaleString('zh-CN')}${register.noun}`;
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby="refused-title" onClose={onClose}>
      <DialogTitle id="refused-title">{told(refused.length)}没有恢复</DialogTitle>
      <DialogContent>
        <DialogContentText>
          {restored > 0 ? `${told(restored)}已放回名册。` : ''}下面的还在回收站，请先处理占用号码的那条记录，再来恢复。
        </DialogContentText>
        <Table size="small" aria-label="没有恢复的记录">
          <TableBody>
            {refused.map(({ id, name, reason }) => (
              <TableRow key={id}>
                <TableCell component="th" scope="row" {...person} sx={{ width: 140, fontWeight: 600 }}>
                  {name}
                </TableCell>
                <TableCell>{reason}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" autoFocus onClick={onClose}>
          知道了
        </Button>
      </DialogActions>
    </Dialog>
  );
}
