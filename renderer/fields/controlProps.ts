import type { FieldContext, FieldKind, FieldValue } from '../../shared/fields/kinds.ts';

/** What every control gets. The label, the required mark and the message are drawn by FieldControl. */
export interface ControlProps {
  readonly id: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly value: FieldValue | null;
  readonly onChange: (value: FieldValue | null) => void;
  readonly onBlur: (() => void) | undefined;
  readonly context: FieldContext;
  readonly variant: 'form' | 'paper';
  readonly invalid: boolean;
  readonly required: boolean;
  /** Empty, and the official forms ask for it. */
  readonly gap: boolean;
  /** Ids of the elements that label and explain the control. */
  readonly labelledBy: string | undefined;
  readonly describedBy: string | undefined;
}
