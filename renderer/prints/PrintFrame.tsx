import Box from '@mui/material/Box';
import { useRef } from 'react';

interface PrintFrameProps {
  /** Of pages with their foot. */
  readonly ticket: string;
  /** Called once the system's dialogue has been answered, whatever was answered. */
  readonly onPrinted: () => void;
}

/** Holds the pages that go to the printer, out of sight, and prints them as soon as they and their fonts are there. */
export function PrintFrame({ ticket, onPrinted }: PrintFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const print = async (): Promise<void> => {
    await frame.current?.contentDocument?.fonts.ready;
    frame.current?.contentWindow?.print();
    onPrinted();
  };
  return (
    <Box
      component="iframe"
      ref={frame}
      title="送去打印的页面"
      aria-hidden
      tabIndex={-1}
      src={`/print/${encodeURIComponent(ticket)}`}
      // Printing is a modal of the framed window; nothing else is allowed there, least of all scripts.
      sandbox="allow-same-origin allow-modals"
      onLoad={() => void print()}
      sx={{ position: 'fixed', right: 0, bottom: 0, width: 2, height: 2, border: 0, opacity: 0, pointerEvents: 'none' }}
    />
  );
}
