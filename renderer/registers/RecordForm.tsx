import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { findField, type Register, readValue } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';
import { messagesOf } from '../fields/messagesOf.ts';
import { RowGroupTable } from './RowGroupTable.tsx';
import { spanOf } from './spanOf.ts';
import type { RecordEditor } from './useRecordEditor.ts';

interface RecordFormProps {
  readonly register: Register;
  readonly editor: RecordEditor;
}

/** The entry form of any register: its sections, as many columns as fit, in the order of the declaration. */
export function RecordForm({ register, editor }: RecordFormProps) {
  const { context } = useWork();
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      {register.sections.map((section) => (
        <Paper
          key={section.title}
          component="section"
          aria-label={section.title}
          sx={{ border: `1px solid ${colours.line}`, px: 2.5, py: 1.5 }}
        >
          <Typography variant="h3" component="h2" color="primary" sx={{ mb: 1 }}>
            {section.title}
          </Typography>
          <Box
            sx={{
              display: 'grid',
              gridTemplateColumns: 'repeat(auto-fill, minmax(244px, 1fr))',
              columnGap: 2.5,
              rowGap: 1.25,
            }}
          >
            {section.fields.map((key) => {
              const group = register.rows[key];
              if (group) {
                return (
                  <Box key={key} sx={{ gridColumn: '1 / -1' }}>
                    <RowGroupTable groupKey={key} group={group} editor={editor} />
                  </Box>
                );
              }
              const field = findField(register, key);
              if (!field) return null;
              return (
                <Box key={key} sx={{ gridColumn: spanOf(field, context) }}>
                  <FieldControl
                    id={fieldId(key)}
                    field={field}
                    value={readValue(register, editor.values, key, context)}
                    onChange={(value) => editor.setValue(key, value)}
                    onBlur={() => editor.leaveField(key)}
                    context={context}
                    variant="form"
                    required={field.required(editor.values.fields)}
                    {...messagesOf(editor.issueAt(key))}
                  />
                </Box>
              );
            })}
          </Box>
        </Paper>
      ))}
    </Box>
  );
}
