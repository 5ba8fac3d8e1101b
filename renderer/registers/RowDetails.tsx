import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import type { KeyboardEvent } from 'react';
import type { RowGroup, Values } from '../../shared/registers/register.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldControl, fieldId } from '../fields/FieldControl.tsx';
import { messagesOf } from '../fields/messagesOf.ts';
import { formGrid } from './formGrid.ts';
import { rowLabel, rowName } from './recordValues.ts';
import { spanOf } from './spanOf.ts';
import type { RecordEditor } from './useRecordEditor.ts';

interface RowDetailsProps {
  readonly groupKey: string;
  readonly group: RowGroup;
  readonly index: number;
  readonly row: Values;
  /** The fields that have no column. */
  readonly keys: readonly string[];
  readonly editor: RecordEditor;
  /** Who else has what the row is about. */
  readonly note: string | null;
  readonly onClose: () => void;
}

/** What a row's table has no column for. It is entered into the record at once and saved with it. */
export function RowDetails({ groupKey, group, index, row, keys, editor, note, onClose }: RowDetailsProps) {
  const { context } = useWork();
  const label = rowLabel(group, index);
  const close = (): void => {
    // Esc takes the field with the cursor away before it is left.
    for (const key of keys) editor.leaveField(`${groupKey}.${index}.${key}`);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.ctrlKey || event.key.toLowerCase() !== 's' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    close();
    editor.save();
  };
  return (
    <Dialog onKeyDown={onKeyDown} open fullWidth maxWidth="md" aria-labelledby="row-details-title" onClose={close}>
      <DialogTitle id="row-details-title">
        {label}详细　{rowName(group, row, context)}
      </DialogTitle>
      <DialogContent>
        {note !== null && (
          <Typography color="textSecondary" sx={{ mb: 1 }}>
            {note}
          </Typography>
        )}
        <Box sx={{ ...formGrid, pt: 0.5 }}>
          {keys.map((key) => {
            const field = group.fields[key];
            const path = `${groupKey}.${index}.${key}`;
            if (!field) return null;
            return (
              <Box key={key} sx={{ gridColumn: spanOf(field, context) }}>
                <FieldControl
                  id={fieldId(path)}
                  field={field}
                  value={row[key] ?? null}
                  onChange={(value) => editor.setValue(path, value)}
                  onBlur={() => editor.leaveField(path)}
                  context={context}
                  variant="form"
                  required={field.required(row)}
                  gap={editor.isGap(path)}
                  {...messagesOf(editor.issueAt(path))}
                />
              </Box>
            );
          })}
        </Box>
      </DialogContent>
      <DialogActions>
        <Typography color="textSecondary" variant="body2" sx={{ mr: 'auto', ml: 2 }}>
          填好后关闭，随这份记录一起保存。
        </Typography>
        <Button variant="contained" onClick={close}>
          填好了
        </Button>
      </DialogActions>
    </Dialog>
  );
}
