import Box from '@mui/material/Box';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { CallError } from '../api/CallError.ts';
import { colours } from '../app/theme.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { person } from './person.ts';

/** Milliseconds that the pointer rests on a cell before it is more than a click. */
const holdMs = 250;

interface RevealCellProps {
  readonly register: string;
  readonly id: string;
  readonly field: string;
  /** As lists show it. */
  readonly masked: string;
  /** Its place among the masked columns, from 1: the key that shows it while it is held. */
  readonly digit: number;
  /** Whether that key is held on this row. */
  readonly isHeld: boolean;
}

/**
 * A masked value of a list. It is shown in full as long as the pointer or its key is held, is asked for each time, and is kept nowhere.
 */
export function RevealCell({ register, id, field, masked, digit, isHeld }: RevealCellProps) {
  const api = useApi();
  const notice = useNotice();
  const [isPointed, setPointed] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wasRevealed = useRef(false);
  const isWanted = isHeld || isPointed;
  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    api.call('reveal.value', { register, id, field }).then(
      ({ text }) => {
        if (!isOver) setShown(text);
      },
      (error: unknown) => {
        if (error instanceof CallError) notice({ severity: 'error', text: error.message });
      },
    );
    return () => {
      isOver = true;
      setShown(null);
    };
  }, [isWanted, api, register, id, field, notice]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const release = (): void => {
    clearTimeout(timer.current);
    setPointed(false);
  };
  return (
    <Box
      role="gridcell"
      {...(shown === null ? person : {})}
      title={
        masked === '' || shown !== null ? undefined : `${masked}（按住鼠标或按住${digit}键看全，松开就遮住，会记录）`
      }
      onPointerDown={(event) => {
        wasRevealed.current = false;
        if (event.button !== 0 || masked === '') return;
        timer.current = setTimeout(() => {
          wasRevealed.current = true;
          setPointed(true);
        }, holdMs);
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onClick={(event) => {
        // A look is no wish to open the record.
        if (wasRevealed.current) event.stopPropagation();
      }}
      onDragStart={(event) => event.preventDefault()}
      sx={{
        px: 1,
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        userSelect: 'none',
        ...(shown !== null && {
          bgcolor: colours.warningWash,
          fontWeight: 600,
          overflow: 'visible',
          width: 'max-content',
        }),
      }}
    >
      {shown ?? masked}
    </Box>
  );
}
