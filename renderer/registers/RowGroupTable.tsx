import Add from '@mui/icons-material/Add';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { RowGroup } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { FieldControl, fieldId, focusField } from '../fields/FieldControl.tsx';
import { messagesOf } from '../fields/messagesOf.ts';
import type { RecordEditor } from './useRecordEditor.ts';

interface RowGroupTableProps {
  readonly groupKey: string;
  readonly group: RowGroup;
  readonly editor: RecordEditor;
}

/** The repeating rows of a record, entered as in a table. */
export function RowGroupTable({ groupKey, group, editor }: RowGroupTableProps) {
  const { context } = useWork();
  const notice = useNotice();
  const rows = editor.values.rows[groupKey] ?? [];
  const fields = Object.entries(group.fields).filter(([key]) => group.columns.includes(key));
  const groupIssue = editor.issueAt(groupKey);
  const add = (): void => {
    editor.addRow(groupKey);
    const [firstField] = group.columns;
    // The new row is on the page only after the next drawing.
    requestAnimationFrame(() => focusField(`${groupKey}.${rows.length}.${firstField}`));
  };
  const remove = (index: number): void => {
    const before = editor.values;
    editor.removeRow(groupKey, index);
    notice({
      severity: 'info',
      text: `删去了${group.label}第${index + 1}行`,
      action: { label: '撤销', run: () => editor.setValues(before) },
    });
  };
  return (
    <Box id={fieldId(groupKey)}>
      <Table size="small" aria-label={group.label} sx={{ tableLayout: 'fixed', border: `1px solid ${colours.line}` }}>
        <TableHead>
          <TableRow sx={{ bgcolor: '#f3f5f4' }}>
            {fields.map(([key, field]) => (
              <TableCell
                key={key}
                sx={{ fontSize: 14, color: 'text.secondary', borderRight: `1px solid ${colours.line}`, px: 0.75 }}
                width={field.kind.sensitive ? '21%' : undefined}
              >
                {field.label}
              </TableCell>
            ))}
            <TableCell width={52} sx={{ fontSize: 14, color: 'text.secondary', px: 0.75 }}>
              删除
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => (
            // Rows are edited in place and stored in their order, so the position is their identity.
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity before it is stored
            <TableRow key={index}>
              {fields.map(([key, field]) => {
                const path = `${groupKey}.${index}.${key}`;
                return (
                  <TableCell
                    key={key}
                    sx={{
                      p: 0.25,
                      verticalAlign: 'top',
                      borderRight: `1px solid ${colours.line}`,
                      '&:focus-within': { boxShadow: `inset 0 0 0 2px ${colours.accent}` },
                    }}
                  >
                    <FieldControl
                      id={fieldId(path)}
                      field={field}
                      label={`${group.label}第${index + 1}行${field.label}`}
                      value={row[key] ?? null}
                      onChange={(value) => editor.setValue(path, value)}
                      onBlur={() => editor.leaveField(path)}
                      context={context}
                      variant="paper"
                      required={field.required(row)}
                      {...messagesOf(editor.issueAt(path))}
                    />
                  </TableCell>
                );
              })}
              <TableCell sx={{ p: 0.25, textAlign: 'center' }}>
                <IconButton
                  size="small"
                  aria-label={`删除${group.label}第${index + 1}行`}
                  onClick={() => remove(index)}
                >
                  <DeleteOutlined fontSize="small" />
                </IconButton>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {groupIssue && (
        <FieldMessage id={`${fieldId(groupKey)}-message`} severity={groupIssue.severity}>
          {groupIssue.message}
        </FieldMessage>
      )}
      <Button size="small" startIcon={<Add />} disabled={rows.length >= group.maxRows} onClick={add} sx={{ mt: 0.5 }}>
        添加一行{group.label}
      </Button>
    </Box>
  );
}
