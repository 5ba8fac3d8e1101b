import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ComponentType } from 'react';
import type { ControlName, FieldContext, FieldValue } from '../../shared/fields/kinds.ts';
import type { Field } from '../../shared/registers/register.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { GapMark } from '../components/GapMark.tsx';
import { personIf } from '../room/person.ts';
import { ChoiceControl } from './ChoiceControl.tsx';
import { ChoicesControl } from './ChoicesControl.tsx';
import { ChoicesPicker } from './ChoicesPicker.tsx';
import type { ControlProps } from './controlProps.ts';
import { TextControl } from './TextControl.tsx';
import { YesNoControl } from './YesNoControl.tsx';

export interface FieldControlProps {
  /** Id of the control; `fieldId(path)` so that summaries can jump to it. */
  readonly id: string;
  readonly field: Field;
  readonly value: FieldValue | null;
  readonly onChange: (value: FieldValue | null) => void;
  /** The user has left the field: from now on its message may be shown. */
  readonly onBlur?: (() => void) | undefined;
  readonly context: FieldContext;
  /** `form`: label above, message below. `paper`: bare, for a cell of a sheet or a table that is labelled around it. */
  readonly variant: 'form' | 'paper';
  readonly error?: string | undefined;
  readonly warning?: string | undefined;
  readonly required?: boolean;
  /** The official forms ask for a value that may come later. */
  readonly gap?: boolean;
  /** Accessible name where several rows hold the same field: 第1行姓名. */
  readonly label?: string;
}

interface Control {
  readonly Component: ComponentType<ControlProps>;
  /** Boxes and radios are a group named by the label; a single input is labelled by it. */
  readonly group: boolean;
}

const controls = {
  line: { Component: TextControl, group: false },
  paragraph: { Component: (props) => <TextControl {...props} multiline />, group: false },
  idNumber: { Component: (props) => <TextControl {...props} placeholder="18位" />, group: false },
  date: { Component: (props) => <TextControl {...props} placeholder="如 2026.3.5" />, group: false },
  choice: { Component: ChoiceControl, group: false },
  choices: { Component: ChoicesControl, group: true },
  yesNo: { Component: YesNoControl, group: true },
} satisfies Record<ControlName, Control> as Readonly<Record<ControlName, Control>>;

/** What stands in a cell instead, where the usual control would not fit. */
const inCells: Readonly<Partial<Record<ControlName, Control>>> = {
  choices: { Component: ChoicesPicker, group: false },
};

/** The id of the control for a path of a record (`name`, `members.0.name`). */
export function fieldId(path: string): string {
  return `field-${path.replaceAll('.', '-')}`;
}

/** Puts the cursor into the control of a path and brings it into view. */
export function focusField(path: string): void {
  const element = document.getElementById(fieldId(path));
  const target = element?.matches('input,textarea')
    ? element
    : (element?.querySelector<HTMLElement>('input,textarea') ?? element?.querySelector<HTMLElement>('button'));
  target?.focus();
  (target ?? element)?.scrollIntoView({ block: 'center' });
}

/** Puts the cursor into the first control of a part of the page; labels carry the name of their field too. */
export function focusFirstField(part: Element | null): void {
  const first = part?.querySelector('[id^="field-"]:not(label)')?.id;
  if (first !== undefined) focusField(first.slice('field-'.length));
}

/** What is wrong with a word that is no entry of the list; a choice box holds one only after somebody left it there. */
function strayWord({ kind }: Field, value: FieldValue | null, context: FieldContext): string | undefined {
  return kind.control === 'choice' && value !== null ? kind.check(value, context) : undefined;
}

/** Draws any field of any register: the kind names its control, and nothing here knows a field by name. */
export function FieldControl({
  id,
  field,
  variant,
  error: told,
  warning,
  required = false,
  gap = false,
  ...rest
}: FieldControlProps) {
  const error = told ?? strayWord(field, rest.value, rest.context);
  const inCell = variant === 'paper' ? inCells[field.kind.control] : undefined;
  const { Component, group } = inCell ?? controls[field.kind.control];
  const label = rest.label ?? field.label;
  const labelId = `${id}-label`;
  const messageId = `${id}-message`;
  const gapId = `${id}-gap`;
  const message = error ?? warning;
  // Where somebody has just been told what is wrong, nothing more needs to be said.
  const marked = gap && message === undefined;
  const describedBy = message !== undefined ? messageId : marked && (variant === 'form' || group) ? gapId : undefined;
  const control = (
    <Box component="span" sx={{ display: 'contents' }} {...personIf(field.kind)}>
      <Component
        id={id}
        kind={field.kind}
        label={label}
        value={rest.value}
        onChange={rest.onChange}
        onBlur={rest.onBlur}
        context={rest.context}
        variant={variant}
        invalid={error !== undefined}
        required={required}
        labelledBy={variant === 'form' ? labelId : undefined}
        describedBy={describedBy}
        gap={marked}
      />
    </Box>
  );
  const messageLine = message !== undefined && (
    <FieldMessage id={messageId} severity={error === undefined ? 'warning' : 'error'}>
      {message}
    </FieldMessage>
  );
  if (variant === 'paper') {
    return (
      <>
        {control}
        {marked && group && <GapMark id={gapId} />}
        {messageLine}
      </>
    );
  }
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="body2" component="div" sx={{ color: 'text.secondary', mb: 0.25 }}>
        <Box id={labelId} {...(group ? { component: 'span' } : { component: 'label', htmlFor: id })}>
          {label}
        </Box>
        {required && (
          <Box component="span" aria-hidden sx={{ color: 'error.main', ml: 0.25 }}>
            *
          </Box>
        )}
        {marked && <GapMark id={gapId} />}
      </Typography>
      {control}
      {messageLine}
    </Box>
  );
}
