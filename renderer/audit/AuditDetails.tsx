import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { Fragment } from 'react';
import { actLabel } from '../../shared/audit/acts.ts';
import { type AuditLine, auditedFiles } from '../../shared/contract/auditMethods.ts';
import { isRoleName, roles } from '../../shared/rights/roles.ts';
import { momentInWords } from '../components/momentInWords.ts';

interface AuditDetailsProps {
  readonly row: AuditLine;
  /** Narrows the list to what the row is about. */
  readonly onObject: (id: string) => void;
  readonly onClose: () => void;
}

/** One row of the records of use, whole. */
export function AuditDetails({ row, onObject, onClose }: AuditDetailsProps) {
  const id = idIn(row);
  const held = row.roles.map((role) => (isRoleName(role) ? roles[role].label : role)).join('、');
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ['时间', [momentInWords(row.at)]],
    ['谁', [row.user === '' ? '程序' : row.user]],
    ...(held === '' ? [] : [['当时的角色', [held]] as const]),
    ...(id === '' ? [] : [['记录编号', [id]] as const]),
    ...(row.told.length === 0 ? [] : [['说明', row.told] as const]),
    ['序号', [`${auditedFiles[row.file]} ${row.seq.toLocaleString('zh-CN')}`]],
  ];
  return (
    <Dialog open onClose={onClose} aria-labelledby="row-title" fullWidth maxWidth="sm">
      <DialogTitle id="row-title">{actLabel(row.act)}</DialogTitle>
      <DialogContent>
        <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: '96px 1fr', rowGap: 1 }}>
          {lines.map(([label, texts]) => (
            <Fragment key={label}>
              <Box component="dt" sx={{ color: 'text.secondary' }}>
                {label}
              </Box>
              <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                {texts.map((text, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines never change their place
                  <div key={index}>{text}</div>
                ))}
              </Box>
            </Fragment>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        {id !== '' && (
          <Button variant="outlined" onClick={() => onObject(id)}>
            只看这个编号
          </Button>
        )}
        <Button variant="contained" onClick={onClose} autoFocus>
          关闭
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** The number that a row is about; empty: nothing in particular. */
export function idIn({ object }: Pick<AuditLine, 'object'>): string {
  return object.split('/').at(-1) ?? '';
}
