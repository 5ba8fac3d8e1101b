import ArrowDownward from '@mui/icons-material/ArrowDownward';
import ArrowUpward from '@mui/icons-material/ArrowUpward';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { type KeyboardEvent, useId, useState } from 'react';
import { findField, type Register } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';

interface ListColumnsDialogProps {
  readonly register: Register;
  readonly columns: readonly string[];
  /** Null: the columns that the register shows at first. */
  readonly onSave: (columns: readonly string[] | null) => void;
  readonly onClose: () => void;
}

/** Which columns the list shows, and in which order. Alt with an arrow moves the column whose box has the focus. */
export function ListColumnsDialog({ register, columns, onSave, onClose }: ListColumnsDialogProps) {
  const titleId = useId();
  const [order, setOrder] = useState<readonly string[]>(() => [
    ...columns,
    ...register.list.map((column) => column.field).filter((field) => !columns.includes(field)),
  ]);
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set(columns));
  const labelOf = (key: string): string => findField(register, key)?.label ?? key;
  const move = (key: string, by: 1 | -1): void =>
    setOrder((known) => {
      const from = known.indexOf(key);
      const other = known[from + by];
      if (other === undefined) return known;
      return known.map((each, index) => (index === from ? other : index === from + by ? key : each));
    });
  const toggle = (key: string): void =>
    setShown((known) => {
      const next = new Set(known);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const onKeyDown = (key: string) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(key, event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <DialogTitle id={titleId}>选择列</DialogTitle>
      <DialogContent>
        <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
          勾选要显示的列；用箭头调整先后，也可以按 Alt 加 ↑、↓。
        </Typography>
        <Box component="ol" aria-label="列的先后" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {order.map((key, index) => (
            <Box
              component="li"
              key={key}
              sx={{ display: 'flex', alignItems: 'center', borderBottom: `1px solid ${colours.line}` }}
            >
              <FormControlLabel
                label={labelOf(key)}
                sx={{ flex: 1, m: 0, minHeight: 36 }}
                control={
                  <Checkbox
                    checked={shown.has(key)}
                    // Without the name nobody knows whom a row is about.
                    disabled={key === register.nameField}
                    onChange={() => toggle(key)}
                    onKeyDown={onKeyDown(key)}
                  />
                }
              />
              <IconButton
                size="small"
                aria-label={`${labelOf(key)}上移`}
                disabled={index === 0}
                onClick={() => move(key, -1)}
              >
                <ArrowUpward fontSize="small" />
              </IconButton>
              <IconButton
                size="small"
                aria-label={`${labelOf(key)}下移`}
                disabled={index === order.length - 1}
                onClick={() => move(key, 1)}
              >
                <ArrowDownward fontSize="small" />
              </IconButton>
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button
          onClick={() => {
            onSave(null);
            onClose();
          }}
          sx={{ mr: 'auto' }}
        >
          恢复默认
        </Button>
        <Button onClick={onClose}>取消</Button>
        <Button
          variant="contained"
          onClick={() => {
            onSave(order.filter((key) => shown.has(key)));
            onClose();
          }}
        >
          确定
        </Button>
      </DialogActions>
    </Dialog>
  );
}
