import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useId, useState } from 'react';
import type { CodeTable } from '../../shared/codes/codeTable.ts';

interface SavedListVillageDialogProps {
  readonly villages: CodeTable;
  readonly chosen: readonly string[];
  readonly onSave: (codes: readonly string[]) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks which villages the user looks after; asked once, and changed later. */
export function SavedListVillageDialog({ villages, chosen, onSave, onClose }: SavedListVillageDialogProps) {
  const titleId = useId();
  const [codes, setCodes] = useState<readonly string[]>(chosen);
  const save = async (): Promise<void> => {
    await onSave(villages.entries.flatMap(({ code }) => (codes.includes(code) ? [code] : [])));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="sm">
      <DialogTitle id={titleId}>您负责哪个村（社区）？</DialogTitle>
      <DialogContent>
        <Box role="group" aria-labelledby={titleId} sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)' }}>
          {villages.entries.map(({ code, label }, index) => (
            <FormControlLabel
              key={code}
              label={label}
              control={
                <Checkbox
                  autoFocus={index === 0}
                  checked={codes.includes(code)}
                  onChange={(event) =>
                    setCodes(event.target.checked ? [...codes, code] : codes.filter((each) => each !== code))
                  }
                />
              }
            />
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>取消</Button>
        <Button variant="contained" disabled={codes.length === 0} onClick={() => void save()}>
          记住并打开
        </Button>
      </DialogActions>
    </Dialog>
  );
}
