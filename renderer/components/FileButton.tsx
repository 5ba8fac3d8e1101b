import Button, { type ButtonProps } from '@mui/material/Button';
import { type ReactNode, useRef } from 'react';

interface FileButtonProps {
  /** Name of the file box, for assistive technology and tests. */
  readonly label: string;
  /** Endings that the file dialogue offers: `.txt,.csv`. */
  readonly accept: string;
  readonly variant: NonNullable<ButtonProps['variant']>;
  readonly loading?: boolean;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}

/** A button that opens the system's file dialogue. */
export function FileButton({ label, accept, variant, loading = false, onFile, children }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onFile(file);
          // The same file can be chosen again after it was corrected.
          event.currentTarget.value = '';
        }}
      />
      <Button variant={variant} loading={loading} onClick={() => input.current?.click()} sx={{ flex: 'none' }}>
        {children}
      </Button>
    </>
  );
}
