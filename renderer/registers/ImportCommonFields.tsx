import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import { useState } from 'react';
import type { FieldValue } from '../../shared/fields/kinds.ts';
import type { Register } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';
import type { ImportChanges } from './keptImport.ts';

type Defaults = ImportChanges['defaults'];

interface ImportCommonFieldsProps {
  readonly register: Register;
  /** Keys of fields that can be the same for all rows and that nothing fills. */
  readonly common: readonly string[];
  /** Those of them that have to be filled in. */
  readonly missing: readonly string[];
  readonly values: Defaults;
  /** Sentences by field key. */
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: Defaults) => void;
}

/** What is the same for every row of the table: asked for once, and a single line when the table states it itself. */
export function ImportCommonFields({ register, common, missing, values, errors, onChange }: ImportCommonFieldsProps) {
  const { context } = useWork();
  const [open, setOpen] = useState(missing.length > 0);
  // A field asked for stays on the page after it was answered, so that the answer can be changed.
  const [asked, setAsked] = useState<readonly string[]>([]);
  const keys = [...new Set([...asked, ...missing, ...common, ...Object.keys(values)])];
  const fields = Object.entries(register.fields).filter(([key]) => keys.includes(key));
  if (fields.length === 0) return null;
  const answer = (key: string, value: FieldValue | null): void => {
    setAsked(keys);
    const given = value === null || typeof value === 'string' || typeof value === 'boolean' ? value : [...value];
    onChange({ ...values, [key]: given });
  };
  const filled = fields.flatMap(([key, field]) => {
    const value = values[key];
    return value === null || value === undefined ? [] : [`${field.label} ${field.kind.format(value, context)}`];
  });
  const unfilled = fields.flatMap(([key, field]) => (values[key] == null ? [field.label] : []));
  const needed = missing.length > 0 || fields.some(([key]) => errors[key] !== undefined);
  return (
    <Paper
      component="section"
      aria-label="统一填写"
      sx={{
        border: `1px solid ${colours.line}`,
        px: 1.5,
        py: 0.25,
        flex: 'none',
        display: 'flex',
        gap: 1,
        alignItems: 'center',
      }}
    >
      {open || needed ? (
        <Box
          sx={{
            flex: 1,
            minWidth: 0,
            display: 'grid',
            gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
            gap: 1,
            pb: 0.5,
          }}
        >
          {fields.map(([key, field]) => (
            <FieldControl
              key={key}
              id={fieldId(`default.${key}`)}
              field={field}
              value={values[key] ?? null}
              onChange={(value) => answer(key, value)}
              context={context}
              variant="form"
              error={errors[key]}
              required={missing.includes(key)}
            />
          ))}
        </Box>
      ) : (
        <Box sx={{ flex: 1, minWidth: 0, fontSize: 14 }}>
          {filled.length > 0 && `全表通用：${filled.join('；')}　`}
          {unfilled.length > 0 && `表里没有、可以统一填一次：${unfilled.join('、')}`}
        </Box>
      )}
      {!needed && (
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)} sx={{ minHeight: 28, py: 0 }}>
          {open ? '收起' : filled.length > 0 ? '修改' : '填写'}
        </Button>
      )}
    </Paper>
  );
}
