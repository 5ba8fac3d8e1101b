import Box from '@mui/material/Box';
import { type KeyboardEvent, useRef, useState } from 'react';
import { colours } from '../app/theme.ts';
import { Key } from '../components/Key.tsx';

/** One answer and the key that gives it. */
export interface KeyedOption {
  readonly key: string;
  readonly label: string;
  readonly checked: boolean;
}

interface KeyedOptionsProps {
  readonly id: string;
  readonly label: string;
  readonly options: readonly KeyedOption[];
  /** Whether several can be ticked together. */
  readonly several: boolean;
  readonly describedBy: string | undefined;
  readonly onPick: (key: string) => void;
  /** Goes on to the next question. */
  readonly onNext: () => void;
}

/** Answers side by side, each with its key; Tab reaches the group once, arrows go from one to the next, Enter goes on. */
export function KeyedOptions({ id, label, options, several, describedBy, onPick, onNext }: KeyedOptionsProps) {
  const group = useRef<HTMLDivElement>(null);
  const [visited, setVisited] = useState<number | null>(null);
  const stop =
    visited ??
    Math.max(
      0,
      options.findIndex(({ checked }) => checked),
    );
  const go = (index: number): void => {
    setVisited(index);
    group.current?.querySelectorAll('button')[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const picked = options.findIndex(({ key }) => key === event.key);
    if (step !== undefined) go((stop + step + options.length) % options.length);
    else if (event.key === 'Enter') onNext();
    else if (picked >= 0 && !event.repeat) {
      go(picked);
      onPick(event.key);
    } else return;
    event.preventDefault();
  };
  return (
    <Box
      ref={group}
      id={id}
      role={several ? 'group' : 'radiogroup'}
      aria-label={label}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setVisited(null);
      }}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75 }}
    >
      {options.map((option, index) => (
        <Box
          component="button"
          type="button"
          key={option.key}
          role={several ? 'checkbox' : 'radio'}
          aria-checked={option.checked}
          aria-keyshortcuts={option.key}
          tabIndex={index === stop ? 0 : -1}
          onClick={() => {
            go(index);
            onPick(option.key);
          }}
          sx={{
            font: 'inherit',
            display: 'inline-flex',
            alignItems: 'center',
            gap: 0.75,
            minHeight: 32,
            px: 1,
            cursor: 'pointer',
            color: option.checked ? '#fff' : 'text.primary',
            bgcolor: option.checked ? colours.accent : 'background.paper',
            border: `1px solid ${option.checked ? colours.accent : colours.lineStrong}`,
            borderRadius: 1,
            '&:focus-visible': { outline: `2px solid ${colours.accent}`, outlineOffset: 2 },
          }}
        >
          <Key>{option.key}</Key>
          {/* Told without colour alone. */}
          {option.checked && <span aria-hidden>√</span>}
          {option.label}
        </Box>
      ))}
    </Box>
  );
}
