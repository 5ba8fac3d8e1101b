import Box from '@mui/material/Box';
import type { KeyboardEvent } from 'react';
import type { MergeChoice, MergePart } from '../../shared/registers/mergeRecords.ts';
import { colours } from '../app/theme.ts';
import { person } from '../room/person.ts';

interface MergeRowProps {
  readonly part: MergePart;
  /** Texts of the two sides and of what will be. */
  readonly keep: string;
  readonly drop: string;
  readonly result: string;
  readonly chosen: MergeChoice;
  readonly onChoose: (choice: MergeChoice) => void;
  /** Goes so many rows on. */
  readonly onMove: (by: number) => void;
}

/** Lines of a row group below each other, long text wrapped. */
const wrapped = { whiteSpace: 'pre-line', overflowWrap: 'anywhere' } as const;
/** The columns of the page: field, record that stays, record that goes, result. */
export const mergeGrid = {
  display: 'grid',
  gridTemplateColumns: '150px repeat(3, minmax(0, 1fr))',
  gap: 1.5,
  px: 1.5,
  py: 0.75,
  borderBottom: `1px solid ${colours.line}`,
} as const;

const sides: readonly MergeChoice[] = ['keep', 'drop', 'both'];
const sideNames: Readonly<Record<MergeChoice, string>> = { keep: '用左边', drop: '用右边', both: '两边都留' };

/** One field of two records: a choice between its sides, made by a click or the arrow keys. */
export function MergeRow({ part, keep, drop, result, chosen, onChoose, onMove }: MergeRowProps) {
  const texts: Readonly<Record<'keep' | 'drop', string>> = { keep, drop };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by !== undefined) {
      const possible = sides.filter((side) => part.choices.includes(side));
      const next = possible[Math.max(0, Math.min(possible.length - 1, possible.indexOf(chosen) + by))];
      if (next === undefined) return;
      onChoose(next);
      event.currentTarget.querySelector<HTMLElement>(`[data-side=${next}]`)?.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') onMove(1);
    else if (event.key === 'ArrowUp') onMove(-1);
    else return;
    event.preventDefault();
  };
  const follows = chosen !== 'both' && result !== texts[chosen];
  const option = (side: MergeChoice, text: string) => {
    const isChosen = side === chosen;
    return (
      <Box
        role="radio"
        data-side={side}
        tabIndex={isChosen ? 0 : -1}
        aria-checked={isChosen}
        aria-label={`${sideNames[side]}：${text || '（空）'}`}
        onClick={(event) => {
          onChoose(side);
          event.currentTarget.focus();
        }}
        sx={{
          display: 'flex',
          gap: 1,
          px: 1,
          py: 0.5,
          cursor: 'pointer',
          // The heading stays in sight; what has the cursor is not to lie under it.
          scrollMarginTop: '72px',
          ...wrapped,
          borderRadius: 1,
          border: `1px solid ${isChosen ? colours.accent : colours.line}`,
          bgcolor: isChosen ? colours.accentWash : 'transparent',
          color: text === '' ? 'text.secondary' : 'text.primary',
        }}
      >
        <Box component="span" aria-hidden sx={{ flex: 'none', color: 'primary.main' }}>
          {isChosen ? '●' : '○'}
        </Box>
        <span {...person}>{text || '（空）'}</span>
      </Box>
    );
  };
  return (
    <Box role="radiogroup" aria-label={part.label} onKeyDown={onKeyDown} sx={mergeGrid}>
      <Box sx={{ py: 0.5 }}>{part.label}</Box>
      {(['keep', 'drop'] as const).map((side) => (
        <Box key={side}>
          {part.choices.includes(side) ? (
            option(side, texts[side])
          ) : (
            <Box {...person} sx={{ px: 1, py: 0.5, ...wrapped }}>
              {texts[side] || '（空）'}
            </Box>
          )}
        </Box>
      ))}
      <Box sx={wrapped}>
        {part.choices.includes('both') && option('both', sideNames.both)}
        <Box sx={{ py: 0.5 }}>
          <span {...person}>{result || '（空）'}</span>
          {follows && (
            <Box component="span" sx={{ ml: 1, color: 'text.secondary' }}>
              随其他项而定
            </Box>
          )}
        </Box>
      </Box>
    </Box>
  );
}
