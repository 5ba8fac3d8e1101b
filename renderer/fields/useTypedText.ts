import { type ChangeEvent, type CompositionEvent, useState } from 'react';
import type { FieldValue } from '../../shared/fields/kinds.ts';
import type { ControlProps } from './controlProps.ts';

type TextElement = HTMLInputElement | HTMLTextAreaElement;

/** Handlers of a text box whose text stays as typed until it loses the focus. */
export interface TypedText {
  readonly value: string;
  readonly onChange: (event: ChangeEvent<TextElement>) => void;
  readonly onCompositionEnd: (event: CompositionEvent<TextElement>) => void;
  readonly onBlur: () => void;
}

/**
 * Keeps what the user types as it is and hands on the parsed value with every change; on leaving, the parsed value is
 * shown. While an input method composes, nothing is handed on: half a pinyin syllable is no value.
 */
export function useTypedText({ kind, value, context, onChange, onBlur }: ControlProps): TypedText {
  const [typed, setTyped] = useState<string | null>(null);
  // Kinds return the shapes of a field value or null; `unknown` in their type only defers the judgement to the schema.
  const hand = (text: string): void => onChange(kind.parse(text, context) as FieldValue | null);
  return {
    value: typed ?? (value === null ? '' : kind.format(value, context)),
    onChange: (event) => {
      setTyped(event.target.value);
      const composing = event.nativeEvent instanceof InputEvent && event.nativeEvent.isComposing;
      if (!composing) hand(event.target.value);
    },
    onCompositionEnd: (event) => {
      setTyped(event.currentTarget.value);
      hand(event.currentTarget.value);
    },
    onBlur: () => {
      setTyped(null);
      onBlur?.();
    },
  };
}
