import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { sexes } from '../../shared/codes/people.ts';
import type { Register, Values } from '../../shared/registers/register.ts';
import { ageOn, chineseDate } from '../../shared/rules/calendarDate.ts';
import { areaCodeNotice, examineIdNumber, type KnownPerson } from '../../shared/rules/idDoctor.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { fieldId, focusField } from '../fields/FieldControl.tsx';
import type { RecordEditor } from './useRecordEditor.ts';

interface IdNumberNotesProps {
  readonly register: Register;
  /** A field for an ID number. */
  readonly fieldKey: string;
  readonly editor: RecordEditor;
}

/** What an ID number says of its bearer, and what an old one may have become; a person decides. */
export function IdNumberNotes({ register, fieldKey, editor }: IdNumberNotesProps) {
  const { context } = useWork();
  const number = editor.values.fields[fieldKey];
  if (typeof number !== 'string') return null;
  const known = knownPerson(register, fieldKey, editor.values.fields);
  const found = examineIdNumber({ text: number, isNumber: false }, known, context.today);
  if (found.state === 'sound') {
    const { birth, sex, areaCode } = found.facts;
    const notice = areaCodeNotice(areaCode);
    return (
      <>
        <Box sx={{ color: 'text.secondary', fontSize: 14, mt: 0.25 }} aria-live="polite">
          {sexes.label(sex)}，{chineseDate(birth)}出生，{ageOn(birth, context.today)}岁
        </Box>
        {notice !== undefined && (
          <FieldMessage id={`${fieldId(fieldKey)}-area`} severity="warning">
            {notice}
          </FieldMessage>
        )}
      </>
    );
  }
  // Without a birth date an old number could only be guessed at, and most are 18 digits half typed.
  if (known.birth === null) return null;
  const adopt = (idNumber: string): void => {
    // A field that is being typed in shows what is typed, whatever its value becomes.
    document.getElementById(fieldId(fieldKey))?.blur();
    const former = formerField(register, fieldKey);
    const { fields } = editor.values;
    const keepsOld = found.state === 'old' && former !== undefined && (fields[former] ?? null) === null;
    editor.setValues({
      ...editor.values,
      fields: { ...fields, [fieldKey]: idNumber, ...(keepsOld ? { [former]: number } : {}) },
    });
    focusField(fieldKey);
  };
  return found.proposals.map(({ idNumber, reason }) => (
    <Box key={idNumber} sx={{ fontSize: 14, mt: 0.25 }}>
      <Button
        size="small"
        variant="outlined"
        // Leaving the field brings its message, which would push the button away from under the mouse.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => adopt(idNumber)}
        sx={{ minHeight: 30 }}
      >
        改用{idNumber}
      </Button>
      <Box sx={{ color: 'text.secondary' }}>{reason}</Box>
    </Box>
  ));
}

/** Birth and sex as entered: the fields that the declaration otherwise takes from this number. */
function knownPerson(register: Register, key: string, fields: Values): KnownPerson {
  const derived = Object.entries(register.derivedFrom ?? {}).flatMap(([field, source]) =>
    source === key ? [field] : [],
  );
  const entered = (control: string): string | null => {
    const field = derived.find((each) => register.fields[each]?.kind.control === control);
    const value = field === undefined ? null : fields[field];
    return typeof value === 'string' ? value : null;
  };
  const sex = entered('choice');
  return { birth: entered('date'), sex: sex === '1' || sex === '2' ? sex : null, candidates: [] };
}

/** The field that keeps the number a person had before, as the declaration pairs the two. */
function formerField(register: Register, key: string): string | undefined {
  return register.matchSignals.flatMap(({ parts }) => parts).find(({ field, orField }) => field === key && orField)
    ?.orField;
}
