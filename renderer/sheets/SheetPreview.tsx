import Add from '@mui/icons-material/Add';
import Remove from '@mui/icons-material/Remove';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { type Ref, useLayoutEffect, useRef, useState } from 'react';
import { colours } from '../app/theme.ts';
import { person } from '../room/person.ts';

interface SheetPreviewProps {
  readonly ticket: string;
  /** The frame that holds the pages: `print()` of its window prints them. */
  readonly ref?: Ref<HTMLIFrameElement>;
}

const zooms = [0.5, 0.75, 1, 1.25, 1.5] as const;
/** Pixels a page of A4 takes at 100 %, with a little desk at both sides and the scroll bar. */
const pageWidth = 794 + 48;

/** The laid-out pages as they will be printed, in a frame of their own that runs no script. */
export function SheetPreview({ ticket, ref }: SheetPreviewProps) {
  const box = useRef<HTMLDivElement>(null);
  const [fitted, setFitted] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  // At first a whole line of the page is in view.
  useLayoutEffect(() => {
    setFitted(Math.max(0.4, Math.min(1, (box.current?.clientWidth ?? pageWidth) / pageWidth)));
  }, []);
  const zoom = chosen ?? fitted ?? 1;
  const smaller = zooms.findLast((each) => each < zoom);
  const larger = zooms.find((each) => each > zoom);
  return (
    <Box
      ref={box}
      sx={{ position: 'relative', height: '100%', overflow: 'hidden', border: `1px solid ${colours.line}` }}
    >
      <Box
        component="iframe"
        ref={ref}
        title="打印预览"
        {...person}
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
        <IconButton
          size="small"
          aria-label="缩小"
          disabled={smaller === undefined}
          onClick={() => setChosen(smaller ?? zoom)}
        >
          <Remove fontSize="small" />
        </IconButton>
        <Box component="output" sx={{ minWidth: '3.5em', textAlign: 'center', fontSize: 14 }}>
          {Math.round(zoom * 100)}%
        </Box>
        <IconButton
          size="small"
          aria-label="放大"
          disabled={larger === undefined}
          onClick={() => setChosen(larger ?? zoom)}
        >
          <Add fontSize="small" />
        </IconButton>
      </Box>
    </Box>
  );
}
