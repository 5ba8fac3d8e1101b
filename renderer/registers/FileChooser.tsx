import UploadFile from '@mui/icons-material/UploadFile';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { type DragEvent, useState } from 'react';
import { colours } from '../app/theme.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { FileButton } from '../components/FileButton.tsx';
import { Progress } from '../components/Progress.tsx';

interface FileChooserProps {
  /** The call that reads a chosen file; null when none is read. */
  readonly job: string | null;
  /** Why the last file could not be taken. */
  readonly error: string | null;
  readonly onFile: (file: File) => void;
}

/** Where a workbook is dropped or chosen, and how far its reading is. */
export function FileChooser({ job, error, onFile }: FileChooserProps) {
  const [over, setOver] = useState(false);
  const [several, setSeveral] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (job !== null) return;
    const { files } = event.dataTransfer;
    const [file] = files;
    setSeveral(files.length > 1);
    if (file && files.length === 1) onFile(file);
  };
  const problem = several ? '一次只能导入一个文件，请分开拖入' : error;
  return (
    <Box
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      sx={{
        bgcolor: over ? colours.accentWash : 'background.paper',
        border: `2px dashed ${over ? colours.accent : colours.lineStrong}`,
        borderRadius: 1,
        minHeight: 300,
        p: 3,
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        justifyContent: 'center',
        textAlign: 'center',
      }}
    >
      {job === null ? (
        <>
          <UploadFile color="primary" sx={{ fontSize: 48 }} />
          <Typography variant="h2" sx={{ mt: 1 }}>
            把村里报来的表格拖到这里
          </Typography>
          <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
            Excel、WPS和文本表格都可以；标题、合并的单元格、表下的说明都不用删。先核对，确认后才写入。
          </Typography>
          <FileButton
            label="选择要导入的表格文件"
            accept=".xlsx,.xls,.et,.csv,.txt"
            variant="contained"
            onFile={(file) => {
              setSeveral(false);
              onFile(file);
            }}
          >
            选择文件
          </FileButton>
        </>
      ) : (
        <Progress job={job} label="正在读取表格" />
      )}
      <Box role="alert" sx={{ minHeight: 28, mt: 1.5 }}>
        {problem !== null && job === null && (
          <FieldMessage id="import-file-error" severity="error">
            {problem}
          </FieldMessage>
        )}
      </Box>
    </Box>
  );
}
