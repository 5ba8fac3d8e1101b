import Autocomplete from '@mui/material/Autocomplete';
import InputBase from '@mui/material/InputBase';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { CodeEntry } from '../../shared/codes/codeTable.ts';
import { gapPlaceholder, gapWord } from '../components/GapMark.tsx';
import type { ControlProps } from './controlProps.ts';

/** One entry of a code table: picked from the list, or found by the first words of its label, a synonym or the code. */
export function ChoiceControl({ kind, value, onChange, context, ...control }: ControlProps) {
  const entries = kind.options?.(context).entries ?? [];
  const selected = typeof value === 'string' ? (entries.find((entry) => entry.code === value) ?? null) : null;
  // A word that is no option stays visible, so that the message beside it makes sense.
  const shown = selected?.label ?? (typeof value === 'string' ? value : '');
  const [typed, setTyped] = useState<string | null>(null);
  const searching = typed !== null && typed !== '' && typed !== shown;
  const paper = control.variant === 'paper';
  return (
    <Autocomplete<CodeEntry>
      id={control.id}
      options={[...entries]}
      value={selected}
      inputValue={typed ?? shown}
      onInputChange={(_, text, reason) => {
        if (reason === 'input') setTyped(text);
        if (reason === 'clear') setTyped(null);
      }}
      onChange={(_, entry) => {
        setTyped(null);
        onChange(entry?.code ?? null);
      }}
      onBlur={() => {
        // Clearing the text by hand means clearing the value; other unfinished text is dropped.
        if (typed === '') onChange(null);
        setTyped(null);
        control.onBlur?.();
      }}
      getOptionLabel={(entry) => entry.label}
      getOptionKey={(entry) => entry.code}
      isOptionEqualToValue={(option, chosen) => option.code === chosen.code}
      filterOptions={(options, { inputValue }) => (searching ? matchEntries(options, inputValue) : options)}
      autoHighlight={searching}
      autoSelect={searching}
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
    if (entry.code.toUpperCase() === word) return 0;
    if (words.some((each) => each.startsWith(word))) return 1;
    return words.some((each) => each.includes(word)) ? 2 : 3;
  };
  return entries.filter((entry) => rank(entry) < 3).sort((one, other) => rank(one) - rank(other));
}
