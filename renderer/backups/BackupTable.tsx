import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';
import { type ListedBackup, lossInWords, madeInWords, sizeInWords, stateInWords } from './backupWords.ts';

interface BackupTableProps {
  readonly backups: readonly ListedBackup[];
  /** What can be done with one. */
  readonly actions: (backup: ListedBackup) => ReactNode;
}

/** The backups, newest first: what is in each and what a restore of it would lose. */
export function BackupTable({ backups, actions }: BackupTableProps) {
  return (
    <Box role="region" aria-label="备份列表" tabIndex={0} sx={{ overflow: 'auto', maxHeight: 380 }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow sx={{ '& th': { whiteSpace: 'nowrap' } }}>
            <TableCell>备份时间</TableCell>
            <TableCell>大小</TableCell>
            <TableCell>改动记录</TableCell>
            <TableCell>状态</TableCell>
            <TableCell>恢复后会丢失</TableCell>
            <TableCell>操作</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {backups.map((backup, index) => (
            <TableRow key={backup.id}>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{madeInWords(backup, backups)}</TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{sizeInWords(backup.bytes)}</TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{backup.history.toLocaleString('zh-CN')}条</TableCell>
              <TableCell>{stateInWords(backup)}</TableCell>
              <TableCell>{lossInWords(backup, index === 0)}</TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{actions(backup)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
