import UploadFile from '@mui/icons-material/UploadFile';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { colours } from '../app/theme.ts';
import { FileButton } from '../components/FileButton.tsx';

interface FileChooserProps {
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

/** Where a workbook is dropped or chosen. */
export function FileChooser({ busy, onFile }: FileChooserProps) {
  const [over, setOver] = useState(false);
  return (
    <Box
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file && !busy) onFile(file);
      }}
      sx={{
        bgcolor: over ? colours.accentWash : 'background.paper',
        border: `2px dashed ${over ? colours.accent : colours.lineStrong}`,
        borderRadius: 1,
        py: 8,
        textAlign: 'center',
      }}
    >
      <UploadFile color="primary" sx={{ fontSize: 48 }} />
      <Typography variant="h2" sx={{ mt: 1 }}>
        把村里报来的表格拖到这里
      </Typography>
      <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
        标题、合并的单元格、表下的说明都不用删；先核对，确认后才写入。
      </Typography>
      <FileButton label="选择要导入的表格文件" accept=".xlsx" variant="contained" loading={busy} onFile={onFile}>
        选择文件
      </FileButton>
    </Box>
  );
}
