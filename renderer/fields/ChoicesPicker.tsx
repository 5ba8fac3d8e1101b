import Autocomplete from '@mui/material/Autocomplete';
import InputBase from '@mui/material/InputBase';
import { type KeyboardEvent, useState } from 'react';
import type { CodeEntry } from '../../shared/codes/codeTable.ts';
import { gapPlaceholder, gapWord } from '../components/GapMark.tsx';
import { matchEntries } from './ChoiceControl.tsx';
import type { ControlProps } from './controlProps.ts';
import { toggledCodes } from './toggledCodes.ts';

/** The place for typing takes no room in a cell that has its answer. */
const leftAlone = {
  '&:not(.Mui-focused)': { justifyContent: 'center' },
  '&:not(.Mui-focused) .MuiAutocomplete-input': { minWidth: 0, flexGrow: 0 },
} as const;

/**
 * Several entries of a code table in a cell that has no room for boxes: what is chosen stands as it will be printed, the rest is
 * picked from a list or found by its first words. Backspace takes the last one away.
 */
export function ChoicesPicker({ kind, value, onChange, context, ...control }: ControlProps) {
  const entries = kind.options?.(context).entries ?? [];
  const codes: readonly string[] = Array.isArray(value) ? value : [];
  const [typed, setTyped] = useState('');
  /** Enter takes an entry of the list before it goes to the next place. */
  const keepEnter = (event: KeyboardEvent<HTMLElement>): void => {
    const isPicking = typed !== '' || (event.target as HTMLElement).hasAttribute('aria-activedescendant');
    if (event.key === 'Enter' && isPicking) event.stopPropagation();
  };
  return (
    <Autocomplete<CodeEntry, true, true>
      id={control.id}
      multiple
      disableCloseOnSelect
      options={[...entries]}
      value={entries.filter(({ code }) => codes.includes(code))}
      inputValue={typed}
      onInputChange={(_, text, reason) => setTyped(reason === 'input' ? text : '')}
      onChange={(_, chosen) => {
        const changed = entries.find(({ code }) => codes.includes(code) !== chosen.some((each) => each.code === code));
        if (changed) onChange(toggledCodes(kind, entries, codes, changed.code));
        setTyped('');
      }}
      onKeyDown={keepEnter}
      onBlur={() => {
        setTyped('');
        control.onBlur?.();
      }}
      getOptionLabel={({ label }) => label}
      getOptionKey={({ code }) => code}
      isOptionEqualToValue={(option, chosen) => option.code === chosen.code}
      filterOptions={(options, { inputValue }) => (inputValue === '' ? options : matchEntries(options, inputValue))}
      autoHighlight={typed !== ''}
      fullWidth
      disableClearable
      forcePopupIcon={false}
      slotProps={{ popper: { sx: { minWidth: 200 } } }}
      renderValue={(chosen) => <span>{chosen.map(({ label }) => label).join('、')}</span>}
      renderInput={(params) => {
        const { ref, className, startAdornment } = params.slotProps.input;
        return (
          <InputBase
            ref={ref}
            className={className}
            startAdornment={startAdornment}
            inputProps={{
              ...params.slotProps.htmlInput,
              'aria-label': control.labelledBy === undefined ? control.label : undefined,
              'aria-required': control.required,
              'aria-invalid': control.invalid,
              'aria-describedby': control.describedBy,
              spellCheck: false,
            }}
            {...(control.gap ? { placeholder: gapWord } : {})}
            fullWidth
            sx={{
              font: 'inherit',
              color: 'inherit',
              px: 0.5,
              py: 0,
              ...gapPlaceholder,
              // What is chosen stands as on paper until the cursor comes.
              ...(codes.length > 0 ? leftAlone : {}),
            }}
          />
        );
      }}
    />
  );
}
