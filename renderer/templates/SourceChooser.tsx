import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { type Ref, useRef, useState } from 'react';
import { useApi } from '../api/ApiContext.ts';
import { type Choice, matchChoices } from './matchChoices.ts';

interface SourceChooserProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  /** Key of what is chosen; null for nothing. */
  readonly value: string | null;
  /** `typed`: what was searched for; empty when nothing was. */
  readonly onChoose: (key: string, typed: string) => void;
  /** Goes back to the form without choosing. */
  readonly onLeave: () => void;
  readonly inputRef: Ref<HTMLInputElement>;
}

/** Chooses what stands in a place: by the words of a label, other words for it, its pinyin or the first letters of that. */
export function SourceChooser({ label, choices, value, onChoose, onLeave, inputRef }: SourceChooserProps) {
  const api = useApi();
  const labels = choices.map((choice) => choice.label);
  const spelt = useQuery({
    queryKey: ['label.spell', labels],
    queryFn: () => api.call('label.spell', { labels }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: labels.length > 0,
  });
  const spellings = new Map(labels.map((each, index) => [each, spelt.data?.spellings[index] ?? '']));
  const selected = choices.find(({ key }) => key === value) ?? null;
  const [typed, setTyped] = useState<string | null>(null);
  const changed = useRef(false);
  const shown = typed === null || typed.trim() === '' ? [...choices] : matchChoices(choices, typed, spellings);
  return (
    <Autocomplete<Choice>
      options={shown}
      value={selected}
      inputValue={typed ?? selected?.label ?? ''}
      onInputChange={(_, text, reason) => {
        if (reason === 'input') setTyped(text);
      }}
      onChange={(_, choice) => {
        setTyped(null);
        if (choice === null) return;
        changed.current = true;
        onChoose(choice.key, typed ?? '');
      }}
      onClose={(_, reason) => {
        // What is chosen already, chosen again, is no change to the control, and goes on like any other choice.
        if (reason !== 'selectOption') return;
        if (!changed.current && selected) onChoose(selected.key, '');
        changed.current = false;
      }}
      onBlur={() => setTyped(null)}
      getOptionLabel={(choice) => choice.label}
      getOptionKey={(choice) => choice.key}
      groupBy={(choice) => choice.group}
      isOptionEqualToValue={(one, other) => one.key === other.key}
      filterOptions={(options) => options}
      // What is offered whatever is typed is never taken by mistake.
      autoHighlight={shown.some(({ always }) => always === undefined)}
      openOnFocus
      selectOnFocus
      disableClearable={false}
      noOptionsText="没有这个项目"
      slotProps={{
        clearIndicator: { sx: { display: 'none' } },
        popupIndicator: { tabIndex: -1 },
        listbox: { sx: { maxHeight: 300 } },
      }}
      renderInput={(params) => (
        <TextField
          {...params}
          size="small"
          inputRef={inputRef}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            setTyped(null);
            onLeave();
          }}
          slotProps={{
            ...params.slotProps,
            htmlInput: { ...params.slotProps.htmlInput, 'aria-label': label, spellCheck: false },
          }}
        />
      )}
    />
  );
}
