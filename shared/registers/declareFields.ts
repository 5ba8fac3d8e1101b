import type { FieldKind, FieldValue } from '../fields/kinds.ts';
import type { Field, Values, View } from './register.ts';

interface FieldOptions<T extends FieldValue> {
  readonly headings?: readonly string[];
  readonly statedOnce?: readonly string[];
  readonly absenceReason?: string;
  readonly initially?: T;
  readonly individual?: boolean;
}

type When = (values: Values) => boolean;

/** A field that a record cannot be kept without. */
export function required<T extends FieldValue>(label: string, kind: FieldKind<T>, options?: FieldOptions<T>): Field {
  return declare(label, kind, always, always, options);
}

/** A field that a record cannot be kept without when the other values say so. */
export function requiredWhen<T extends FieldValue>(
  label: string,
  kind: FieldKind<T>,
  when: When,
  options?: FieldOptions<T>,
): Field {
  return declare(label, kind, when, when, options);
}

/** A field that the official forms ask for; a record is kept without it and counts as incomplete. */
export function expected<T extends FieldValue>(label: string, kind: FieldKind<T>, options?: FieldOptions<T>): Field {
  return declare(label, kind, never, always, options);
}

/** A field that the official forms ask for when the other values say so. */
export function expectedWhen<T extends FieldValue>(
  label: string,
  kind: FieldKind<T>,
  when: When,
  options?: FieldOptions<T>,
): Field {
  return declare(label, kind, never, when, options);
}

/** A field that may stay empty. */
export function optional<T extends FieldValue>(label: string, kind: FieldKind<T>, options?: FieldOptions<T>): Field {
  return declare(label, kind, never, never, options);
}

const always: When = () => true;
const never: When = () => false;

function declare<T extends FieldValue>(
  label: string,
  kind: FieldKind<T>,
  isRequired: When,
  isExpected: When,
  options: FieldOptions<T> = {},
): Field {
  const { headings = [], statedOnce = [], absenceReason, initially, individual = false } = options;
  return {
    label,
    // A register holds fields of every kind side by side; each kind's own schema guards its values.
    kind: kind as unknown as FieldKind,
    required: isRequired,
    expected: isExpected,
    headings,
    statedOnce,
    individual,
    ...(absenceReason === undefined ? {} : { absenceReason }),
    ...(initially === undefined ? {} : { initially }),
  };
}

interface ViewOptions<T extends FieldValue> {
  readonly headings?: readonly string[];
  readonly expected?: When;
  readonly read: View<T>['read'];
  readonly write?: View<T>['write'];
  readonly filter?: View['filter'];
  readonly placeOf?: View['placeOf'];
  readonly byHand?: true;
}

/** A value shown or entered in another form than it is stored in. */
export function view<T extends FieldValue>(label: string, kind: FieldKind<T>, options: ViewOptions<T>): View {
  const declared: View<T> = {
    label,
    kind,
    headings: options.headings ?? [],
    statedOnce: [],
    individual: false,
    required: never,
    expected: options.expected ?? never,
    read: options.read,
    ...(options.write === undefined ? {} : { write: options.write }),
    ...(options.filter === undefined ? {} : { filter: options.filter }),
    ...(options.placeOf === undefined ? {} : { placeOf: options.placeOf }),
    ...(options.byHand === undefined ? {} : { byHand: options.byHand }),
  };
  // As with fields: each kind's own schema guards its values.
  return declared as unknown as View;
}
