import type { AutocompleteRenderInputParams } from '@mui/material/Autocomplete';
import { type ChangeEvent, type CompositionEvent, useState } from 'react';

/** Text of a search box, and the handlers that hand it on only when no input method is composing. */
export function useComposedText(committed: string, commit: (text: string) => void) {
  const [composing, setComposing] = useState<string | null>(null);
  return {
    value: composing ?? committed,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      const unfinished = event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing;
      setComposing(unfinished ? event.target.value : null);
      if (!unfinished) commit(event.target.value);
    },
    onCompositionEnd: (event: CompositionEvent<HTMLInputElement>) => {
      setComposing(null);
      commit(event.currentTarget.value);
    },
  };
}

type InputProps = AutocompleteRenderInputParams['slotProps']['htmlInput'];

/** The input of a list of matches, whose text an input method may be composing. */
export function composedInput(given: InputProps, typed: ReturnType<typeof useComposedText>) {
  return {
    ...given,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      given.onChange?.(event);
      typed.onChange(event);
    },
    onCompositionEnd: typed.onCompositionEnd,
  };
}
