import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { emptyRow, type RowGroup } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { useNotice } from '../components/NoticeProvider.tsx';
import { FieldControl, fieldId, focusField } from '../fields/FieldControl.tsx';
import { messagesOf } from '../fields/messagesOf.ts';
import { formGrid } from './formGrid.ts';
import { isFilled } from './recordValues.ts';
import { sharedInWords } from './sharedInWords.ts';
import { spanOf } from './spanOf.ts';
import type { RecordEditor } from './useRecordEditor.ts';
import type { Sharing } from './useSharing.ts';

interface SingleRowProps {
  readonly groupKey: string;
  readonly group: RowGroup;
  readonly editor: RecordEditor;
  readonly sharing: Sharing;
}

/** The row of a group that has but one, entered like fields of the record; it is made when something is typed. */
export function SingleRow({ groupKey, group, editor, sharing }: SingleRowProps) {
  const { context } = useWork();
  const notice = useNotice();
  const stored = editor.values.rows[groupKey]?.[0];
  const row = stored ?? emptyRow(group.fields);
  const names = sharing.namesOf(row);
  const before = editor.base.values?.rows[groupKey]?.[0];
  const changed =
    before !== undefined &&
    group.shared?.fields.some((key) => JSON.stringify(before[key]) !== JSON.stringify(row[key]));
  const [firstField = ''] = Object.keys(group.fields);
  const remove = (): void => {
    const values = editor.values;
    editor.setRows(groupKey, []);
    focusField(`${groupKey}.0.${firstField}`);
    notice({
      severity: 'info',
      text: `这份记录的${group.label}已清空，保存后生效`,
      action: { label: '撤销', run: () => editor.setValues(values) },
    });
  };
  return (
    <Box
      id={fieldId(groupKey)}
      role="group"
      aria-label={group.label}
      sx={{ borderTop: `1px solid ${colours.line}`, pt: 1 }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minHeight: 32 }}>
        <Typography component="h3" variant="h3">
          {group.label}
        </Typography>
        {names.length > 0 && (
          <Box component="span" sx={{ color: 'text.secondary', fontSize: 14 }}>
            {sharedInWords(names, changed === true)}
          </Box>
        )}
        {isFilled(row) && (
          <Button size="small" sx={{ ml: 'auto' }} onClick={remove}>
            清空{group.label}
          </Button>
        )}
      </Box>
      <Box sx={formGrid}>
        {Object.entries(group.fields).map(([key, field]) => {
          const path = `${groupKey}.0.${key}`;
          return (
            <Box key={key} sx={{ gridColumn: spanOf(field, context) }}>
              <FieldControl
                id={fieldId(path)}
                field={field}
                value={row[key] ?? null}
                onChange={(value) =>
                  stored === undefined
                    ? editor.setRows(groupKey, [{ ...row, [key]: value }])
                    : editor.setValue(path, value)
                }
                onBlur={() => editor.leaveField(path)}
                context={context}
                variant="form"
                required={isFilled(row) && field.required(row)}
                gap={editor.isGap(path)}
                {...messagesOf(editor.issueAt(path))}
              />
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}
