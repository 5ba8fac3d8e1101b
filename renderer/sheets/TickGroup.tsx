import Box from '@mui/material/Box';
import { Fragment, type KeyboardEvent, useRef, useState } from 'react';
import type { FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import { codesOf } from '../../shared/forms/partSegments.ts';
import type { TickPart } from '../../shared/forms/sheet.ts';
import type { Field } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { tickedValue } from './tickedValue.ts';

interface TickGroupProps {
  readonly id: string;
  readonly field: Field;
  /** Accessible name; the field's own, with the row where several hold it. */
  readonly label: string;
  /** The boxes, and the text printed between them. */
  readonly parts: readonly (TickPart | string)[];
  /** Codes that have a box here or elsewhere on the form. */
  readonly boxed: readonly string[];
  /** Whether an answer that the form has no box for is told here. */
  readonly showsUnprinted: boolean;
  readonly value: FieldValue | null;
  readonly context: FieldContext;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
  readonly onChange: (value: FieldValue | null) => void;
  readonly onLeave: () => void;
}

/**
 * The boxes of one field as the form prints them. Tab reaches the group once; arrows go from box to box, the space bar
 * ticks and clears, and a number key does so with the box of that number.
 */
export function TickGroup(props: TickGroupProps) {
  const { id, field, label, parts, boxed, showsUnprinted, value, context, onChange, onLeave, ...state } = props;
  const group = useRef<HTMLSpanElement>(null);
  const codes = codesOf({ fields: { field }, values: { field: value } }, 'field');
  const ticks = parts.filter((part) => typeof part === 'object');
  const isTicked = (tick: TickPart): boolean => tick.codes.some((code) => codes.includes(code));
  const [visited, setVisited] = useState<number | null>(null);
  const stop = visited ?? Math.max(0, ticks.findIndex(isTicked));
  // A value that the form has no box for stays visible, else the row would look unanswered.
  const unprinted = showsUnprinted ? codes.filter((code) => !boxed.includes(code)) : [];
  const press = (tick: TickPart): void => onChange(tickedValue(field.kind, value, tick, isTicked(tick)));
  const go = (index: number): void => {
    setVisited(index);
    group.current?.querySelectorAll('input')[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const numbered = /^[1-9]$/u.test(event.key) ? ticks[Number(event.key) - 1] : undefined;
    if (step !== undefined) go((stop + step + ticks.length) % ticks.length);
    else if (numbered) {
      go(ticks.indexOf(numbered));
      press(numbered);
    } else return;
    event.preventDefault();
  };
  return (
    <Box
      component="span"
      ref={group}
      id={id}
      role="group"
      aria-label={label}
      aria-describedby={state.describedBy}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setVisited(null);
        onLeave();
      }}
      sx={{ lineHeight: 1.7 }}
    >
      {parts.map((part, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a form never move
        if (typeof part === 'string') return <Fragment key={index}>{part}</Fragment>;
        const number = ticks.indexOf(part);
        const ticked = isTicked(part);
        const mark = <TickMark ticked={ticked} box={part.style === '□'} />;
        return (
          <Box
            component="label"
            key={`${part.text} ${part.sets}`}
            sx={{
              // The unseen box stays within its label; placed by the page it would make the page as long as the paper.
              position: 'relative',
              whiteSpace: 'nowrap',
              cursor: 'pointer',
              borderRadius: '3px',
              '&:hover': { backgroundColor: colours.accentWash },
              '&:has(:focus-visible)': { outline: `2px solid ${colours.accent}`, outlineOffset: 1 },
            }}
          >
            <Box
              component="input"
              type="checkbox"
              checked={ticked}
              tabIndex={number === stop ? 0 : -1}
              aria-invalid={state.invalid}
              onChange={() => press(part)}
              onFocus={() => setVisited(number)}
              sx={{ position: 'absolute', opacity: 0, width: '1px', height: '1px', m: 0 }}
            />
            {part.style === '□' ? mark : null}
            {part.text}
            {part.style === '( )' ? <>({mark})</> : null}
          </Box>
        );
      })}
      {unprinted.length > 0 && (
        <Box component="span" sx={{ ml: 1, color: 'text.secondary', fontSize: 14, fontFamily: 'fontFamily' }}>
          已记：{unprinted.map((code) => field.kind.options?.(context).label(code) ?? code).join('、')}
          （表上没有这一格）
        </Box>
      )}
    </Box>
  );
}

/** A box or the room between brackets, with its tick; assistive programs read the input instead. */
export function TickMark({ ticked, box }: { readonly ticked: boolean; readonly box: boolean }) {
  return (
    <Box
      component="span"
      aria-hidden
      sx={{
        display: 'inline-flex',
        justifyContent: 'center',
        alignItems: 'center',
        width: box ? '0.95em' : '1.1em',
        height: '0.95em',
        mr: box ? '0.1em' : 0,
        verticalAlign: '-0.1em',
        border: box ? `1px solid ${colours.ink}` : 'none',
        color: colours.accentDeep,
      }}
    >
      {ticked && (
        <svg viewBox="0 0 16 16" width="100%" height="100%" focusable="false" aria-hidden="true">
          <path d="M2.5 8.5 6 12.5 14 2.5" fill="none" stroke="currentColor" strokeWidth="2.2" />
        </svg>
      )}
    </Box>
  );
}
