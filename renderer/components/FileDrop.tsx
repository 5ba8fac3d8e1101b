import UploadFile from '@mui/icons-material/UploadFile';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { colours } from '../app/theme.ts';
import { FieldMessage } from './FieldMessage.tsx';
import { FileButton } from './FileButton.tsx';

interface FileDropProps {
  readonly heading: string;
  readonly hint: string;
  /** Name of the file box, for assistive technology and tests. */
  readonly label: string;
  /** Endings that the file dialogue offers: `.txt,.csv`. */
  readonly accept: string;
  /** Said when several files are dropped at once. */
  readonly onlyOne: string;
  /** Shown instead while a file is read. */
  readonly progress: ReactNode;
  /** Why the last file could not be taken. */
  readonly error: string | null;
  readonly onFile: (file: File) => void;
}

/** Where a file is dropped or chosen. */
export function FileDrop({ heading, hint, label, accept, onlyOne, progress, error, onFile }: FileDropProps) {
  const [over, setOver] = useState(false);
  const [several, setSeveral] = useState(false);
  const isReading = progress !== null;
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed went while the file was read: the next one is chosen with it.
  useEffect(() => {
    if (error !== null && !isReading && document.activeElement === document.body) {
      box.current?.querySelector('button')?.focus();
    }
  }, [error, isReading]);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (isReading) return;
    const { files } = event.dataTransfer;
    const [file] = files;
    setSeveral(files.length > 1);
    if (file && files.length === 1) onFile(file);
  };
  const problem = several ? onlyOne : error;
  return (
    <Box
      ref={box}
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
      {progress ?? (
        <>
          <UploadFile color="primary" sx={{ fontSize: 48 }} />
          <Typography variant="h2" sx={{ mt: 1 }}>
            {heading}
          </Typography>
          <Typography color="textSecondary" sx={{ mt: 0.5, mb: 2 }}>
            {hint}
          </Typography>
          <FileButton
            label={label}
            accept={accept}
            variant="contained"
            onFile={(file) => {
              setSeveral(false);
              onFile(file);
            }}
          >
            选择文件
          </FileButton>
        </>
      )}
      <Box role="alert" sx={{ minHeight: 28, mt: 1.5 }}>
        {problem !== null && !isReading && (
          <FieldMessage id="file-error" severity="error">
            {problem}
          </FieldMessage>
        )}
      </Box>
    </Box>
  );
}
