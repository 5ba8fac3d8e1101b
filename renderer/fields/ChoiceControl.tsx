import Autocomplete from '@mui/material/Autocomplete';
import InputBase from '@mui/material/InputBase';
import TextField from '@mui/material/TextField';
import { useRef, useState } from 'react';
import type { CodeEntry } from '../../shared/codes/codeTable.ts';
import type { FieldValue } from '../../shared/fields/kinds.ts';
import { gapPlaceholder, gapWord } from '../components/GapMark.tsx';
import type { ControlProps } from './controlProps.ts';
import { leaveForCommand } from './leaveForCommand.ts';

/**
 * One entry of a code table: picked from the list, or found by the first words of its label, a synonym or the code. What is
 * highlighted is taken on leaving; a word that means no entry becomes the value as it is, and is refused as such.
 */
export function ChoiceControl({ kind, value, onChange, context, ...control }: ControlProps) {
  const entries = kind.options?.(context).entries ?? [];
  const selected = typeof value === 'string' ? (entries.find((entry) => entry.code === value) ?? null) : null;
  // A word that is no option stays visible, so that the message beside it makes sense.
  const shown = selected?.label ?? (typeof value === 'string' ? value : '');
  const [typed, setTyped] = useState<string | null>(null);
  // Leaving the box takes the highlighted entry and ends the typing in one event, before the state is drawn.
  const unfinished = useRef<string | null>(null);
  const type = (text: string | null): void => {
    unfinished.current = text;
    setTyped(text);
  };
  const meaningOf = (text: string): FieldValue | null =>
    matchEntries(entries, text)[0]?.code ?? (kind.parse(text, context) as FieldValue | null);
  const searching = typed !== null && typed !== '';
  const paper = control.variant === 'paper';
  return (
    <Autocomplete<CodeEntry>
      id={control.id}
      options={[...entries]}
      value={selected}
      inputValue={typed ?? shown}
      onInputChange={(_, text, reason) => {
        if (reason === 'input') type(text);
        if (reason === 'clear') type(null);
      }}
      onChange={(_, entry, reason) => {
        // An emptied box stays empty while somebody types on.
        if (reason !== 'clear') type(null);
        onChange(entry?.code ?? null);
      }}
      onClose={(_, reason) => {
        if (reason === 'escape') type(null);
      }}
      onKeyDown={leaveForCommand}
      onBlur={() => {
        if (unfinished.current !== null) onChange(unfinished.current === '' ? null : meaningOf(unfinished.current));
        type(null);
        control.onBlur?.();
      }}
      getOptionLabel={(entry) => entry.label}
      getOptionKey={(entry) => entry.code}
      isOptionEqualToValue={(option, chosen) => option.code === chosen.code}
      filterOptions={(options, { inputValue }) => (searching ? matchEntries(options, inputValue) : options)}
      autoHighlight={searching}
      autoSelect={typed !== ''}
      fullWidth
      disableClearable={false}
      {...(paper ? { forcePopupIcon: false } : {})}
      slotProps={{ popper: { sx: { minWidth: 160 } }, popupIndicator: { tabIndex: -1 } }}
      renderInput={(params) => {
        const attributes = {
          ...params.slotProps.htmlInput,
          'aria-label': control.labelledBy === undefined ? control.label : undefined,
          'aria-required': control.required,
          'aria-invalid': control.invalid,
          'aria-describedby': control.describedBy,
          spellCheck: false,
        };
        if (!paper) {
          return (
            <TextField
              {...params}
              size="small"
              error={control.invalid}
              slotProps={{ ...params.slotProps, htmlInput: attributes }}
            />
          );
        }
        const { ref, className } = params.slotProps.input;
        return (
          <InputBase
            ref={ref}
            className={className}
            inputProps={attributes}
            {...(control.gap ? { placeholder: gapWord } : {})}
            fullWidth
            sx={{ font: 'inherit', color: 'inherit', px: 0.5, py: 0, ...gapPlaceholder }}
          />
        );
      }}
    />
  );
}

/** The entries that a typed word may mean, the likeliest first. */
export function matchEntries(entries: readonly CodeEntry[], typed: string): CodeEntry[] {
  const word = typed.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
  const rank = (entry: CodeEntry): number => {
    const words = [entry.label, ...(entry.synonyms ?? [])];
    if (entry.code.toUpperCase() === word || words.includes(word)) return 0;
    if (words.some((each) => each.startsWith(word))) return 1;
    return words.some((each) => each.includes(word)) ? 2 : 3;
  };
  return entries.filter((entry) => rank(entry) < 3).sort((one, other) => rank(one) - rank(other));
}
