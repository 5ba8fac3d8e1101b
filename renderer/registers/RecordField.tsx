import { isRequired } from '../../shared/registers/checkRecord.ts';
import { type Field, type Register, readValue } from '../../shared/registers/register.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';
import { messagesOf } from '../fields/messagesOf.ts';
import { IdNumberNotes } from './IdNumberNotes.tsx';
import type { RecordEditor } from './useRecordEditor.ts';

interface RecordFieldProps {
  readonly register: Register;
  readonly fieldKey: string;
  readonly field: Field;
  readonly editor: RecordEditor;
}

/** A field or view of a record in the entry form, with what can be told of its value while it is typed. */
export function RecordField({ register, fieldKey: key, field, editor }: RecordFieldProps) {
  const { context } = useWork();
  return (
    <>
      <FieldControl
        id={fieldId(key)}
        field={field}
        value={readValue(register, editor.values, key, context)}
        onChange={(value) => editor.setValue(key, value)}
        onBlur={() => editor.leaveField(key)}
        context={context}
        variant="form"
        required={isRequired(field, editor.values.fields, context)}
        gap={editor.isGap(key)}
        {...messagesOf(editor.issueAt(key))}
      />
      {field.kind.control === 'idNumber' && <IdNumberNotes register={register} fieldKey={key} editor={editor} />}
    </>
  );
}
