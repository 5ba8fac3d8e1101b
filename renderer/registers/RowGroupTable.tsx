import Add from '@mui/icons-material/Add';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { Fragment } from 'react';
import { flushSync } from 'react-dom';
import type { Field, Register, RowGroup, Values } from '../../shared/registers/register.ts';
import { colours } from '../app/theme.ts';
import { useWork } from '../app/WorkContext.ts';
import { FieldMessage } from '../components/FieldMessage.tsx';
import { GapMark } from '../components/GapMark.tsx';
import { useNotice } from '../components/NoticeProvider.tsx';
import { FieldControl, fieldId, focusField } from '../fields/FieldControl.tsx';
import { messagesOf } from '../fields/messagesOf.ts';
import { placeInForm } from './formSections.ts';
import { RowDetails } from './RowDetails.tsx';
import { rowLabel, rowName } from './recordValues.ts';
import { sharedInWords } from './sharedInWords.ts';
import type { RecordEditor } from './useRecordEditor.ts';
import { type SharedChange, type Sharing, sharedChanges } from './useSharing.ts';

interface RowGroupTableProps {
  readonly register: Register;
  readonly groupKey: string;
  readonly group: RowGroup;
  readonly editor: RecordEditor;
  readonly sharing: Sharing;
  /** The row whose further fields are open. */
  readonly details: number | null;
  readonly onDetails: (index: number | null) => void;
}

/** The repeating rows of a record, entered as in a table; what has no column stands behind “详细”. */
export function RowGroupTable(props: RowGroupTableProps) {
  const { register, groupKey, group, editor, sharing, details, onDetails } = props;
  const { context } = useWork();
  const notice = useNotice();
  const rows = editor.values.rows[groupKey] ?? [];
  const fields = group.columns.flatMap((key): [string, Field][] => {
    const field = group.fields[key];
    return field ? [[key, field]] : [];
  });
  const further = Object.keys(group.fields).filter((key) => !group.columns.includes(key));
  const endField = endFieldOf(register, groupKey);
  const actionsWidth = 52 + (further.length > 0 ? 76 : 0) + (endField === undefined ? 0 : 64);
  const narrowest = fields.reduce((width, [, field]) => width + (columnWidth(field) ?? narrowestColumn), actionsWidth);
  const changedElsewhere = sharedChanges(register, editor.base.values, editor.values, sharing);
  const groupIssues = editor.shownIssues.filter(({ path }) => placeInForm(register, path) === groupKey);
  const add = (): void => {
    flushSync(() => editor.addRow(groupKey));
    const [firstField] = group.columns;
    focusField(`${groupKey}.${rows.length}.${firstField}`);
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
  const end = (index: number, row: Values, field: string): void => {
    const path = `${groupKey}.${index}.${field}`;
    editor.setValue(path, context.today);
    focusField(path);
    notice({
      severity: 'info',
      text: `“${rowName(group, row, context)}”到今天终止，保存后生效`,
      action: { label: '撤销', run: () => editor.setValue(path, null) },
    });
  };
  const openDetails = (index: number): void => {
    flushSync(() => onDetails(index));
    focusField(`${groupKey}.${index}.${further[0]}`);
  };
  const errorsIn = (index: number): number =>
    further.filter((key) => editor.issueAt(`${groupKey}.${index}.${key}`)?.severity === 'error').length;
  return (
    <Box id={fieldId(groupKey)}>
      <Box sx={{ overflowX: 'auto' }}>
        <Table
          size="small"
          aria-label={group.label}
          sx={{ tableLayout: 'fixed', minWidth: narrowest, border: `1px solid ${colours.line}` }}
        >
          <TableHead>
            <TableRow sx={{ bgcolor: '#f3f5f4' }}>
              {fields.map(([key, field]) => (
                <TableCell
                  key={key}
                  sx={{ fontSize: 14, color: 'text.secondary', borderRight: `1px solid ${colours.line}`, px: 0.75 }}
                  width={columnWidth(field)}
                >
                  {field.label}
                </TableCell>
              ))}
              <TableCell width={actionsWidth} sx={{ fontSize: 14, color: 'text.secondary', px: 0.75 }}>
                操作
              </TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((row, index) => {
              const ended = endField !== undefined && hasEnded(row[endField], context.today);
              const notes = rowNotes(sharing.namesOf(row), changedElsewhere, groupKey, index);
              const errors = errorsIn(index);
              return (
                // Rows are edited in place and stored in their order, so the position is their identity.
                // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity before it is stored
                <Fragment key={index}>
                  <TableRow sx={ended ? { bgcolor: colours.desk } : {}}>
                    {fields.map(([key, field]) => {
                      const path = `${groupKey}.${index}.${key}`;
                      return (
                        <TableCell
                          key={key}
                          sx={{
                            p: 0.25,
                            verticalAlign: 'top',
                            borderRight: `1px solid ${colours.line}`,
                            ...(notes === null ? {} : { borderBottom: 0 }),
                            '&:focus-within': { boxShadow: `inset 0 0 0 2px ${colours.accent}` },
                          }}
                        >
                          <FieldControl
                            id={fieldId(path)}
                            field={field}
                            label={`${rowLabel(group, index)}${field.label}`}
                            value={row[key] ?? null}
                            onChange={(value) => editor.setValue(path, value)}
                            onBlur={() => editor.leaveField(path)}
                            context={context}
                            variant="paper"
                            required={field.required(row)}
                            gap={editor.isGap(path)}
                            {...messagesOf(editor.issueAt(path))}
                          />
                        </TableCell>
                      );
                    })}
                    <TableCell
                      sx={{
                        p: 0.25,
                        whiteSpace: 'nowrap',
                        textAlign: 'right',
                        ...(notes === null ? {} : { borderBottom: 0 }),
                      }}
                    >
                      {endField !== undefined &&
                        (ended ? (
                          <Box component="span" sx={{ color: 'text.secondary', fontSize: 14, px: 1 }}>
                            已终止
                          </Box>
                        ) : (
                          <Button
                            size="small"
                            aria-label={`终止${rowLabel(group, index)}`}
                            onClick={() => end(index, row, endField)}
                            sx={rowButton}
                          >
                            终止
                          </Button>
                        ))}
                      {further.length > 0 && (
                        <Button
                          size="small"
                          color={errors > 0 ? 'error' : 'primary'}
                          aria-label={detailsInWords(rowLabel(group, index), errors)}
                          onClick={() => openDetails(index)}
                          startIcon={errors > 0 ? <ErrorOutlined /> : undefined}
                          sx={rowButton}
                        >
                          详细{errors > 0 ? '' : filledIn(row, further)}
                        </Button>
                      )}
                      <IconButton
                        size="small"
                        aria-label={`删除${rowLabel(group, index)}`}
                        onClick={() => remove(index)}
                      >
                        <DeleteOutlined fontSize="small" />
                      </IconButton>
                    </TableCell>
                  </TableRow>
                  {notes !== null && (
                    <TableRow>
                      <TableCell
                        colSpan={fields.length + 1}
                        sx={{ py: 0, px: 0.75, fontSize: 13, color: 'text.secondary', lineHeight: 1.7 }}
                      >
                        {notes}
                      </TableCell>
                    </TableRow>
                  )}
                </Fragment>
              );
            })}
          </TableBody>
        </Table>
      </Box>
      {groupIssues.map((issue) => (
        <FieldMessage
          key={`${issue.path} ${issue.message}`}
          id={`${fieldId(issue.path)}-message`}
          severity={issue.severity}
        >
          {issue.message}
        </FieldMessage>
      ))}
      <Button size="small" startIcon={<Add />} disabled={rows.length >= group.maxRows} onClick={add} sx={{ mt: 0.5 }}>
        添加一行{group.label}
      </Button>
      {editor.gaps.some(({ path }) => placeInForm(register, path) === groupKey) && <GapMark />}
      {details !== null && rows[details] && (
        <RowDetails
          groupKey={groupKey}
          group={group}
          index={details}
          row={rows[details]}
          keys={further}
          editor={editor}
          note={rowNotes(sharing.namesOf(rows[details]), changedElsewhere, groupKey, details)}
          onClose={() => onDetails(null)}
        />
      )}
    </Box>
  );
}

const rowButton = { minHeight: 30, minWidth: 0, px: 0.75, fontSize: 14 } as const;

/** Pixels that any column needs; on a small screen the table is then moved sideways. */
const narrowestColumn = 92;

/** Numbers and days need a certain width; the other columns share what is left. */
function columnWidth({ kind }: Field): number | undefined {
  if (kind.control === 'idNumber') return 176;
  if (kind.control === 'date') return 140;
  return kind.search === 'phoneNumber' ? 118 : undefined;
}

/** The column in which rows of a group say when they ended, as the views of the group know it. */
function endFieldOf(register: Register, group: string): string | undefined {
  return Object.values(register.views).find(({ filter }) => filter?.group === group && filter.endField !== undefined)
    ?.filter?.endField;
}

function hasEnded(end: unknown, today: string): boolean {
  return typeof end === 'string' && end <= today;
}

function rowNotes(
  names: readonly string[],
  changed: readonly SharedChange[],
  group: string,
  index: number,
): string | null {
  if (names.length === 0) return null;
  return sharedInWords(
    names,
    changed.some((each) => each.group === group && each.index === index),
  );
}

/** How many of the further fields are filled, so that nothing is behind the button unseen. */
function filledIn(row: Values, keys: readonly string[]): string {
  const filled = keys.filter((key) => (row[key] ?? null) !== null).length;
  return filled === 0 ? '' : `（${filled}）`;
}

function detailsInWords(label: string, errors: number): string {
  return `${label}详细${errors > 0 ? `，${errors}处需要改正` : ''}`;
}
