import Add from '@mui/icons-material/Add';
import Remove from '@mui/icons-material/Remove';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { type Ref, useState } from 'react';
import { colours } from '../app/theme.ts';

interface SheetPreviewProps {
  readonly ticket: string;
  /** The frame that holds the pages: `print()` of its window prints them. */
  readonly ref?: Ref<HTMLIFrameElement>;
}

const zooms = [0.5, 0.75, 1, 1.25, 1.5] as const;

/** The laid-out pages as they will be printed, in a frame of their own that runs no script. */
export function SheetPreview({ ticket, ref }: SheetPreviewProps) {
  const [step, setStep] = useState(2);
  const zoom = zooms[step] ?? 1;
  return (
    <Box sx={{ position: 'relative', height: '100%', overflow: 'hidden', border: `1px solid ${colours.line}` }}>
      <Box
        component="iframe"
        ref={ref}
        title="打印预览"
        src={`/print/${encodeURIComponent(ticket)}`}
        // Printing is a modal of the framed window; nothing else is allowed there, least of all scripts.
        sandbox="allow-same-origin allow-modals"
        sx={{
          border: 0,
          width: `${100 / zoom}%`,
          height: `${100 / zoom}%`,
          transform: `scale(${zoom})`,
          transformOrigin: '0 0',
        }}
      />
      <Box
        role="group"
        aria-label="缩放"
        sx={{
          position: 'absolute',
          right: 24,
          bottom: 16,
          display: 'flex',
          alignItems: 'center',
          backgroundColor: colours.paper,
          border: `1px solid ${colours.lineStrong}`,
          borderRadius: 1,
        }}
      >
        <IconButton size="small" aria-label="缩小" disabled={step === 0} onClick={() => setStep(step - 1)}>
          <Remove fontSize="small" />
        </IconButton>
        <Box component="output" sx={{ minWidth: '3.5em', textAlign: 'center', fontSize: 14 }}>
          {Math.round(zoom * 100)}%
        </Box>
        <IconButton
          size="small"
          aria-label="放大"
          disabled={step === zooms.length - 1}
          onClick={() => setStep(step + 1)}
        >
          <Add fontSize="small" />
        </IconButton>
      </Box>
    </Box>
  );
}
