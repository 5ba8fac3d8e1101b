import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import { useState } from 'react';
import type { ImportPreview } from '../../shared/contract/importMethods.ts';
import type { FieldValue } from '../../shared/fields/kinds.ts';
import type { Register } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';

type Defaults = ImportPreview['defaults'];

interface ImportCommonFieldsProps {
  readonly register: Register;
  /** Keys of fields that still have to be filled in. */
  readonly missing: readonly string[];
  readonly values: Defaults;
  /** Sentences by field key. */
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (values: Defaults) => void;
}

/** What is the same for every row of the table: asked for once, and a single line when the table states it itself. */
export function ImportCommonFields({ register, missing, values, errors, onChange }: ImportCommonFieldsProps) {
  const { context } = useWork();
  const [open, setOpen] = useState(missing.length > 0);
  // A field asked for stays on the page after it was answered, so that the answer can be changed.
  const [asked, setAsked] = useState<readonly string[]>([]);
  const keys = [...new Set([...asked, ...missing, ...Object.keys(values)])];
  const fields = Object.entries(register.fields).filter(([key]) => keys.includes(key));
  if (fields.length === 0) return null;
  const answer = (key: string, value: FieldValue | null): void => {
    setAsked(keys);
    const given = value === null || typeof value === 'string' || typeof value === 'boolean' ? value : [...value];
    onChange({ ...values, [key]: given });
  };
  const needed = missing.length > 0 || fields.some(([key]) => errors[key] !== undefined);
  return (
    <Paper
      component="section"
      aria-label="统一填写"
      sx={{
        border: `1px solid ${colours.line}`,
        px: 1.5,
        py: 0.5,
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
          全表通用：
          {fields
            .flatMap(([key, field]) => {
              const value = values[key];
              return value === null || value === undefined
                ? []
                : [`${field.label} ${field.kind.format(value, context)}`];
            })
            .join('；')}
        </Box>
      )}
      {!needed && (
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : '修改'}
        </Button>
      )}
    </Paper>
  );
}
