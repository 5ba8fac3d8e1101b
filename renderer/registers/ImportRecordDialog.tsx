import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { ImportRow, ImportSummary } from '../../shared/contract/importMethods.ts';
import { findField, type RecordValues, type Register, readValue } from '../../shared/registers/register.ts';
import { useApi } from '../api/ApiContext.ts';
import { messageOf } from '../api/CallError.ts';
import { recordQuery } from '../api/queries.ts';
import { addresses } from '../app/addresses.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { person } from '../room/person.ts';

interface ImportRecordDialogProps {
  readonly register: Register;
  readonly columns: ImportSummary['columns'];
  readonly row: ImportRow;
  readonly id: string;
  readonly onClose: () => void;
}

/** A stored record beside the row that may be about the same person, above the import, which stays as it is. */
export function ImportRecordDialog({ register, columns, row, id, onClose }: ImportRecordDialogProps) {
  const api = useApi();
  const navigate = useNavigate();
  const { context } = useWork();
  const stored = useQuery(recordQuery(api, register.key, id));
  const statedText = (key: string): string => {
    const change = row.changes.find(({ field }) => field === key);
    if (change) return `${change.after === '' ? '（清空）' : change.after}（不同）`;
    const place = columns.findIndex(({ target }) => target === key);
    return place < 0 ? '' : (row.cells[place] ?? '');
  };
  const storedText = (values: RecordValues, key: string): string => {
    const value = readValue(register, values, key, context);
    return value === null ? '' : (findField(register, key)?.kind.format(value, context) ?? '');
  };
  const changed = new Set(row.changes.map(({ field }) => field));
  const keys = register.sections.flatMap(({ fields }) => fields).filter((key) => findField(register, key));
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby="import-record-title">
      <DialogTitle id="import-record-title">
        名册里的{row.match?.kind === 'record' ? <span {...person}>“{row.match.name}”</span> : '记录'}和第{row.row}行
      </DialogTitle>
      <DialogContent tabIndex={0} {...person}>
        {stored.isError && <Alert severity="error">{messageOf(stored.error)}</Alert>}
        {stored.data && (
          <Box component="table" sx={{ width: '100%', borderCollapse: 'collapse', fontSize: 14, tableLayout: 'fixed' }}>
            <thead>
              <tr>
                <Box component="th" scope="col" sx={{ ...cell, width: 170 }}>
                  项目
                </Box>
                <Box component="th" scope="col" sx={cell}>
                  名册
                </Box>
                <Box component="th" scope="col" sx={cell}>
                  表里
                </Box>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => {
                const before = storedText(stored.data.values, key);
                const stated = statedText(key);
                if (before === '' && stated === '') return null;
                return (
                  <tr key={key}>
                    <Box component="th" scope="row" sx={{ ...cell, fontWeight: 400, color: 'text.secondary' }}>
                      {findField(register, key)?.label}
                    </Box>
                    <Box component="td" sx={cell}>
                      {before}
                    </Box>
                    <Box component="td" sx={{ ...cell, ...(changed.has(key) ? { fontWeight: 700 } : {}) }}>
                      {stated}
                    </Box>
                  </tr>
                );
              })}
            </tbody>
          </Box>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => void navigate(addresses.record(register.key, id))}>去记录页，这次导入会保留</Button>
        <Button variant="contained" autoFocus onClick={onClose}>
          关闭
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const cell = {
  borderBottom: `1px solid ${colours.line}`,
  px: 1,
  py: 0.5,
  textAlign: 'left',
  verticalAlign: 'top',
  overflowWrap: 'anywhere',
} as const;
